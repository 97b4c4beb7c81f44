import { expect } from "chai";
import type { Caller } from "mcp-lambda";
import { runTool } from "mcp-lambda/testing";
import { saveNote } from "./save-note";

const ALICE: Caller = { kind: "apiKey", id: "key-1", name: "alice" };

describe("the tool save-note", () => {
  let saved: Record<string, unknown>[];
  const notes = {
    put: (item: Record<string, unknown>): Promise<boolean> => {
      saved.push(item);
      return Promise.resolve(true);
    },
  };

  beforeEach(() => {
    saved = [];
  });

  it("keeps the text under its caller, until a day that it names", async () => {
    const before = Math.floor(Date.now() / 1000);

    const input = { text: " Tea, not coffee ", tags: ["tea", "tea"], keepDays: 2 };
    const { structuredContent } = await runTool(saveNote(), input, ALICE, { clients: { notes } });

    const [{ owner, text, tags, id, expires } = {}] = saved;
    expect({ owner, text, tags }).to.deep.equal({
      owner: "apiKey key-1",
      text: "Tea, not coffee",
      tags: ["tea"],
    });
    expect(expires).to.be.within(before + 2 * 86_400, before + 2 * 86_400 + 10);
    expect(structuredContent).to.deep.equal({
      id,
      keptUntil: new Date(Number(expires) * 1000).toISOString(),
    });
  });

  it("keeps notes of one moment apart, and those of callers whom it does not know together", async () => {
    const save = (): Promise<unknown> =>
      runTool(saveNote(), { text: "x" }, undefined, { clients: { notes } });
    await Promise.all([save(), save()]);

    expect(new Set(saved.map(({ id }) => id)).size).to.equal(2);
    expect(saved.map(({ owner }) => owner)).to.deep.equal(["anonymous", "anonymous"]);
  });

  it("refuses an empty text, a tag with a space, and a year and more", () => {
    const { inputSchema } = saveNote();
    for (const input of [
      { text: "  " },
      { text: "x", tags: ["to buy"] },
      { text: "x", keepDays: 366 },
    ]) {
      expect(inputSchema.safeParse(input).success, JSON.stringify(input)).to.equal(false);
    }
  });
});
