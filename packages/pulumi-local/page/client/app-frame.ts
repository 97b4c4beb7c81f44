/**
 * A tool's page in its frame: a host of MCP Apps. It gets the arguments and the result of the call that
 * it was shown for, and may call the server's tools; what it would tell a model is shown below it.
 */
import { type AppOptions, MAX_HEIGHT, requestsOf } from "./app-requests";
import { keepPage, readPage } from "./app-resource";
import { connectFrame, type Peer, RpcError } from "./app-rpc";
import { element } from "./element";
import { colorScheme, onColorScheme } from "./theme";

/** In pixels, until the page says what it needs, and at least. */
const INITIAL_HEIGHT = 240;
const MIN_HEIGHT = 40;
/** How long a page may take to put things away. */
const TEARDOWN_MS = 500;
const METHOD_NOT_FOUND = -32601;

export interface App {
  readonly node: HTMLElement;
  /** Lets the page put things away, and takes it down. */
  readonly close: () => Promise<void>;
}

/** @throws Error that says why it cannot be shown. */
export async function showApp(uri: string, options: AppOptions): Promise<App> {
  const { csp, html } = await readPage(options.manner(), uri);
  const src = await keepPage({ html, csp });
  const frame = element("iframe", {
    class: "app-frame",
    title: `Page of ${options.tool.name}`,
    sandbox: "allow-scripts",
    referrerpolicy: "no-referrer",
    src,
  });
  frame.style.height = `${INITIAL_HEIGHT}px`;
  const said = element("ul", { class: "app-said", "aria-label": "What the page said" });
  const node = element("div", { class: "app" }, frame, said);
  const say = (what: string, content: unknown): void => {
    const text = typeof content === "string" ? content : JSON.stringify(content);
    said.append(element("li", {}, element("strong", {}, what), ` ${text}`));
  };

  let isShown = false;
  const requests = requestsOf({ ...options, frame, csp, say, isShown: () => isShown });
  const peer: Peer = connectFrame(frame, {
    onRequest: (method, params) => {
      // A page that was loaded anew begins anew.
      if (method === "ui/initialize") isShown = false;
      const respond = requests.get(method);
      if (respond !== undefined) return respond(params);
      throw new RpcError(METHOD_NOT_FOUND, `${method} is not known here`);
    },
    onNotification: (method, params) => {
      if (method === "ui/notifications/initialized" && !isShown) {
        isShown = true;
        peer.notify("ui/notifications/tool-input", { arguments: options.input });
        peer.notify("ui/notifications/tool-result", options.result);
      } else if (method === "ui/notifications/size-changed") resize(frame, params["height"]);
      else if (method === "notifications/message") say("logged", params["data"]);
      else if (method === "ui/notifications/request-teardown") void close();
    },
  });
  const stopWatching = onColorScheme(() => {
    if (isShown) peer.notify("ui/notifications/host-context-changed", { theme: colorScheme() });
  });
  const close = async (): Promise<void> => {
    stopWatching();
    if (isShown && frame.isConnected) {
      await peer.request("ui/resource-teardown", { reason: "closed" }, TEARDOWN_MS);
    }
    peer.close();
    node.remove();
  };
  return { node, close };
}

function resize(frame: HTMLIFrameElement, height: unknown): void {
  if (typeof height !== "number" || !Number.isFinite(height)) return;
  frame.style.height = `${Math.min(Math.max(Math.ceil(height), MIN_HEIGHT), MAX_HEIGHT)}px`;
}
