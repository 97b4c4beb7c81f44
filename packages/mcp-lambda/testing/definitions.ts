/** Definitions for tests: servers of a test's own tools, and tools whose name says it all. */
import * as z from "zod";
import type { ServerDefinition } from "../definitions/server-definition";
import { type AnyTool, defineTool } from "../definitions/tool";

/** A server that has these parts, and no others. */
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

/** @param inputSchema default: no arguments. */
export function plainTool(
  name: string,
  run: AnyTool["run"],
  inputSchema: z.ZodObject = z.object({}),
): AnyTool {
  return defineTool({
    name,
    title: name,
    description: name,
    inputSchema,
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run,
  });
}
