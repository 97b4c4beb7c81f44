/** Structured output: programs get fields as outputSchema describes them, models the same as text. */
import { z } from "zod";
import { type AnyTool, defineTool, structured } from "mcp-lambda";

export function textStatistics(): AnyTool {
  return defineTool({
    name: "text-statistics",
    title: "Text statistics",
    description: "Counts the characters, words and lines of a text.",
    inputSchema: z.object({
      text: z.string().max(100_000).describe("The text to measure, at most 100,000 characters"),
    }),
    outputSchema: z.object({
      characters: z
        .int()
        .nonnegative()
        .describe("Characters as a reader counts them: an emoji is one"),
      words: z.int().nonnegative().describe("Words, in any language"),
      lines: z.int().nonnegative().describe("Lines; an empty text has none"),
    }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: ({ text }) => structured(measure(text)),
  });
}

/** Counts by Unicode's rules (https://unicode.org/reports/tr29/), not by UTF-16 units or spaces. */
export function measure(text: string): { characters: number; words: number; lines: number } {
  const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text);
  const segments = new Intl.Segmenter("en", { granularity: "word" }).segment(text);
  return {
    characters: Array.from(graphemes).length,
    words: Array.from(segments).filter((segment) => segment.isWordLike).length,
    lines: text === "" ? 0 : text.split(/\r\n|\r|\n/).length,
  };
}
