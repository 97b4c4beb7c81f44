/**
 * The call at night, played: calls fail in five ways, an alarm is raised, and what its text names is
 * all that is used. Each query of it, pasted, says which tool, why, and in which request.
 */
import { expect } from "chai";
import type { AlarmView, View } from "pulumi-local";
import { type Answer, call, post } from "mcp-lambda/testing";
import { closedAfter } from "../support/closed-after";
import { startTestServer, type TestServer } from "../support/local-server";

type CloudWatch = TestServer["server"]["observability"]["cloudWatch"];
type Answered = ReturnType<CloudWatch["query"]>;
type Cell = Answered["rows"][number][number];
type SavedQuery = View["savedQueries"][number];
type Found = Readonly<Record<string, Cell | undefined>>;

const SETTINGS = {
  "mcp-server:timeoutSeconds": "3",
  "mcp-server:alarmToolErrors": "1",
  "mcp-server:alarmDurationPercent": "0",
};

/** What a caller sends, and nobody shall read in a log. */
const SECRET = "value-of-an-argument";

interface Case {
  readonly tool: string;
  readonly alarm: string;
  readonly outcome: string;
  readonly why: string | undefined;
}

/** Of calls that ran. */
const FAILED: readonly Case[] = [
  { tool: "is-sold-out", alarm: "tool-errors", outcome: "failed", why: "out-of-stock" },
  { tool: "throws", alarm: "tool-errors", outcome: "threw", why: "Error" },
  { tool: "never-settles", alarm: "tool-errors", outcome: "late", why: undefined },
  { tool: "returns-7-mb", alarm: "tool-errors", outcome: "too-large", why: undefined },
];

describe("the call at night", function () {
  this.timeout(60_000);
  const keep = closedAfter();
  let server: TestServer;
  /** By tool: what its caller got. */
  const answers = new Map<string, Answer>();
  const view = (): View => server.server.observability.cloudWatch.view(180);

  /** The alarm as its mail has it. */
  const raised = (name: string): AlarmView => {
    const found = view().alarms.find((alarm) => alarm.name === `mcp-server-dev-${name}`);
    if (found === undefined) throw new Error(`no alarm ${name}`);
    expect(found.state, name).to.equal("ALARM");
    return found;
  };
  /** Queries that a text names, in its order. */
  const queriesIn = (text: string): readonly SavedQuery[] => {
    const [, prefix = "", list = ""] = /^Saved queries, (.*)\.\.\.: (.*)\.$/m.exec(text) ?? [];
    return [...list.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => {
      const saved = view().savedQueries.find(({ name }) => name === `${prefix}${title}`);
      if (saved === undefined) throw new Error(`nothing is saved as ${prefix}${title}`);
      return saved;
    });
  };
  const paste = ({ query, logGroups }: SavedQuery, fill = (text: string) => text): Found[] => {
    const asked = { query: fill(query), logGroups };
    const { columns, rows, problems } = server.server.observability.cloudWatch.query(asked, 180);
    expect(problems).to.deep.equal([]);
    return rows.map((row) => Object.fromEntries(columns.map((name, n) => [name, row[n]])));
  };
  const named = (queries: readonly SavedQuery[], title: string): SavedQuery => {
    const found = queries.find(({ name }) => name.endsWith(`/${title}`));
    if (found === undefined) throw new Error(`the text does not name ${title}`);
    return found;
  };
  const oneRequest = (queries: readonly SavedQuery[], id: unknown): Found[] =>
    paste(named(queries, "One request"), (text) =>
      text.replaceAll("REQUEST", typeof id === "string" ? id : "none"),
    );
  const gatewayIdOf = (tool: string): string | null | undefined =>
    answers.get(tool)?.headers.get("x-amzn-requestid");

  before(async function () {
    this.timeout(120_000);
    server = keep(await startTestServer({ config: SETTINGS, misbehaving: true }));
    for (const tool of ["tells-pid", ...FAILED.map((one) => one.tool), "blocks", "no-such-tool"]) {
      answers.set(tool, await post(server.endpoint, call(tool, { secret: SECRET })));
    }
  });

  for (const { tool, alarm, outcome, why } of FAILED) {
    it(`leads from the alarm ${alarm} to ${tool}, which was ${outcome}, its reason and its request`, () => {
      const queries = queriesIn(raised(alarm).description);

      const failed = paste(named(queries, "Failed calls by tool and reason"));
      const row = failed.find(({ called }) => called === tool);
      expect(row).to.include({ outcome, failed: 1 });
      expect(row?.["why"] ?? undefined).to.be.oneOf([why, why ?? ""]);

      const errors = paste(named(queries, "Last errors"));
      expect(errors.map((error) => error["tool"])).to.include(tool);

      const lines = oneRequest(queries, row?.["lastRequest"]);
      expect(lines.map(({ what }) => what)).to.include.members(["call", "answered"]);
      expect(lines.at(-1)).to.have.property("request", row?.["lastRequest"]);
      expect(oneRequest(queries, gatewayIdOf(tool)).map(({ tool: name }) => name)).to.include(tool);
    });
  }

  it("shows of one tool how its calls ended, and what it logged", () => {
    const query = named(queriesIn(raised("tool-errors").description), "One tool");

    const lines = paste(query, (text) => text.replace("TOOL", "throws"));

    expect(lines.map(({ message }) => message)).to.have.members([
      "call",
      "tool failed",
      "answered",
    ]);
    expect(lines.find(({ message }) => message === "tool failed")?.["why"]).to.match(/password/);
  });

  it("leads from the alarms errors and server-errors to a tool that blocked until the 502", () => {
    expect(answers.get("blocks")?.status).to.equal(502);

    for (const name of ["errors", "server-errors"]) {
      const queries = queriesIn(raised(name).description);
      const [cut, ...others] = paste(named(queries, "Calls cut off"));

      expect(others, name).to.deep.equal([]);
      expect(cut).to.include({ called: "blocks", status: "timeout" });
      const lines = oneRequest(queries, cut?.["request"]);
      expect(lines.map(({ what, tool }) => [what, tool ?? ""])).to.deep.include(["call", "blocks"]);
      expect(oneRequest(queries, gatewayIdOf("blocks"))[0]).to.include({ tool: "blocks" });
    }
  });

  it("counts what was refused by the name that was asked for, and raises no alarm of tools for it", () => {
    const queries = queriesIn(raised("tool-errors").description);

    const rows = paste(named(queries, "Failed calls by tool and reason"));

    expect(rows.find(({ called }) => called === "no-such-tool")).to.include({
      outcome: "unknown-tool",
    });
    expect(rows.map(({ called }) => called)).to.not.include("tells-pid");
  });

  it("finds each request by the id that its caller was given", () => {
    const queries = queriesIn(raised("errors").description);

    for (const tool of answers.keys()) {
      const lines = oneRequest(queries, gatewayIdOf(tool));
      expect(lines, tool).to.not.have.length(0);
    }
  });

  it("gives every query that any raised alarm names a result, and shows no argument", () => {
    const texts = view().alarms.filter(({ state }) => state === "ALARM");
    expect(texts.map(({ name }) => name)).to.include.members(
      ["tool-errors", "errors", "server-errors"].map((name) => `mcp-server-dev-${name}`),
    );

    for (const { name, description } of texts) {
      for (const query of queriesIn(description).filter((one) => !/TOOL|REQUEST/.test(one.query))) {
        expect(paste(query), `${name}: ${query.name}`).to.not.have.length(0);
      }
    }
    expect(server.log()).to.not.include(SECRET);
  });
});
