/** A tool of the suite: its name says it all. */
import { z } from "zod";
import { type AnyTool, defineTool } from "../../handlers/tool";

export function suiteTool(
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
