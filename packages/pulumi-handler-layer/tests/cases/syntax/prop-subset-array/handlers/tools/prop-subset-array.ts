import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const COUNTRIES = [
  { code: "KR", name: "Korea" },
  { code: "DE", name: "Germany" },
];
const byCode = (c: string) => COUNTRIES.find((x) => x.code === c);

export function propSubsetArray(): AnyTool {
  return defineTool({
    name: "prop-subset-array",
    title: "prop-subset-array",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(`${byCode("DE")?.name ?? ""} ${COUNTRIES.length}`);
    },
  });
}
