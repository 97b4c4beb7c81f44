/**
 * Server definition: a server's identity, its tools, resources and prompts. It is checked as a whole
 * (check-definition.ts) where it is tested, previewed and run locally.
 */
import type { Implementation, McpServer, ServerOptions } from "@modelcontextprotocol/server";
import type { AnyPrompt } from "./prompt";
import type { Skills } from "../skills/skills";
import type { ResourceDefinition, ResourceTemplateDefinition } from "./resource";
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
  /** `readSkills(path.join(__dirname, "..", "skills"))` of mcp-lambda/skills. */
  readonly skills?: Skills;
  /**
   * Further options of the SDK's server: capabilities beside those that follow from the lists, and
   * how the state of a tool that asks for input is verified (`createRequestStateCodec`).
   */
  readonly options?: Pick<ServerOptions, "capabilities" | "requestState">;
  /**
   * Gives the SDK's server what none of the above says, for example a handler of another method.
   * Its context has the owner of a token (`ctx.http.authInfo`), and no other caller.
   * When such a handler is late the caller gets an internal error, and nothing hides what it throws; a tool that is registered
   * here counts as unknown in the metrics: it belongs in `tools`.
   */
  readonly extend?: (server: McpServer) => void;
}
