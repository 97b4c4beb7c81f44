/** A tool without arguments that is called as it is described. */
import { z } from "zod";
import { type AnyTool, defineTool } from "../../handlers/tool";

const annotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
} as const;

export function plainTool(name: string, run: AnyTool["run"]): AnyTool {
  const inputSchema = z.object({});
  return defineTool({ name, title: name, description: name, inputSchema, annotations, run });
}
