/** A program with a table and secrets, served: its tools use them on this machine, as they would on AWS. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as http from "node:http";
import * as path from "node:path";
import type { LocalServer } from "../../local-server";
import { callTool, EVALUATION_MS, fixtureSettings } from "../support/fixture";
import { copyOfNeeds, removeCopy, startNeeds } from "../support/needs-fixture";

interface TableReply {
  readonly name: string;
  readonly keyText: string;
  readonly expires: string;
  readonly count: number;
  readonly items: readonly Record<string, unknown>[];
}

describe("a program with a table and secrets", function () {
  this.timeout(EVALUATION_MS);
  let root: string;
  let server: LocalServer;
  const warnings: string[] = [];
  const failures: string[] = [];
  const lines: string[] = [];

  before(async () => {
    root = copyOfNeeds();
    server = await startNeeds(root, {
      onWarning: (text) => warnings.push(text),
      onFailure: (text) => failures.push(text),
      onLine: (line) => lines.push(line),
    });
  });
  after(async () => {
    await server.close();
    removeCopy(root);
  });

  const call = async (name: string, args: object = {}): Promise<Record<string, unknown>> =>
    JSON.parse(await callTool(server.endpoint, name, args)) as Record<string, unknown>;
  const tables = async (): Promise<readonly TableReply[]> => {
    const response = await fetch(new URL("/~/tables", server.pageUrl));
    return (await response.json()) as TableReply[];
  };
  const writeSecrets = (text: string): void => {
    fs.mkdirSync(path.join(root, ".local"), { recursive: true });
    fs.writeFileSync(path.join(root, ".local", "secrets.json"), text);
  };

  it("has the table before the first event, with its keys", async () => {
    expect(await tables()).to.deep.equal([
      { name: "fixture-dev-notes", keyText: "owner, id", expires: "expires", count: 0, items: [] },
    ]);
  });

  it("leads its function to the stand-ins, with credentials that no service knows", async () => {
    const variables = await call("variables");

    const { AWS_ENDPOINT_URL_SSM: secrets } = variables;
    expect(secrets).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(variables["AWS_ENDPOINT_URL_SECRETS_MANAGER"]).to.equal(secrets);
    expect(variables["AWS_ENDPOINT_URL_DYNAMODB"]).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(variables["AWS_ENDPOINT_URL"]).to.equal(undefined);
    expect(variables).to.include({ AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" });
  });

  it("keeps what a tool writes, and shows it on the page at once", async () => {
    expect(await call("save-note", { owner: "alice", id: "1" })).to.deep.equal({});

    expect(await call("notes")).to.include({ Count: 1 });
    const [table] = await tables();
    expect(table).to.deep.include({ count: 1, items: [{ owner: "alice", id: "1" }] });
  });

  it("answers what DynamoDB answers to an item without its key", async () => {
    const answer = await call("save-note", { owner: "alice" });

    expect(String(answer["__type"])).to.match(/Exception$/);
  });

  it("names the secrets that are missing, and where they go", async () => {
    expect(server.missingSecrets).to.deep.equal(["apiKey", "other"]);
    expect(await call("parameter")).to.deep.equal({
      __type: "ParameterNotFound",
      message: 'put "apiKey" into .local/secrets.json',
    });
    expect(await call("secret")).to.deep.equal({
      __type: "ResourceNotFoundException",
      message: 'put "other" into .local/secrets.json',
    });
  });

  it("gives a secret as soon as the file has it, in whichever way it writes the name", async () => {
    writeSecrets('{ "apiKey": "first", "OTHER": { "user": "u" } }');

    const before = await call("parameter");
    writeSecrets('{ "api_key": "second", "other": { "user": "u" } }');
    const after = await call("parameter");

    expect(server.missingSecrets).to.deep.equal([]);
    expect(before["Parameter"]).to.include({ Value: "first", Type: "SecureString" });
    expect(after["Parameter"]).to.include({ Name: "/fixture/api-key", Value: "second" });
    expect(await call("secret")).to.include({
      Name: "fixture/other",
      SecretString: '{"user":"u"}',
    });
  });

  it("gives no readable value to who does not ask for decryption", async () => {
    const { Parameter } = await call("parameter", { decrypt: false });

    expect((Parameter as Record<string, unknown>)["Value"]).to.include("WithDecryption");
  });

  it("knows no parameter that no variable names", async () => {
    expect(await call("parameter", { name: "/else" })).to.deep.equal({
      __type: "ParameterNotFound",
      message: "no variable NEED_... names ssm:/else",
    });
  });

  it("quotes nothing of a file that is not JSON", async () => {
    writeSecrets('{ "apiKey": "hush }');

    const answer = await call("parameter");

    expect(answer["message"]).to.equal(
      '.local/secrets.json is not a JSON object like { "apiKey": "..." }',
    );
  });

  it("writes no secret into a line", () => {
    expect([...warnings, ...failures, ...lines].join("\n")).to.not.match(/first|second|hush/);
  });

  for (const service of ["DYNAMODB", "SSM"]) {
    it(`has nothing at ${service}'s port for a page of a browser`, async () => {
      const url = String((await call("variables"))[`AWS_ENDPOINT_URL_${service}`]);
      const page = await fetch(url, { method: "OPTIONS", headers: { origin: "http://a.test" } });
      const host = await statusWithHost(url, "a.test");

      expect([page.status, host]).to.deep.equal([403, 403]);
      expect(page.headers.get("access-control-allow-origin")).to.equal(null);
    });
  }

  it("gets a newly declared table without a restart", async () => {
    await server.reload(fixtureSettings({ "fixture:second": "true" }));

    const all = await tables();
    expect(all.map(({ name, count }) => [name, count])).to.deep.equal([
      ["fixture-dev-notes", 1],
      ["fixture-dev-second", 0],
    ]);
  });

  it("makes a table with other keys anew, and says so", async () => {
    warnings.splice(0);
    await server.reload(fixtureSettings({ "fixture:sort": "at" }));

    expect(await tables()).to.have.length(1);
    expect((await tables())[0]).to.include({ keyText: "owner, at", count: 0 });
    expect(warnings).to.include(
      "The table fixture-dev-notes has other keys or indexes now, so it begins empty.",
    );
  });

  it("has S3 as soon as a bucket is declared, and not before", async () => {
    const before = await call("variables");
    await server.reload(fixtureSettings({ "fixture:bucket": "true" }));
    const after = await call("variables");

    expect(before).to.not.have.property("AWS_ENDPOINT_URL_S3");
    expect(after["AWS_ENDPOINT_URL_S3"]).to.match(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("leaves no port behind", async () => {
    const variables = await call("variables");
    await server.close();

    for (const service of ["DYNAMODB", "SSM", "S3"]) {
      const url = String(variables[`AWS_ENDPOINT_URL_${service}`]);
      const outcome = await fetch(url).then(
        () => "answered",
        () => "gone",
      );
      expect(outcome, service).to.equal("gone");
    }
  });
});

describe("npm start -- --keep", function () {
  this.timeout(EVALUATION_MS);
  let root: string;

  before(() => (root = copyOfNeeds()));
  after(() => {
    removeCopy(root);
  });

  async function countAfter(keep: boolean, sort = "id"): Promise<readonly [number, string]> {
    const warnings: string[] = [];
    const server = await startNeeds(root, {
      keep,
      settings: fixtureSettings({ "fixture:sort": sort }),
      onWarning: (text) => warnings.push(text),
    });
    const found = JSON.parse(await callTool(server.endpoint, "notes")) as { Count: number };
    await callTool(server.endpoint, "save-note", { owner: "alice", id: "1" });
    await server.close();
    return [found.Count, warnings.filter((text) => text.includes("begins empty")).join()];
  }

  it("keeps items for the next start with it, and only for that", async () => {
    expect(await countAfter(true)).to.deep.equal([0, ""]);
    expect(await countAfter(false)).to.deep.equal([0, ""]);
    expect(await countAfter(true)).to.deep.equal([1, ""]);
  });

  it("makes a kept table anew whose keys have changed, and says so", async () => {
    const [count, said] = await countAfter(true, "at");

    expect(count).to.equal(0);
    expect(said).to.include("fixture-dev-notes has other keys");
  });

  it("refuses to share what another start keeps", async () => {
    const first = await startNeeds(root, { keep: true });
    const failure: unknown = await startNeeds(root, { keep: true }).catch(
      (error: unknown) => error,
    );
    await first.close();

    expect(String(failure)).to.match(/another npm start -- --keep has them\. End it/);
  });
});

/** The status of a request that names another host, as a page does whose name leads to this machine. */
async function statusWithHost(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: "POST", headers: { host } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on("error", reject).end("{}");
  });
}
