/** Servers of a test's own tools, resources and prompts. */
import type { ServerDefinition } from "../../handlers/server-definition";

export function serverWith(parts: Partial<ServerDefinition>): ServerDefinition {
  return {
    info: { name: "test", version: "1.0.0" },
    instructions: "",
    tools: [],
    resources: [],
    resourceTemplates: [],
    prompts: [],
    ...parts,
  };
}
