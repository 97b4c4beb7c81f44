import { expect } from "chai";
import type { Caller } from "mcp-lambda";
import { runTool } from "mcp-lambda/testing";
import { searchNotes } from "./search-notes";

const BOB: Caller = {
  kind: "jwt",
  issuer: "https://issuer.example",
  subject: "bob",
  scopes: [],
  expiresAt: new Date(8e15),
  claims: {},
};

const NOTES = [
  { id: "3", text: "Bring Émile's umbrella", tags: ["to-do"] },
  { id: "2", text: "Umbrella shop closes at six", tags: [] },
  { id: "1", text: "Tea, not coffee", tags: ["tea"] },
];

describe("the tool search-notes", () => {
  let asked: unknown[];
  const search = (input: object, found: readonly object[] = NOTES): ReturnType<typeof runTool> => {
    const query = (...args: unknown[]): Promise<readonly object[]> => {
      asked = args;
      return Promise.resolve(found);
    };
    return runTool(searchNotes(), input, BOB, { clients: { notes: { query } } });
  };

  it("finds the notes that have all words, whatever their case and form", async () => {
    const both = await search({ words: "UMBRELLA" });
    const one = await search({ words: "umbrella e\u0301mile" });

    expect(both.structuredContent).to.deep.equal({ notes: NOTES.slice(0, 2), found: 2 });
    expect(one.structuredContent).to.deep.equal({ notes: NOTES.slice(0, 1), found: 1 });
  });

  it("finds by tag, and returns the newest where there are more than asked for", async () => {
    const tagged = await search({ tag: "tea" });
    const newest = await search({ limit: 1 });

    expect(tagged.structuredContent).to.deep.equal({ notes: NOTES.slice(2), found: 1 });
    expect(newest.structuredContent).to.deep.equal({ notes: NOTES.slice(0, 1), found: 3 });
  });

  it("reads its caller's notes and no others", async () => {
    await search({});

    expect(asked).to.deep.equal([
      { owner: "jwt https://issuer.example bob" },
      { newestFirst: true, limit: 500 },
    ]);
  });

  it("says what to try when there is nothing", async () => {
    const none = await search({ words: "umbrella tea" });
    const empty = await search({}, []);

    expect(none).to.deep.equal({
      content: [
        {
          type: "text",
          text: "None of 3 notes matches. Try fewer words; tags that there are: to-do, tea.",
        },
      ],
      isError: true,
    });
    expect(empty.content).to.deep.equal([
      { type: "text", text: "There are no notes yet. Keep one with save-note." },
    ]);
  });
});
