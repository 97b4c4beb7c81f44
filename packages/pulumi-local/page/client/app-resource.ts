/** A tool's page (MCP Apps): which it is, and its text, as the server has it. */
import { type AppPage, isObject, type JsonObject, type Refusal } from "../server/call";
import { ask, type CallManner, type ListedTool, messageOf, refusal } from "./mcp-client";

const MIME_TYPE = "text/html;profile=mcp-app";

/** What a tool says of its page and of who may call it. */
export function uiOf({ _meta = {} }: ListedTool): {
  readonly resourceUri: string | undefined;
  readonly isForApps: boolean;
} {
  const ui = isObject(_meta["ui"]) ? _meta["ui"] : {};
  // The second is what the first drafts had.
  const uri = ui["resourceUri"] ?? _meta["ui/resourceUri"];
  const { visibility } = ui;
  return {
    resourceUri: typeof uri === "string" && uri.startsWith("ui://") ? uri : undefined,
    isForApps: !Array.isArray(visibility) || visibility.includes("app"),
  };
}

/** The result of a request. @throws with the server's words when it refuses. */
export async function resultOf(
  manner: CallManner,
  method: string,
  params: JsonObject,
): Promise<JsonObject> {
  const { response } = await ask(manner, method, params);
  const message = messageOf(response);
  const result = message?.["result"];
  if (!isObject(result)) throw new Error(`${method}: ${refusal(response.status, message)}`);
  return result;
}

/** @throws Error that says why there is no page. */
export async function readPage(manner: CallManner, uri: string): Promise<AppPage> {
  const own = { ...manner, own: true };
  const { contents } = await resultOf(own, "resources/read", { uri });
  const content: unknown = Array.isArray(contents) ? contents[0] : undefined;
  if (!isObject(content)) throw new Error(`${uri} has no contents`);
  const { mimeType, text, blob } = content;
  if (mimeType !== MIME_TYPE) throw new Error(`${uri} is ${String(mimeType)}, not ${MIME_TYPE}`);
  const html = typeof text === "string" ? text : decoded(blob);
  const settings = settingsIn(content) ?? settingsIn(await listed(own, uri));
  const csp = settings?.["csp"];
  return { html, csp: isObject(csp) ? csp : {} };
}

/** Where the page can be shown from: this machine's own server, with a policy of its own. */
export async function keepPage(page: AppPage): Promise<string> {
  const headers = { "Content-Type": "application/json" };
  const response = await fetch("/~/app", { method: "POST", headers, body: JSON.stringify(page) });
  if (!response.ok) throw new Error(((await response.json()) as Refusal).message);
  return ((await response.json()) as { readonly path: string }).path;
}

/** What resources/list says of it, which counts where its contents say nothing. */
async function listed(manner: CallManner, uri: string): Promise<JsonObject> {
  let cursor: unknown;
  do {
    const params = cursor === undefined ? {} : { cursor };
    const { resources, nextCursor } = await resultOf(manner, "resources/list", params);
    const all: readonly unknown[] = Array.isArray(resources) ? resources : [];
    const found = all.filter(isObject).find((resource) => resource["uri"] === uri);
    if (found !== undefined) return found;
    cursor = nextCursor;
  } while (typeof cursor === "string");
  return {};
}

function settingsIn({ _meta }: JsonObject): JsonObject | undefined {
  const ui = isObject(_meta) ? _meta["ui"] : undefined;
  return isObject(ui) ? ui : undefined;
}

function decoded(blob: unknown): string {
  const bytes = Uint8Array.from(atob(String(blob)), (character) => character.charCodeAt(0));
  return new TextDecoder().decode(bytes);
}
