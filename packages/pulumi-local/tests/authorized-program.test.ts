/** A program with an authorizer, API keys and a domain, served: its own functions, over HTTP. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import type { LocalServer } from "../local-server";
import { evaluateProgram } from "../program/evaluator";
import { makeWorkFolder } from "../program/work-folder";
import { fixtureSettings, startFixture } from "./support/fixture";
import { closedAfter } from "../../../tests/support/closed-after";

const programFolder = path.join(__dirname, "fixtures", "authorized");

interface Answer {
  readonly path: string;
  readonly fullPath: string;
  readonly authorizer: Readonly<Record<string, unknown>> | null;
  readonly apiKeyId: string | null;
}

describe("a program with an authorizer and API keys", () => {
  const keep = closedAfter();
  let server: LocalServer;
  const warnings: string[] = [];
  const failures: string[] = [];

  before(async () => {
    server = keep(
      await startFixture({
        programFolder,
        onWarning: (text) => warnings.push(text),
        onFailure: (text) => failures.push(text),
      }),
    );
  });
  beforeEach(() => failures.splice(0));

  async function post(
    url: string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ status: number; body: Answer }> {
    const response = await fetch(new URL(url, server.endpoint), { method: "POST", headers });
    return { status: response.status, body: (await response.json()) as Answer };
  }

  it("is told the URL that it is served under", () => {
    expect(server.endpoint).to.match(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
  });

  it("is told no such URL where it is only looked at", async () => {
    const workFolder = makeWorkFolder();
    const { outputs } = await evaluateProgram({
      ...fixtureSettings(),
      workFolder,
      apiUrl: "https://api.test",
      programFolder,
      onWarning: () => undefined,
    });

    fs.rmSync(workFolder, { recursive: true });
    expect(outputs["endpoint"]).to.equal("https://mcp.example.com/mcp");
  });

  it("has outputs of its key and its domain", () => {
    expect(server.program.outputs).to.include({
      apiKey: "local-fixture-alice",
      domainTarget: "d-local.execute-api.eu-west-1.amazonaws.com",
    });
  });

  it("is served with one line on the resource policy that is not applied", () => {
    expect(warnings.filter((text) => text.includes("resource policy"))).to.have.length(1);
  });

  for (const url of ["/mcp", "/dev/mcp"]) {
    it(`lets whom the authorizer knows call ${url}, and says who it is`, async () => {
      const { status, body } = await post(url, { Authorization: "Bearer alice" });

      expect(status).to.equal(200);
      expect(body).to.include({ path: "/mcp", fullPath: url });
      expect(body.authorizer).to.include({
        principalId: "alice",
        sub: "alice",
        invocations: "1",
      });
    });
  }

  const refused: readonly (readonly [what: string, headers: Record<string, string>, number])[] = [
    ["nobody", {}, 401],
    ["whom the authorizer does not know", { Authorization: "Basic x" }, 401],
    ["whom it denies", { Authorization: "Bearer mallory" }, 403],
    ["anybody while it fails", { Authorization: "Bearer fail" }, 500],
    ["anybody when it ends", { Authorization: "Bearer exit" }, 500],
    ["anybody while it hangs, at its own timeout", { Authorization: "Bearer hang" }, 500],
  ];
  for (const [what, headers, status] of refused) {
    it(`refuses ${what} with ${status}, and reports what is the authorizer's failure`, async () => {
      expect((await post("/mcp", headers)).status).to.equal(status);

      const reported = failures.some((text) => text.startsWith('the authorizer "jwt" failed: '));
      expect(reported, failures.join()).to.equal(status === 500);
      if (status !== 500) expect(failures).to.deep.equal([]);
    });
  }

  it("lets a key in as often as its quota says", async () => {
    const headers = { "x-api-key": "local-fixture-alice" };

    const answers = [
      await post("/keyed", headers),
      await post("/keyed", headers),
      await post("/keyed", headers),
      await post("/keyed"),
    ];

    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 429, 403]);
    expect(answers[0]?.body).to.include({ apiKeyId: "alice-id", authorizer: null });
  });

  it("leaves the page at the root", async () => {
    const response = await fetch(server.pageUrl);

    expect(response.status).to.equal(200);
    expect(response.headers.get("content-type")).to.include("text/html");
  });
});
