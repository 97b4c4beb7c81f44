/**
 * Dashboard and alarms of tasks with what the real archives print and what runs them measures: tasks
 * that end, fail, are cancelled, and are lost with their worker.
 */
import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import type { AlarmView, View } from "pulumi-local";
import { startTestServer, type TestServer } from "../support/local-server";
import { type Result, type TaskClient, taskClient } from "../support/task-client";
import { closedAfter } from "../support/closed-after";

const MINUTE = 60_000;

describe("what is monitored of tasks", function () {
  this.timeout(60_000);
  const keep = closedAfter();
  let server: TestServer;
  let client: TaskClient;
  let ahead = 0;
  const view = (): View => server.server.observability.cloudWatch.view(180);
  const totals = (title: string): Record<string, number | null> => {
    const graph = view().widgets.find((widget) => widget.title === title);
    if (graph?.kind !== "graph") throw new Error(`${title} is no graph`);
    return Object.fromEntries(graph.series.map(({ label, total }) => [label, total]));
  };
  const alarm = (name: string): AlarmView | undefined =>
    view().alarms.find((candidate) => candidate.name === `mcp-server-dev-${name}`);

  before(async function () {
    this.timeout(120_000);
    server = keep(await startTestServer({ fixture: "tasks", now: () => Date.now() + ahead }));
    client = taskClient(server.endpoint);
  });

  const sleeping = async (): Promise<[taskId: string, processId: number]> => {
    const taskId = await client.begin("sleep", { seconds: 50 });
    const { statusMessage } = await client.until(taskId, isAsleep);
    return [taskId, Number(/\d+$/.exec(String(statusMessage))?.[0])];
  };

  const unseen = (): readonly string[] =>
    server.server.observability.cloudWatch.unseen().filter((text) => /task/i.test(text));

  it("shows each of its metrics as one without data before there is a task", () => {
    expect(unseen()).to.have.length.above(8);
  });

  it("counts tasks that ended, failed and were cancelled, by tool, and raises no alarm", async () => {
    for (const to of [1, 2]) await client.end(await client.begin("count", { to }));
    await client.end(await client.begin("breaks"));
    const [cancelled] = await sleeping();
    await client.cancel(cancelled);
    while (totals("Duration of tasks by tool, p95")["sleep took"] === undefined) {
      await setTimeout(50);
    }

    expect(totals("Tasks by tool")).to.deep.equal({
      "breaks started": 1,
      "count started": 2,
      "sleep started": 1,
      "count completed": 2,
      "breaks failed": 1,
      "sleep cancelled": 1,
    });
    expect(totals("Lost tasks of all tools")).to.deep.equal({ lost: null });
    expect(alarm("tasks-lost")?.state).to.equal("OK");
    expect(alarm("tasks-errors")?.state).to.equal("OK");
  });

  it("draws how long each tool took, and how long its tasks waited", () => {
    const drawn = totals("Duration of tasks by tool, p95");

    expect(drawn).to.have.all.keys(
      ["breaks", "count", "sleep"].flatMap((tool) => [`${tool} took`, `${tool} waited to begin`]),
    );
  });

  it("alarms on a task whose worker was killed, once somebody asks for it", async () => {
    const [lost, processId] = await sleeping();

    process.kill(processId, "SIGKILL");
    const { status } = await client.end(lost);

    expect(status).to.equal("failed");
    expect(totals("Tasks by tool")).to.include({ "breaks failed": 1, "sleep lost": 1 });
    expect(totals("Lost tasks of all tools")).to.deep.equal({ lost: 1 });
    expect(totals("Errors of the function of tasks")).to.deep.equal({ errors: 1 });
    expect(totals("Function of tasks")).to.include({ throttled: 0 });
    expect(alarm("tasks-lost")?.state).to.equal("ALARM");
    expect(alarm("tasks-errors")?.state).to.equal("ALARM");
    expect(alarm("errors")?.state).to.not.equal("ALARM");
  });

  it("ends the alarms when it is past", () => {
    ahead += 25 * MINUTE;

    for (const name of ["tasks-lost", "tasks-errors"]) {
      expect(alarm(name)?.state, name).to.equal("OK");
      expect(alarm(name)?.history.map(({ state }) => state)).to.include("ALARM");
    }
  });

  it("counts each task that was started as one that is over", () => {
    const counted = totals("Tasks by tool");
    const sumOf = (pattern: RegExp): number =>
      Object.entries(counted)
        .filter(([label]) => pattern.test(label))
        .reduce((sum, [, total]) => sum + (total ?? 0), 0);

    expect(sumOf(/ started$/)).to.equal(5);
    expect(sumOf(/ (completed|cancelled|failed|lost)$/)).to.equal(5);
  });

  it("finds the tasks that are over by their query, in the logs of both functions", () => {
    const { cloudWatch } = server.server.observability;
    const { savedQueries } = cloudWatch.view(60);
    for (const saved of savedQueries) {
      expect(cloudWatch.query(saved, 60).problems, saved.name).to.deep.equal([]);
    }
    const tasks = savedQueries.find(({ name }) => name === "mcp-server-dev/Tasks");
    const answer = tasks && cloudWatch.query(tasks, 60);
    const over = answer?.rows.map((row) => row.slice(1, 3));
    expect(over).to.include.deep.members([
      ["count", "completed"],
      ["sleep", "cancelled"],
    ]);
  });

  it("names no metric of tasks that nothing emits, and marks nothing on the page", () => {
    expect(unseen()).to.deep.equal([]);
    const { problems, widgets, alarms } = view();
    expect(problems).to.deep.equal([]);
    for (const each of [...widgets, ...alarms]) {
      expect(each.problems, "title" in each ? each.title : each.name).to.deep.equal([]);
    }
  });

  it("writes a line of each end, in the fields of the saved query", () => {
    const ended = server
      .log()
      .split("\n")
      .filter((line) => line.includes('"message":"task ended"'))
      .map((line) => JSON.parse(line) as Result);

    expect(ended.map(({ tool, status }) => `${String(tool)} ${String(status)}`)).to.have.members([
      "count completed",
      "count completed",
      "breaks completed",
      "sleep cancelled",
      "sleep lost",
    ]);
    for (const line of ended) expect(line).to.include.keys("taskId", "requestId");
  });
});

function isAsleep({ statusMessage }: Result): boolean {
  return String(statusMessage).startsWith("asleep in process ");
}
