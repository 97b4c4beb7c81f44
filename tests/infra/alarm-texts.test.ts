/**
 * What an alarm says to somebody at night, in all modes: where to look, what to paste, the way back. That
 * the queries which it names find what they should: tests/served/night-call.test.ts.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { expect } from "chai";
import { type DeclaredProgram, inputText, ofType } from "pulumi-local";
import { declare, stackSettings } from "../support/program";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const QUERY = "aws:cloudwatch/queryDefinition:QueryDefinition";

const JWT = {
  "mcp-server:auth": "jwt",
  "mcp-server:jwtIssuer": "https://issuer.example.com/",
  "mcp-server:jwtAudience": '["https://mcp.example.com/mcp"]',
};

const TASKS = path.join(__dirname, "../fixtures/tasks");

/** By mode: its program. */
const MODES: Readonly<Record<string, () => Promise<DeclaredProgram>>> = {
  none: async () => (await declare()).program,
  jwt: async () => (await declare({ settings: stackSettings(JWT) })).program,
  "tools that are tasks": async () => (await declare({ programFolder: TASKS })).program,
  "a long name and tasks": async () => {
    const settings = { ...stackSettings(), project: "p".repeat(20), stack: "s".repeat(30) };
    return (await declare({ settings, programFolder: TASKS })).program;
  },
};

const RUNBOOK = fs.readFileSync(path.join(__dirname, "../../docs/operations.md"), "utf8");

/** Of a section: its text. */
function sectionOf(name: string): string {
  const [, rest = ""] = RUNBOOK.split(`\n### ${name}\n`);
  return rest.split(/\n##/)[0] ?? "";
}

describe("the text of an alarm", () => {
  for (const [mode, declared] of Object.entries(MODES)) {
    it(`says where to look, what to paste, and the way back, with ${mode}`, async () => {
      const program = await declared();
      const saved = ofType(program, QUERY).map((query) => inputText(query, "name"));
      const alarms = ofType(program, ALARM);

      expect(alarms).to.have.length.of.at.least(8);
      for (const alarm of alarms) {
        const text = inputText(alarm, "alarmDescription");
        const name = inputText(alarm, "name");
        expect(text.length, name).to.be.at.most(1_024);
        expect(text).to.match(/^Dashboard: https:\/\/\S+#dashboards\S*\S+$/m);
        expect(text).to.match(/git revert .* npm run up.* aws lambda update-alias --region \S+ /);
        // The authorizer is no version of the function that is called.
        expect(text.includes("npm run rollback -- --stack "), name).to.equal(
          !text.includes("-authorizer --name"),
        );
        const [, prefix = "", list = ""] = /^Saved queries, (.*)\.\.\.: (.*)\.$/m.exec(text) ?? [];
        const titles = [...list.matchAll(/"([^"]+)"/g)].map(([, title]) => `${prefix}${title}`);
        expect(titles, name).to.have.length.of.at.least(2);
        expect(saved, name).to.include.members(titles);
      }
    });

    it(`has a section of the runbook, with commands, with ${mode}`, async () => {
      for (const alarm of ofType(await declared(), ALARM)) {
        const [, section = ""] = /^Commands: docs\/operations\.md#(\S+)$/m.exec(
          inputText(alarm, "alarmDescription"),
        ) ?? [""];
        expect(inputText(alarm, "name")).to.match(new RegExp(`-${section}$`));
        expect(sectionOf(section), section).to.match(/```sh\n[^`]+```/);
      }
    });
  }
});
