/** Finds notes of save-note again, by words and tags. */
import { type AnyTool, callerId, defineTool, failure, structured, table } from "mcp-lambda";
import { z } from "zod";
import { NOTE, NOTES, TAG } from "./notes";

/** Newest notes that are looked through: a query reads them all. */
const MAX_READ = 500;

type Note = z.output<typeof NOTE>;

export function searchNotes(): AnyTool {
  return defineTool({
    name: "search-notes",
    title: "Search notes",
    description: `Finds what save-note has kept for this caller, newest first. Without words and tag: the latest notes. Looks through the newest ${MAX_READ}.`,
    inputSchema: z.object({
      words: z.string().max(200).default("").describe("Words that all occur in the note"),
      tag: TAG.optional(),
      limit: z.int().min(1).max(50).default(10).describe("Most notes to return"),
    }),
    outputSchema: z.object({
      notes: z.array(z.object({ id: z.string(), text: z.string(), tags: z.array(z.string()) })),
      found: z.int().describe("How many match; more than are returned, when limit is smaller"),
    }),
    needs: { notes: table({ ...NOTES, may: ["query"] }) },
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async ({ words, tag, limit }, { notes, caller }) => {
      const options = { newestFirst: true, limit: MAX_READ };
      const all = await notes.query({ owner: callerId(caller) }, options);
      const found = all.filter((note) => hasTag(note, tag) && hasWords(note, words));
      if (found.length === 0) return failure(adviceFor(all));
      const shown = found.slice(0, limit).map(({ id, text, tags }) => ({ id, text, tags }));
      return structured({ notes: shown, found: found.length });
    },
  });
}

function hasTag({ tags }: Note, tag: string | undefined): boolean {
  return tag === undefined || tags.includes(tag);
}

function hasWords({ text }: Note, words: string): boolean {
  const folded = fold(text);
  return words.split(/\s+/).every((word) => folded.includes(fold(word)));
}

/** An accented letter has more than one form in Unicode; NFKC makes them one. */
function fold(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** What a model can try next. */
function adviceFor(notes: readonly Note[]): string {
  if (notes.length === 0) return "There are no notes yet. Keep one with save-note.";
  const tags = [...new Set(notes.flatMap((note) => note.tags))].slice(0, 20);
  const known = tags.length === 0 ? "no note has a tag" : `tags that there are: ${tags.join(", ")}`;
  return `None of ${notes.length} notes matches. Try fewer words; ${known}.`;
}
