/**
 * The program, around fixture tools, with the real Pulumi engine, from `stack init` to `stack rm`,
 * against an AWS emulator: what the README's commands do. Run by `npm run test:e2e`; each step builds on the one
 * before. It proves the engine's part (order, diffs, updates), not that AWS accepts the stack.
 *
 * Environment: pulumi on PATH, AWS_ENDPOINT_URL, and, if wanted, E2E_INSPECT: a command that looks
 * for faults in what is deployed and exits with 0 when there are none.
 */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { FIRST_ANSWER, FIRST_REQUEST, post, send } from "mcp-lambda/testing";
import { EDITED_TOOL } from "../support/project-copy";
import { DeployedProject } from "./deployed-project";
import { functionVariables, inventory } from "./emulator";
import { missingPrerequisite } from "./prerequisites";
import { closedAfter } from "../support/closed-after";

const REGION = "ap-northeast-2";
const missing = missingPrerequisite();
if (missing !== undefined) console.log(`test:e2e ${missing}`);

/** Of Python, in which the emulator is written: its worker had no process any more. */
const EMULATORS_OWN_FAULT = "'NoneType' object has no attribute 'stdin'";

const ALARMS = [
  "mcp-server-dev-duration",
  "mcp-server-dev-errors",
  "mcp-server-dev-latency",
  "mcp-server-dev-requests",
  "mcp-server-dev-server-errors",
  "mcp-server-dev-throttles",
  "mcp-server-dev-tool-error-rate",
  "mcp-server-dev-tool-errors",
];

(missing === undefined ? describe : describe.skip)("the program with the real engine", () => {
  const keep = closedAfter();
  let project: DeployedProject;
  let endpoint: string;
  let stateKey: string;
  let atFirst: Record<string, string[]>;

  before(async () => {
    project = keep(await DeployedProject.create("dev"), (it) => it.remove());
    atFirst = await inventory(REGION);
    for (const [kind, found] of Object.entries(atFirst)) {
      expect(found, `the emulator must be empty: ${kind}`).to.deep.equal([]);
    }
  });

  it("stack init: makes the stack", async () => {
    await project.succeed("pulumi", "stack", "init", "dev");
    // The request loop below is not meant to be throttled.
    await project.configure({ throttleRate: "1000", throttleBurst: "1000" });
  });

  it("preview: a wrong setting stops it with key, value, range and fix", async () => {
    await project.succeed("pulumi", "config", "set", "timeoutSeconds", "60", "--stack", "dev");
    const { code, output } = await project.run("npm", "run", "preview", "--", "--stack", "dev");
    expect(code).to.not.equal(0);
    expect(output)
      .to.include('mcp-server:timeoutSeconds is "60" but must be a whole number from 3 to 28')
      .and.include("pulumi config set mcp-server:timeoutSeconds 10");
    await project.succeed("pulumi", "config", "rm", "timeoutSeconds", "--stack", "dev");
  });

  it("preview: shows what would be made, and makes nothing", async () => {
    const output = await project.npm("preview");
    expect(output).to.include("+ 35 to create");
    expect(await inventory(REGION)).to.deep.equal(atFirst);
  });

  it("up: makes it, the log group before the function", async () => {
    const output = await project.npm("up");
    const made = output.search(/aws:cloudwatch:LogGroup \S+ created/);
    const begun = output.search(/aws:lambda:Function \S+ creating/);
    expect(made).to.be.greaterThan(0);
    expect(begun).to.be.greaterThan(made);
    expect(output).to.include("pulumi config set auth iam").and.include("Worst month at these");
    const outputs = await project.outputs();
    expect(outputs).to.have.all.keys("endpoint", "functionArn", "logGroupName", "dashboardUrl");
    expect(outputs["logGroupName"]).to.equal("/aws/lambda/mcp-server-dev");
    expect(outputs["endpoint"]).to.match(/\/dev\/mcp$/);
    expect(await inventory(REGION)).to.deep.equal({
      functions: ["mcp-server-dev"],
      layers: ["mcp-server-dev-dependencies"],
      apis: ["MCPApi"],
      logGroups: ["/aws/lambda/mcp-server-dev"],
      roles: ["mcp-server-dev"],
      alarms: ALARMS,
      dashboards: ["mcp-server-dev"],
      parameters: ["/mcp-server-dev/state-key"],
      topics: [],
    });
    endpoint = await project.emulatorEndpoint();
  });

  it("state: the key that seals requestState is in it encrypted alone", async () => {
    stateKey = (await functionVariables(REGION, "mcp-server-dev"))["STATE_KEY"] ?? "";
    expect(Buffer.from(stateKey, "base64")).to.have.length(32);
    const exported = await project.succeed("pulumi", "stack", "export", "--stack", "dev");
    expect(exported).to.include("/mcp-server-dev/state-key").and.not.include(stateKey);
  });

  it("status: shows the stack and its outputs", async () => {
    expect(await project.npm("status"))
      .to.include("aws:lambda/function:Function")
      .and.include("endpoint");
  });

  it("request: the deployed API answers the request that everybody tries first", async () => {
    const { status, headers, json } = await post(endpoint, FIRST_REQUEST);
    expect(status).to.equal(200);
    expect(headers.get("content-type")).to.equal("application/json");
    expect(json).to.deep.equal(FIRST_ANSWER);
  });

  it("request: GET is 405 with Allow: POST, another path 404, both JSON", async () => {
    const get = await send(endpoint, { method: "GET" });
    expect(get.status).to.equal(405);
    expect(get.headers.get("allow")).to.equal("POST");
    expect(get.json).to.have.nested.property("error.message").that.includes("POST");
    const other = await post(`${endpoint}/deeper`, FIRST_REQUEST);
    expect(other.status).to.equal(404);
    expect(other.json).to.have.nested.property("error.message").that.includes("POST /dev/mcp");
  });

  it("inspect: E2E_INSPECT finds no fault in what is deployed", async function () {
    const command = process.env["E2E_INSPECT"];
    if (command === undefined) this.skip();
    const output = await project.succeed("sh", "-c", command);
    expect(output.trim()).to.equal("");
  });

  it("preview --expect-no-changes: a second preview changes nothing", async () => {
    const output = await project.npm("preview", "--expect-no-changes");
    expect(output).to.include("35 unchanged");
  });

  /** Deploys another text of the tool, and asks all the time until it is done. */
  async function updateWhileAsking(
    word: string,
  ): Promise<{ output: string; answers: string[]; right: string[]; changed: object }> {
    const before = (await post(endpoint, FIRST_REQUEST)).json;
    const file = path.join(project.folder, EDITED_TOOL);
    const text = fs.readFileSync(file, "utf8");
    const run = /run: \(\{ a, b \}\) => text\(`.*`\)/;
    fs.writeFileSync(file, text.replace(run, `run: ({ a, b }) => text(\`${word}: \${a + b}\`)`));
    const answers: string[] = [];
    const update = new AbortController();
    const loop = (async () => {
      while (!update.signal.aborted) {
        const { status, json } = await post(endpoint, FIRST_REQUEST);
        answers.push(JSON.stringify(sorted(status === 200 ? json : { status, json })));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const output = await project.npm("up");
    update.abort();
    await loop;
    const content = [{ type: "text", text: `${word}: 15` }];
    const changed = { ...FIRST_ANSWER, result: { content } };
    const right = [before, changed].map((answer) => JSON.stringify(sorted(answer)));
    return { output, answers, right, changed };
  }

  it("up: a changed tool text updates function and alias alone, and no request fails meanwhile", async () => {
    let update = await updateWhileAsking("sum");
    // MiniStack may take the process from a request that it is just handing over. Such an update
    // proves nothing, so another one is made; of that one, too, every request must succeed.
    for (const word of ["total", "result"]) {
      if (!update.answers.some((answer) => answer.includes(EMULATORS_OWN_FAULT))) break;
      console.log("        made again: the emulator lost its own process for a request");
      update = await updateWhileAsking(word);
    }
    const { output, answers, right, changed } = update;
    expect([...output.matchAll(/~\s+(\S+) \S+ updated/g)].map(([, type]) => type)).to.have.members([
      "aws:lambda:Function",
      "aws:lambda:Alias",
    ]);
    expect(output).to.match(/~ 2 updated\.?\s+(\+-\d+ replaced\.?\s+)?33 unchanged/);
    const { STATE_KEY } = await functionVariables(REGION, "mcp-server-dev");
    expect(STATE_KEY).to.equal(stateKey);
    expect(answers.length).to.be.greaterThan(10);
    expect(answers.filter((answer) => !right.includes(answer)).join("\n")).to.equal("");
    expect((await post(endpoint, FIRST_REQUEST)).json).to.deep.equal(changed);
    console.log(`        ${answers.length} requests during the update, none failed`);
  });

  it("up: an address for alarms adds a topic and nothing else, and E2E_INSPECT finds no fault", async function () {
    await project.configure({ alarmEmail: "you@example.com" });
    const output = await project.npm("up");
    expect([...output.matchAll(/\+\s+(\S+) \S+ created/g)].map(([, type]) => type)).to.have.members(
      ["aws:sns:Topic", "aws:sns:TopicPolicy", "aws:sns:TopicSubscription"],
    );
    const { topics } = await inventory(REGION);
    expect(topics?.map((arn) => arn.split(":").at(-1))).to.deep.equal(["mcp-server-dev-alarms"]);
    const command = process.env["E2E_INSPECT"];
    if (command === undefined) this.skip();
    expect((await project.succeed("sh", "-c", command)).trim()).to.equal("");
  });

  it("up: a budget is made with the address, and a second preview changes nothing", async () => {
    await project.configure({ monthlyBudgetUsd: "25" });
    const output = await project.npm("up");
    expect([...output.matchAll(/\+\s+(\S+) \S+ created/g)].map(([, type]) => type)).to.deep.equal([
      "aws:budgets:Budget",
    ]);
    await project.npm("preview", "--expect-no-changes");
  });

  it("preview: access logs are named together with what the account needs first", async () => {
    await project.configure({ accessLogs: "true" });
    const output = await project.npm("preview");
    expect(output).to.include("aws apigateway update-account --patch-operations");
    await project.configure({ accessLogs: "false" });
  });

  it("destroy: wants the stack named", async () => {
    const { code, output } = await project.run("npm", "run", "destroy");
    expect(code).to.equal(1);
    expect(output).to.include("npm run destroy -- --stack dev");
  });

  it("destroy: removes everything, the log group after the function", async () => {
    const output = await project.npm("destroy");
    const removed = output.search(/aws:lambda:Function \S+ deleted/);
    const begun = output.search(/aws:cloudwatch:LogGroup \S+ deleting/);
    expect(removed).to.be.greaterThan(0);
    expect(begun).to.be.greaterThan(removed);
  });

  it("destroy: the emulator holds nothing of it any more", async () => {
    expect(await inventory(REGION)).to.deep.equal(atFirst);
  });

  it("stack rm: removes the stack", async () => {
    await project.succeed("pulumi", "stack", "rm", "dev", "--yes");
  });
});

/** With the keys in order, so that equal values have equal texts. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, child]) => [key, sorted(child)]));
}
