import { expect } from "chai";
import { PAGE_SIZE, pageOf } from "../features/pages";
import { text } from "../definitions/tool";
import { modern } from "../testing/mcp";
import { plainTool, serverWith } from "../testing/definitions";
import { askingServer } from "./support/handler";

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("pageOf", () => {
  for (const count of [0, 1, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1, 2 * PAGE_SIZE, 250]) {
    it(`gives each of ${count} items once, in order`, () => {
      const all = numbers(count);
      const seen: number[] = [];
      let cursor: string | undefined;
      let pages = 0;
      do {
        const page = pageOf(all, cursor);
        seen.push(...page.items);
        cursor = page.nextCursor;
        pages += 1;
      } while (cursor !== undefined);

      expect(seen).to.deep.equal(all);
      expect(pages).to.equal(Math.max(Math.ceil(count / PAGE_SIZE), 1));
    });
  }

  const second = pageOf(numbers(250), undefined).nextCursor ?? "";
  const wrong = [
    "",
    "x",
    "100",
    `${second}=`,
    second.slice(1),
    Buffer.from("from 50").toString("base64url"),
  ];
  for (const cursor of wrong) {
    it(`refuses ${JSON.stringify(cursor)}`, () => {
      expect(() => pageOf(numbers(250), cursor))
        .to.throw("Invalid cursor")
        .with.property("code", -32602);
    });
  }

  it("refuses the cursor of a longer list", () => {
    expect(() => pageOf(numbers(PAGE_SIZE), second)).to.throw("Invalid cursor");
  });
});

describe("tools/list of 250 tools", () => {
  it("is answered in three pages, and a wrong cursor with -32602, in both eras", async () => {
    const tools = numbers(250).map((index) => plainTool(`tool-${index}`, () => text("")));
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
