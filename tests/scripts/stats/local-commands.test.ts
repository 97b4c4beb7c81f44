/** `npm run logs`, `stats` and `smoke` against a running `npm start`, as processes. */
import { expect } from "chai";
import { startTestServer, type TestServer } from "../../support/local-server";
import { type Finished, runProjectScript } from "../../support/script";

describe("commands that look at npm start", () => {
  let server: TestServer;
  let port: string;

  const run = (script: string, ...args: string[]): Promise<Finished> =>
    runProjectScript(script, [...args, "--port", port]);

  before(async function () {
    this.timeout(120_000);
    server = await startTestServer();
    port = new URL(server.endpoint).port;
    for (const args of [{ a: 10, b: 5 }, { a: 1, b: 2 }, { a: "x" }]) {
      await fetch(server.endpoint, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          ...{ jsonrpc: "2.0", id: 1, method: "tools/call" },
          params: { name: "add", arguments: args },
        }),
      });
    }
  });

  after(() => server.close());

  it("logs: prints what is there, and ends", async () => {
    const { code, output } = await run("logs", "--no-follow");
    expect(code).to.equal(0);
    expect(output.trim().split("\n")).to.have.length(3);
    expect(output).to.match(/^200 2025 tools\/call add ok \d+ ms [\w-]{36}$/m);
    expect(output).to.match(/add invalid-arguments \(.+\) \d+ ms/);
  });

  it("logs: refuses a level that is none, in a line", async () => {
    const { code, errors } = await run("logs", "--level", "eror");
    expect(code).to.equal(1);
    expect(errors.trim()).to.match(
      /^--level is "eror" but must be one of .* Did you mean error\?$/,
    );
  });

  it("logs: prints the lines of a request, and says where there are none", async () => {
    const all = await run("logs", "--no-follow");
    const [, id = ""] = /add ok \d+ ms ([\w-]{36})$/m.exec(all.output) ?? [];

    const one = await run("logs", "--request", id);
    const none = await run("logs", "--request", "no-such-id");

    expect(one.code, one.errors).to.equal(0);
    expect(one.output).to.include(id);
    expect(none.code).to.equal(1);
    expect(none.output).to.equal("");
    expect(none.errors).to.match(
      /^No line of no-such-id since \d{4}-\d\d-\d\dT\S+: --since 1d looks further back\./,
    );
  });

  it("stats: counts calls, errors and refusals by tool", async () => {
    const { output } = await run("stats", "--json");
    const [add] = output.split("\n").map((text) => (text === "" ? {} : JSON.parse(text)) as object);
    expect(add).to.include({ tool: "add", calls: 2, errors: 0, refused: 1 });
    expect(add).to.have.property("p95").that.is.a("number");
  });

  it("smoke: takes the page's URL for the endpoint, and finds nothing", async () => {
    const { code, output } = await runProjectScript("smoke", [new URL("/", server.endpoint).href]);
    expect(code, output).to.equal(0);
    expect(output).to.include(server.endpoint).and.include("11 ok");
  });

  it("lines of the log: refused to other origins", async () => {
    const url = new URL("/~/lines?since=0", server.endpoint);
    const foreign = await fetch(url, { headers: { origin: "https://attacker.example" } });
    const wrong = await fetch(new URL("/~/lines?since=x", server.endpoint));
    expect([foreign.status, wrong.status]).to.deep.equal([403, 400]);
  });
});
