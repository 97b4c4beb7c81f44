import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const WEIRD = {
  nan: NaN,
  inf: -Infinity,
  neg0: -0,
  undef: undefined,
  nul: null,
  "a-b": 1,
  2: "two",
  é: "\u2028",
};

export function sparseWeirdValues(): AnyTool {
  return defineTool({
    name: "sparse-weird-values",
    title: "sparse-weird-values",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(
        `${String(Number.isNaN(WEIRD.nan))} ${WEIRD.inf} ${String(Object.is(WEIRD.neg0, -0))} ${String("undef" in WEIRD)} ${WEIRD["a-b"]} ${WEIRD[2]} ${WEIRD["é"].length}`,
      );
    },
  });
}
