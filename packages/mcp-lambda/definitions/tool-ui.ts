/** Pages of tools (MCP Apps): what an author says of one. */

/** A page that shows a tool's result in clients that can. */
export interface ToolUi {
  /** The whole document, with its scripts and styles in it: `import html from "./chart.html"`. */
  readonly html: string | (() => string);
  /** Name for people; default the tool's. */
  readonly title?: string;
  /**
   * Origins that it may load from, and none without: `connectDomains` (fetch, WebSocket),
   * `resourceDomains` (scripts, images, styles, fonts), `frameDomains`, `baseUriDomains`.
   */
  readonly csp?: Readonly<
    Partial<
      Record<
        "connectDomains" | "resourceDomains" | "frameDomains" | "baseUriDomains",
        readonly string[]
      >
    >
  >;
  /** What it would like of the browser; a client may refuse. */
  readonly permissions?: Readonly<
    Partial<Record<"camera" | "microphone" | "geolocation" | "clipboardWrite", object>>
  >;
  /** Whether the client draws a border and a background; default as it likes. */
  readonly prefersBorder?: boolean;
}
