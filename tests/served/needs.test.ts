/** Tools with needs as npm start serves them: the archive, with stand-ins for what AWS has. */
import { expect } from "chai";
import { call, post } from "mcp-lambda/testing";
import { startTestServer, type TestServer } from "../support/local-server";
import { closedAfter } from "../support/closed-after";

describe("served tools with needs", () => {
  const keep = closedAfter();
  let served: TestServer;
  const textOf = async (tool: string, args: object = {}): Promise<string> => {
    const { json } = await post(served.endpoint, call(tool, args));
    const { result } = json as { result: { content: readonly { readonly text: string }[] } };
    return result.content[0]?.text ?? "";
  };
  before(async () => {
    served = keep(await startTestServer({ fixture: "needs" }));
  });

  it("share a table", async () => {
    expect(await textOf("save-note", { id: "1", text: "first" })).to.equal("saved");
    expect(await textOf("save-note", { id: "1", text: "again" })).to.equal(
      "there is one of this id",
    );
    expect(await textOf("save-note", { id: "2", text: "second" })).to.equal("saved");
    expect(await textOf("list-notes")).to.equal("first, second");
  });

  it("say in the log, and not to the caller, which secret is missing and where it goes", async () => {
    const text = await textOf("secret-length");

    expect(text).to.match(/^The tool "secret-length" failed\. The reason is in the server's log/);
    expect(served.log()).to.include(".local/secrets.json").and.include("ordersKey");
    expect(text).to.not.include("secrets.json");
  });

  it("store a file, whose link opens in a browser, and only that one", async () => {
    const link = await textOf("store-file", { name: "notes/übersicht 1+1.txt", text: "déjà vu" });

    const opened = await fetch(link);
    const other = await fetch(link.replace("notes/", "other/"));

    expect([opened.status, await opened.text()]).to.deep.equal([200, "déjà vu"]);
    expect(opened.headers.get("content-type")).to.equal("text/plain; charset=utf-8");
    expect(other.status).to.equal(403);
  });

  it("ask before they delete", async () => {
    const asked = await textOf("clear-notes");
    const { json } = await post(served.endpoint, call("clear-notes", { confirm: true }));

    expect(asked).to.include("Delete all notes?").and.include('"confirm": true');
    expect(JSON.stringify(json)).to.include("deleted");
    expect(await textOf("list-notes")).to.equal("");
  });

  it("answer a tool that needs nothing as before", async () => {
    expect(await textOf("add", { a: 10, b: 5 })).to.equal("10 + 5 = 15");
  });
});
