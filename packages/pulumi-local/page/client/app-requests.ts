/** What a tool's page may ask of its host, by method (MCP Apps). */
import { isObject, type JsonObject } from "../server/call";
import { resultOf, uiOf } from "./app-resource";
import { RpcError } from "./app-rpc";
import type { CallManner, ListedTool } from "./mcp-client";
import { colorScheme } from "./theme";

const PROTOCOL_VERSION = "2026-01-26";
/** Of a frame, in pixels. */
export const MAX_HEIGHT = 900;
const REFUSED = -32000;

export interface AppOptions {
  readonly tool: ListedTool;
  /** Arguments and result of the call. */
  readonly input: JsonObject;
  readonly result: JsonObject;
  readonly manner: () => CallManner;
  /** Tools of the server, as last listed. */
  readonly tools: () => readonly ListedTool[];
  /** Whether the person lets it call a tool that is destructive. */
  readonly isAllowed: (tool: ListedTool) => Promise<boolean>;
  /** Called after each call of the page's. */
  readonly onCalled: () => void;
}

type Respond = (params: JsonObject) => JsonObject | Promise<JsonObject>;

interface RequestSources extends AppOptions {
  readonly frame: HTMLIFrameElement;
  readonly csp: JsonObject;
  readonly say: (what: string, content: unknown) => void;
  readonly isShown: () => boolean;
}

export function requestsOf(sources: RequestSources): ReadonlyMap<string, Respond> {
  const { manner, tools, say } = sources;
  const ofServer =
    (method: string) =>
    (params: JsonObject): Promise<JsonObject> =>
      resultOf(manner(), method, params);
  const told =
    (what: string) =>
    (params: JsonObject): JsonObject => {
      say(what, params["content"] ?? params["structuredContent"]);
      return {};
    };
  const requests: Readonly<Record<string, Respond>> = {
    ping: () => ({}),
    "ui/initialize": () => initialized(sources),
    "ui/request-display-mode": () => ({ mode: "inline" }),
    "ui/message": told("message"),
    "ui/update-model-context": told("context"),
    "tools/list": () => ({ tools: tools() }),
    "tools/call": (params) => callTool(params, sources),
    "resources/read": ofServer("resources/read"),
    "resources/list": ofServer("resources/list"),
    "resources/templates/list": ofServer("resources/templates/list"),
  };
  return new Map(Object.entries(requests));
}

function initialized({ csp, tool, frame }: RequestSources): JsonObject {
  return {
    protocolVersion: PROTOCOL_VERSION,
    hostInfo: { name: "local-page", version: "1.0.0" },
    hostCapabilities: {
      serverTools: {},
      serverResources: {},
      logging: {},
      message: { text: {} },
      updateModelContext: { text: {}, structuredContent: {} },
      sandbox: { csp },
    },
    hostContext: hostContext(tool, frame),
  };
}

/** @throws RpcError for what is no tool of the server's, or not for pages, or not allowed. */
async function callTool(params: JsonObject, sources: RequestSources): Promise<JsonObject> {
  const { name, arguments: args } = params;
  if (!sources.isShown()) throw new RpcError(REFUSED, "not before the page is initialized");
  const tool = sources.tools().find((each) => each.name === name);
  if (tool === undefined) throw new RpcError(REFUSED, `the server has no tool ${String(name)}`);
  if (!uiOf(tool).isForApps) throw new RpcError(REFUSED, `${tool.name} is not for pages to call`);
  if (!(await sources.isAllowed(tool))) throw new RpcError(REFUSED, "the person said no");
  const call = { name: tool.name, arguments: isObject(args) ? args : {} };
  const result = await resultOf(sources.manner(), "tools/call", call);
  sources.say("called", `${tool.name} ${JSON.stringify(call.arguments)}`);
  sources.onCalled();
  return result;
}

function hostContext(tool: ListedTool, frame: HTMLIFrameElement): JsonObject {
  return {
    toolInfo: { tool },
    theme: colorScheme(),
    displayMode: "inline",
    availableDisplayModes: ["inline"],
    containerDimensions: { width: frame.clientWidth, maxHeight: MAX_HEIGHT },
    locale: navigator.language,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    userAgent: "local-page",
    platform: "web",
  };
}
