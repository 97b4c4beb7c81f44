/** docs/needs.md: its two tools do what the page says, with clients in place of those of AWS. */
import { expect } from "chai";
import type { AnyTool, Caller } from "mcp-lambda";
import { runTool } from "mcp-lambda/testing";
import { evaluate } from "./evaluate";
import { fencedBlocks, readDocument } from "./settings-of-docs";

const [SAVE_NOTE = "", ORDER_STATUS = ""] = fencedBlocks(readDocument("docs/needs.md"), "ts");

const ALICE: Caller = {
  kind: "jwt",
  issuer: "https://issuer.example",
  subject: "alice",
  scopes: [],
  expiresAt: new Date(8e15),
  claims: {},
};

describe("docs/needs.md", () => {
  it("has a tool that keeps a note under its caller for 30 days, and counts", async () => {
    const { saveNote } = evaluate(SAVE_NOTE) as { saveNote: () => AnyTool };
    const kept: { readonly owner: string; readonly text: string; readonly expires: number }[] = [];
    const notes = {
      put: (item: (typeof kept)[number]) => Promise.resolve(kept.push(item) > 0),
      query: ({ owner }: { readonly owner: string }) =>
        Promise.resolve(kept.filter((item) => item.owner === owner)),
    };

    const { content } = await runTool(saveNote(), { text: "x" }, ALICE, { clients: { notes } });

    expect(content).to.deep.equal([{ type: "text", text: "1 notes" }]);
    expect(kept[0]).to.include({ owner: "jwt https://issuer.example alice", text: "x" });
    expect(kept[0]?.expires).to.be.closeTo(Date.now() / 1000 + 30 * 86_400, 10);
  });

  it("has a tool that fails when its note is not there", async () => {
    const { saveNote } = evaluate(SAVE_NOTE) as { saveNote: () => AnyTool };
    const notes = { put: () => Promise.resolve(true), query: () => Promise.resolve([]) };

    const { isError } = await runTool(saveNote(), { text: "x" }, ALICE, { clients: { notes } });

    expect(isError).to.equal(true);
  });

  it("has a tool that reads its secret anew when it is refused, and only then", async () => {
    const used: string[] = [];
    const fetch = (url: string, { headers }: { headers: { authorization: string } }): object => {
      used.push(`${url} ${headers.authorization}`);
      return { status: headers.authorization === "Bearer new" ? 200 : 401 };
    };
    const ordersKey = (value: string): object => ({
      value: () => Promise.resolve(value),
      renewed: () => Promise.resolve("new"),
    });
    const { orderStatus } = evaluate(ORDER_STATUS, { fetch }) as { orderStatus: () => AnyTool };
    const ask = (key: string): ReturnType<typeof runTool> => {
      const clients = { ordersKey: ordersKey(key) };
      return runTool(orderStatus(), { number: "a/b" }, ALICE, { clients });
    };

    const rotated = await ask("old");
    const current = await ask("new");

    const url = "https://orders.example.com/a%2Fb";
    expect(used).to.deep.equal([`${url} Bearer old`, `${url} Bearer new`, `${url} Bearer new`]);
    expect(rotated.structuredContent).to.deep.equal({ status: 200 });
    expect(current).to.deep.equal(rotated);
  });
});
