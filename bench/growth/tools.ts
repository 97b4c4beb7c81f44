import { z } from "zod";
import { type AnyTool, text } from "mcp-lambda";
import { plainTool } from "mcp-lambda/testing";

/** `add`, and others like it. */
export function manyTools(): readonly AnyTool[] {
  return Array.from({ length: Number(process.env["TOOLS"]) }, (_, index) =>
    plainTool(
      index === 0 ? "add" : `add-${index}`,
      ({ a, b }) => text(`${Number(a)} + ${Number(b)} = ${Number(a) + Number(b)}`),
      z.object({ a: z.number(), b: z.number() }),
    ),
  );
}
