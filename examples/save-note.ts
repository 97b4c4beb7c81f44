/** Keeps a note in a table, for its caller alone. */
import { randomUUID } from "node:crypto";
import { type AnyTool, callerId, defineTool, structured, table } from "mcp-lambda";
import { z } from "zod";
import { NOTES, TAG } from "./notes";

const DAY_SECONDS = 86_400;

export function saveNote(): AnyTool {
  return defineTool({
    name: "save-note",
    title: "Save a note",
    description:
      "Keeps a short text for later conversations: a decision, a preference, something to do. Find it again with search-notes. Only this caller sees it, and it is deleted after keepDays.",
    inputSchema: z.object({
      text: z.string().trim().min(1).max(2000).describe("What to keep, understandable by itself"),
      tags: z.array(TAG).max(5).default([]).describe("To find it by; at most 5"),
      keepDays: z.int().min(1).max(365).default(30).describe("Days until it is deleted"),
    }),
    outputSchema: z.object({
      id: z.string(),
      keptUntil: z.string().describe("ISO 8601"),
    }),
    needs: { notes: table({ ...NOTES, may: ["put"] }) },
    annotations: {
      readOnlyHint: false,
      destructiveHint: false,
      idempotentHint: false,
      openWorldHint: false,
    },
    run: async ({ text, tags, keepDays }, { notes, caller }) => {
      const now = new Date();
      // Two notes of one millisecond are two notes.
      const id = `${now.toISOString()} ${randomUUID().slice(0, 8)}`;
      const expires = Math.floor(now.getTime() / 1000) + keepDays * DAY_SECONDS;
      await notes.put({ owner: callerId(caller), id, text, tags: [...new Set(tags)], expires });
      return structured({ id, keptUntil: new Date(expires * 1000).toISOString() });
    },
  });
}
