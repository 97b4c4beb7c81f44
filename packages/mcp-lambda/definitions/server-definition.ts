/** Server definition: a server's identity, its tools, resources and prompts. */
import type { Implementation, McpServer, ServerOptions } from "@modelcontextprotocol/server";
import type { AnyPrompt } from "./prompt";
import type { ResourceDefinition, ResourceTemplateDefinition } from "./resource";
import { UNKNOWN_TOOL } from "../telemetry/metrics";
import type { AnyTool } from "./tool";

export interface ServerDefinition {
  /** Name, version, title and icons, as clients show them. */
  readonly info: Implementation;
  /** What a model should know of the entire server. */
  readonly instructions: string;
  readonly tools: readonly AnyTool[];
  readonly resources: readonly ResourceDefinition[];
  readonly resourceTemplates: readonly ResourceTemplateDefinition[];
  readonly prompts: readonly AnyPrompt[];
  /**
   * Further options of the SDK's server: capabilities beside those that follow from the lists, and
   * how the state of a tool that asks for input is verified (`createRequestStateCodec`).
   */
  readonly options?: Pick<ServerOptions, "capabilities" | "requestState">;
  /**
   * Gives the SDK's server what none of the above says, for example a handler of another method.
   * Nothing watches the time of such a handler, or hides what it throws; a tool that is registered
   * here counts as unknown in the metrics: it belongs in `tools`.
   */
  readonly extend?: (server: McpServer) => void;
}

/** @throws Error that names what two of a list are both called, or a tool whose name metrics reserve. */
export function checkDefinition({ tools, resources, prompts, ...rest }: ServerDefinition): void {
  const lists: Readonly<Record<string, readonly string[]>> = {
    tools: tools.map(({ name }) => name),
    resources: resources.map(({ uri }) => uri),
    "resource templates": rest.resourceTemplates.map(({ uriTemplate }) => uriTemplate),
    prompts: prompts.map(({ name }) => name),
  };
  for (const [kind, names] of Object.entries(lists)) {
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`two ${kind} are called "${twice}": rename one`);
  }
  if (tools.some(({ name }) => name === UNKNOWN_TOOL)) {
    throw new Error(`a tool is called "${UNKNOWN_TOOL}", as metrics call those that do not exist`);
  }
}
