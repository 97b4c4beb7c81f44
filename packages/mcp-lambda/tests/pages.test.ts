import { expect } from "chai";
import { MAX_PAGE_BYTES, pageOf } from "../features/pages";
import { text } from "../definitions/tool";
import { modern } from "../testing/mcp";
import { plainTool, serverWith } from "../testing/definitions";
import { askingServer } from "./support/handler";

/** Items whose JSON, with the comma behind it, has this many bytes. */
const items = (count: number, bytes: number): string[] =>
  Array.from({ length: count }, (_, index) => `${index}`.padStart(bytes - 3, "-"));

/** All pages of a list, from the first to the last. */
function pagesOf<Item>(all: readonly Item[]): Item[][] {
  const pages: Item[][] = [];
  let cursor: string | undefined;
  do {
    const page = pageOf(all, cursor);
    pages.push(page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return pages;
}

describe("pageOf", () => {
  const lists: readonly (readonly [count: number, bytes: number, pages: readonly number[]])[] = [
    [0, 10, [0]],
    [1, 10, [1]],
    [2_000, 250, [2_000]],
    [2_001, 250, [2_000, 1]],
    [5_000, 250, [2_000, 2_000, 1_000]],
    [3, MAX_PAGE_BYTES, [1, 1, 1]],
    [3, MAX_PAGE_BYTES + 1, [1, 1, 1]],
    [3, 2 * MAX_PAGE_BYTES, [1, 1, 1]],
    [5, MAX_PAGE_BYTES / 2, [2, 2, 1]],
  ];
  for (const [count, bytes, pages] of lists) {
    it(`gives each of ${count} items of ${bytes} bytes once, in order, on pages of ${String(pages)}`, () => {
      const all = items(count, bytes);

      const given = pagesOf(all);

      expect(given.flat()).to.deep.equal(all);
      expect(given.map(({ length }) => length)).to.deep.equal(pages);
    });
  }

  it("measures bytes and not characters", () => {
    const all = ["한", "글"].map((character) => character.repeat(MAX_PAGE_BYTES / 4));

    expect(pagesOf(all).map(({ length }) => length)).to.deep.equal([1, 1]);
  });

  it("measures a list once", () => {
    let measured = 0;
    const item = {
      toJSON: () => {
        measured += 1;
        return "";
      },
    };
    const all = [item, item];

    pageOf(all, undefined);
    pageOf(all, undefined);

    expect(measured).to.equal(2);
  });

  const all = items(3, MAX_PAGE_BYTES / 2 + 1);
  const second = pageOf(all, undefined).nextCursor ?? "";
  const encoded = (cursor: string): string => Buffer.from(cursor).toString("base64url");
  const wrong = [
    "",
    "x",
    "1",
    `${second}=`,
    `${second}${"=".repeat(1_000_000)}`,
    second.slice(1),
    encoded("from 0"),
    encoded("from 01"),
    encoded("from 3"),
    encoded("from -1"),
    encoded("from 1e0"),
    encoded(`from ${"1".repeat(200)}`),
  ];
  for (const cursor of wrong) {
    it(`refuses ${JSON.stringify(cursor.slice(0, 40))} (${cursor.length} characters)`, () => {
      expect(() => pageOf(all, cursor))
        .to.throw("Invalid cursor")
        .with.property("code", -32602);
    });
  }

  it("gives the same cursors for an equal list, as another execution environment has it", () => {
    expect(pageOf([...all], undefined).nextCursor).to.equal(second);
  });

  it("refuses the cursor of a longer list", () => {
    expect(() => pageOf(all.slice(0, 1), second)).to.throw("Invalid cursor");
  });
});

describe("tools/list", () => {
  it("has 250 tools on its first page", async () => {
    const tools = Array.from({ length: 250 }, (_, index) =>
      plainTool(`t-${index}`, () => text("")),
    );
    const ask = askingServer(serverWith({ tools }));

    const { json } = await ask({ jsonrpc: "2.0", id: 1, method: "tools/list" });

    expect(json.result).to.have.property("tools").with.length(250);
    expect(json.result).to.not.have.property("nextCursor");
  });

  it("of 1.3 MB is answered in three pages, and a wrong cursor with -32602, in both eras", async () => {
    const description = "d".repeat(13_000);
    const tools = Array.from({ length: 100 }, (_, index) => ({
      ...plainTool(`tool-${index}`, () => text("")),
      description,
    }));
    const ask = askingServer(serverWith({ tools }));
    const list = async (
      era: string,
      params: Readonly<Record<string, unknown>>,
    ): ReturnType<typeof ask> => {
      if (era === "2025") return ask({ jsonrpc: "2.0", id: 1, method: "tools/list", params });
      const { body, headers } = modern("tools/list", params);
      return ask(body, { headers });
    };
    for (const era of ["2025", "2026"]) {
      const names: string[] = [];
      let params: Readonly<Record<string, unknown>> = {};
      for (let page = 0; page < 3; page += 1) {
        const { result } = (await list(era, params)).json;
        names.push(...(result?.["tools"] as { name: string }[]).map(({ name }) => name));
        params = { cursor: result?.["nextCursor"] };
      }
      expect(params["cursor"]).to.equal(undefined);
      expect(names).to.deep.equal(tools.map(({ name }) => name));
      expect((await list(era, { cursor: "nope" })).json.error?.code).to.equal(-32602);
    }
  });
});
