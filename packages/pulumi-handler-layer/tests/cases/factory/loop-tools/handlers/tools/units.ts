import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const UNITS = [
  { unit: "km", factor: 1000 },
  { unit: "mile", factor: 1609.344 },
] as const;

function toMetres({ unit, factor }: { unit: string; factor: number }): AnyTool {
  return defineTool({
    name: `${unit}-to-metres`,
    title: unit,
    description: unit,
    inputSchema: z.object({ value: z.number() }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: ({ value }) => text(String(value * factor)),
  });
}

export const units = (): readonly AnyTool[] => UNITS.map(toMetres);
