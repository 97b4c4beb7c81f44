/**
 * The official conformance suite against a server of its fixtures, serialized and served as the
 * product is: HTTP, API Gateway events, the emitted __index.js. Prints what each revision scored.
 */
import { expect } from "chai";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as yaml from "yaml";
import { LocalServer } from "pulumi-local";
import { areClientsInstalled, clientsFolder } from "../support/clients";
import { freePort } from "../support/free-port";
import { callFor, postForEvents } from "../support/event-stream";
import { UNTHROTTLED } from "../support/local-server";
import { stackSettings } from "../support/program";
import { PROGRESS_PAUSE_MS } from "./notifying";

const SUITE = path.join(clientsFolder, "node_modules/@modelcontextprotocol/conformance");

interface SuiteRun {
  readonly status: number | null;
  readonly output: string;
  /** Scenarios that the revision requires, and those of them of which no check failed. */
  readonly required: readonly string[];
  readonly passed: readonly string[];
}

async function runSuite(url: string, revision: string): Promise<SuiteRun> {
  const baseline = path.join(__dirname, `${revision}.yml`);
  const args = [
    "server",
    "--url",
    url,
    "--requirements",
    revision,
    "--expected-failures",
    baseline,
  ];
  const suite = path.join(SUITE, "dist/index.js");
  const child = spawn(process.execPath, [suite, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  const status = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const requirements = fs.readFileSync(path.join(SUITE, `requirements/${revision}.yaml`), "utf8");
  const { server: required } = yaml.parse(requirements) as { server: string[] };
  const summary = [...output.matchAll(/^✓ (\S+): \d+ passed, 0 failed/gm)].map(([, name]) => name);
  return { status, output, required, passed: required.filter((name) => summary.includes(name)) };
}

function readBaseline(revision: string): readonly string[] {
  const text = fs.readFileSync(path.join(__dirname, `${revision}.yml`), "utf8");
  return (yaml.parse(text) as { server: string[] }).server;
}

const SERVERS = [
  { what: "", programFolder: __dirname, settings: {}, streams: false },
  {
    streams: true,
    what: " with streaming",
    programFolder: path.join(__dirname, "streamed"),
    settings: { "mcp-server:streaming": "true" },
  },
] as const;

/** Half of what the tool takes between its first progress and its result. */
const HALF_MS = PROGRESS_PAUSE_MS;

for (const { what, programFolder, settings, streams } of SERVERS) {
  describe(`the conformance suite${what}`, () => {
    let server: LocalServer | undefined;

    before(async function () {
      if (!areClientsInstalled()) this.skip();
      const port = await freePort();
      const allowedOrigins = `http://localhost:${port}`;
      server = await LocalServer.start({
        settings: stackSettings({
          ...UNTHROTTLED,
          ...settings,
          "mcp-server:allowedOrigins": allowedOrigins,
        }),
        port,
        programFolder,
        onWarning: () => undefined,
        onLine: () => undefined,
      });
    });

    after(() => server?.close());

    const revisions = [
      ["2026-07-28", 37, 37],
      // The fifth line of the baseline is a scenario that passes with a warning.
      ["2025-11-25", 26, 30],
    ] as const;
    for (const [revision, passing, scored] of revisions) {
      it(`passes ${passing} of ${scored} scored scenarios of ${revision}, the rest as its baseline says`, async () => {
        const url = (server?.endpoint ?? "").replace("127.0.0.1", "localhost");
        const { status, output, required, passed } = await runSuite(url, revision);
        expect(status, output).to.equal(0);
        expect(required).to.have.length(scored);
        expect(passed, output).to.have.length(passing);
        const failed = required.filter((name) => !passed.includes(name));
        expect(readBaseline(revision)).to.include.members(failed);
      });

      // The suite itself does not look when progress comes.
      it(`sends progress ${streams ? "before" : "together with"} the result to clients of ${revision}`, async () => {
        const modern = revision === "2026-07-28";
        const { message, headers } = callFor("test_tool_with_progress", {}, { modern });
        const { messages } = await postForEvents(server?.endpoint ?? "", message, { headers });

        expect(messages).to.have.length(4);
        const msBefore = (messages.at(-1)?.at ?? 0) - (messages[0]?.at ?? 0);
        if (streams) expect(msBefore).to.be.at.least(HALF_MS);
        else expect(msBefore).to.be.below(HALF_MS);
      });
    }
  });
}
