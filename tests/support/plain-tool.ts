/** A tool whose name says it all. */
import { z } from "zod";
import { type AnyTool, defineTool } from "../../handlers/tool";

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
