/**
 * What the deployed API answers, beside what the local gateway answers for the same program: the
 * table of docs/http-responses.md, and 300 requests of every kind. The program is this one around the tools
 * of tests/fixtures, of which some misbehave.
 */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { LocalServer } from "pulumi-local";
import { call, FIRST_ANSWER, FIRST_REQUEST, post, send } from "mcp-lambda/testing";
import { stackSettings } from "../support/program";
import { DeployedProject } from "./deployed-project";
import { missingPrerequisite } from "./prerequisites";
import { type RecordedRequest, recordedRequests } from "./recorded-requests";
import { closedAfter } from "../support/closed-after";

const SETTINGS = {
  // The emulator's runtime has no AWS SDK.
  bundleAwsSdk: "true",
  throttleRate: "1000",
  throttleBurst: "1000",
  timeoutSeconds: "3",
  allowedOrigins: "https://app.test",
} as const;

/** Rows of the table that the emulator cannot show, by name. */
const NOT_SHOWN = [
  "another stage (the emulator answers it in words of its own)",
  "over 10 MB, and an event over 6 MB (the emulator has no size limits)",
  "out of memory (the emulator has no memory limit)",
];

(missingPrerequisite() === undefined ? describe : describe.skip)(
  "the deployed API beside the local one",
  () => {
    const keep = closedAfter();
    let deployed: DeployedProject;
    let local: LocalServer;
    let endpoint: string;

    before(async function () {
      this.timeout(180_000);
      deployed = keep(await DeployedProject.create("answers", addMisbehavingTools), (it) =>
        it.remove(),
      );
      endpoint = await deployed.up({ "aws:region": "ap-northeast-2", ...SETTINGS });
      const config = Object.entries(SETTINGS).map(([key, value]) => [`mcp-server:${key}`, value]);
      local = keep(
        await LocalServer.start({
          settings: {
            ...stackSettings(Object.fromEntries(config) as Record<string, string>),
            stack: "answers",
          },
          programFolder: deployed.folder,
          port: 0,
          onWarning: () => undefined,
          onLine: () => undefined,
          onFailure: () => undefined,
        }),
      );
      for (const row of NOT_SHOWN) console.log(`    not shown by the emulator: ${row}`);
    });

    /** Asks both, one after the other, and the first request after each. */
    async function both(
      ask: (url: string) => ReturnType<typeof post>,
    ): Promise<readonly (readonly [string, Awaited<ReturnType<typeof post>>])[]> {
      const answers: [string, Awaited<ReturnType<typeof post>>][] = [];
      for (const [where, url] of [
        ["deployed", endpoint],
        ["local", local.endpoint],
      ] as const) {
        answers.push([where, await ask(url)]);
        expect((await post(url, FIRST_REQUEST)).json, `${where}, afterwards`).to.deep.equal(
          FIRST_ANSWER,
        );
      }
      return answers;
    }

    for (const method of ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
      it(`${method}: 405, Allow: POST, JSON`, async () => {
        for (const [where, answer] of await both((url) => send(url, { method }))) {
          expect(answer.status, where).to.equal(405);
          expect(answer.headers.get("allow"), where).to.equal("POST");
          expect(answer.json, where).to.have.nested.property("error.message");
        }
      });
    }

    it("OPTIONS from an allowed origin: the function's preflight", async () => {
      const init = { method: "OPTIONS", headers: { origin: "https://app.test" } };
      for (const [where, answer] of await both((url) => send(url, init))) {
        expect(answer.status, where).to.equal(204);
        expect(answer.headers.get("access-control-allow-origin")).to.equal("https://app.test");
      }
    });

    for (const [name, behind, status] of [
      ["405", "", 405],
      ["404", "/deeper", 404],
    ] as const) {
      it(`the gateway's ${name}: to be read by pages of the allowed origin`, async () => {
        const init = { headers: { origin: "https://app.test" } };
        for (const [where, answer] of await both((url) => send(`${url}${behind}`, init))) {
          expect(answer.status, where).to.equal(status);
          expect(answer.headers.get("access-control-allow-origin"), where).to.equal(
            "https://app.test",
          );
          expect(answer.headers.get("access-control-expose-headers"), where).to.equal(
            "Allow, Retry-After, WWW-Authenticate, x-amzn-RequestId",
          );
        }
      });
    }

    it("a preflight of another path: 204 with any header", async () => {
      const init = { method: "OPTIONS", headers: { origin: "https://app.test" } };
      for (const [where, answer] of await both((url) => send(`${url}/deeper`, init))) {
        expect(answer.status, where).to.equal(204);
        expect(answer.headers.get("access-control-allow-headers"), where).to.equal(
          "*, Authorization",
        );
      }
    });

    for (const type of ["text/html", "image/png", "garbage"]) {
      it(`GET with the media type ${type}: 405, Allow: POST`, async () => {
        const init = { headers: { "content-type": type, origin: "https://app.test" } };
        for (const [where, answer] of await both((url) => send(url, init))) {
          expect(answer.status, where).to.equal(405);
          expect(answer.headers.get("allow"), where).to.equal("POST");
          expect(answer.headers.get("access-control-allow-origin"), where).to.equal(
            "https://app.test",
          );
        }
      });
    }

    for (const behind of ["/mcp/", "//mcp", "//mcp//"]) {
      it(`POST ${behind}: as /mcp`, async () => {
        const spelt = (url: string): string => url.replace(/\/mcp$/, behind);
        for (const [where, answer] of await both((url) => post(spelt(url), FIRST_REQUEST))) {
          expect(answer.json, where).to.deep.equal(FIRST_ANSWER);
        }
      });
    }

    for (const [tool, part] of [
      ["uses-date-fns", "2026-02-01"],
      ["uses-lodash-merge", '"structuredContent":{"a":{"b":1,"c":2}}'],
      ["uses-aws-sdk", "GetCallerIdentity"],
    ] as const) {
      it(`a tool ${tool}: works with its package from the layer`, async () => {
        for (const [where, { status, text }] of await both((url) => post(url, call(tool)))) {
          expect(status, where).to.equal(200);
          expect(text, where).to.include(part);
        }
      });
    }

    it("more than maxBodyBytes: 413 from the function", async () => {
      const body = call("text-statistics", { text: "x".repeat(1_100_000) });
      for (const [where, answer] of await both((url) => post(url, body))) {
        expect(answer.status, where).to.equal(413);
      }
    });

    for (const [tool, pattern] of [
      ["throws", /failed\. The reason is in the server's log/],
      ["never-settles", /did not finish within 2\.0 s/],
      ["returns-7-mb", /larger than 6000000 bytes/],
    ] as const) {
      it(`a tool ${tool}: a failed call`, async () => {
        for (const [where, answer] of await both((url) => post(url, call(tool)))) {
          expect(answer.status, where).to.equal(200);
          expect(answer.json, where).to.have.nested.property("result.isError", true);
          expect(answer.text, where).to.match(pattern);
        }
      });
    }

    it("a tool rejects-later: answered, and nobody is disturbed", async () => {
      for (const [where, answer] of await both((url) => post(url, call("rejects-later")))) {
        expect(answer.text, where).to.include("answered");
      }
    });

    for (const tool of ["blocks", "exits"]) {
      it(`a tool ${tool}: 502, and the next request is answered`, async () => {
        for (const [where, answer] of await both((url) => post(url, call(tool)))) {
          expect(answer.status, where).to.equal(502);
          expect(answer.json, where).to.be.an("object");
        }
      });
    }

    it("300 requests of every kind get the same status, media type and body", async () => {
      const differences: string[] = [];
      const requests = recordedRequests();
      const statuses = new Set<string>();
      for (const request of requests) {
        const [first, second] = [
          await replay(endpoint, request),
          await replay(local.endpoint, request),
        ];
        statuses.add(first.split(" ")[0] ?? "");
        if (first !== second) differences.push(`${request.name}\n  ${first}\n  ${second}`);
      }
      expect(requests).to.have.length(300);
      expect([...statuses].sort()).to.deep.equal(["200", "202", "400", "403", "404", "405", "415"]);
      expect(differences.join("\n")).to.equal("");
    });

    it("no access with auth: iam: 403 that names the signature", async () => {
      await deployed.configure({ auth: "iam" });
      await deployed.npm("up");
      const unsigned = await post(endpoint, FIRST_REQUEST);
      expect(unsigned.status).to.equal(403);
      expect(unsigned.json).to.have.nested.property("error.message").that.includes("Signature");
      expect((await post(`${endpoint}/`, FIRST_REQUEST)).status).to.equal(403);
    });

    it("more than the throttle: 429 with Retry-After and JSON", async () => {
      await deployed.configure({ auth: "none", throttleRate: "1", throttleBurst: "5" });
      await deployed.npm("up");
      const answers = await Promise.all(
        Array.from({ length: 30 }, () => post(endpoint, FIRST_REQUEST)),
      );
      const throttled = answers.filter(({ status }) => status === 429);
      expect(throttled).to.have.length.greaterThan(0);
      for (const { headers, json } of throttled) {
        expect(headers.get("retry-after")).to.equal("1");
        expect(json).to.have.nested.property("error.message").that.includes("Too many requests");
      }
      expect(answers.filter(({ status }) => status === 200)).to.have.length.greaterThan(0);
    });
  },
);

/** Adds the misbehaving tools, and those that import packages, to those of the program. */
function addMisbehavingTools(folder: string): void {
  const file = path.join(folder, "handlers", "server.ts");
  const text = fs.readFileSync(file, "utf8");
  const imports = [
    'import { packageTools } from "../tests/fixtures/package-tools";',
    'import { misbehavingTools } from "../tests/fixtures/tools";',
  ];
  const changed = text
    .replace("tools: [", "tools: [...misbehavingTools(), ...packageTools(), ")
    .replace('import { add } from "./tools/add";', (line) => [...imports, line].join("\n"));
  fs.writeFileSync(file, changed);
}

/** Status, media type and body of an answer, in one text; ids of requests are all alike. */
async function replay(endpoint: string, request: RecordedRequest): Promise<string> {
  const { method, headers, body, path: behind } = request;
  const url = `${endpoint}${behind}`;
  const answer = await send(url, { method, headers, ...(body !== undefined && { body }) });
  const type = answer.headers.get("content-type")?.split(";")[0] ?? "";
  const text = answer.json === undefined ? answer.text : JSON.stringify(answer.json);
  const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
  // The emulator does not tell a function its version.
  const version = /(deploy\W+)(\$LATEST|\d+)/g;
  const alike = text.replace(uuid, "ID").replace(version, "$1VERSION");
  return `${answer.status} ${answer.status === 202 ? "" : type} ${alike}`;
}
