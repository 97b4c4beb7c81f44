/**
 * Pages of tools (MCP Apps): a tool's page is the resource ui://server/tool, which clients that know the
 * extension show in a sandbox and hand the arguments and the result; for others the tool is as any.
 * https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx
 * Not in the layer of a handler that does not say "ui" (bundling/plugins.js).
 */
import type { ResourceDefinition } from "../definitions/resource";
import type { ServerDefinition } from "../definitions/server-definition";
import type { AnyTool } from "../definitions/tool";

export { uiProblem } from "./ui-problem";

const MIME_TYPE = "text/html;profile=mcp-app";

/** The same server, with a resource for each page, and tools that name theirs. */
export function withToolPages(definition: ServerDefinition): ServerDefinition {
  return {
    ...definition,
    tools: definition.tools.map((tool) => withPage(tool, definition)),
    resources: [...definition.resources, ...pagesOf(definition)],
  };
}

/** Resources of the tools' pages. */
function pagesOf({ info, tools }: Pick<ServerDefinition, "info" | "tools">): ResourceDefinition[] {
  return tools.flatMap(({ name, title, ui }) => {
    if (ui === undefined) return [];
    const { html, title: own, ...settings } = ui;
    return {
      uri: uiUri(info.name, name),
      name: `${name}-ui`,
      title: own ?? title,
      description: `Shows results of the tool ${name}.`,
      mimeType: MIME_TYPE,
      _meta: { ui: settings },
      read: () => (typeof html === "string" ? html : html()),
    };
  });
}

function withPage(tool: AnyTool, { info }: ServerDefinition): AnyTool {
  if (tool.ui === undefined) return tool;
  const resourceUri = uiUri(info.name, tool.name);
  // An author's own: for example who may call the tool.
  const own = tool._meta?.["ui"] as object | undefined;
  return { ...tool, _meta: { ...tool._meta, ui: { ...own, resourceUri } } };
}

function uiUri(server: string, tool: string): string {
  return `ui://${encodeURIComponent(server)}/${tool}`;
}
