/**
 * Tasks through the emulated stack: API Gateway, the function that is called, Lambda's Invoke, the
 * function that runs them, and the table of their rows.
 */
import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import { startTestServer, type TestServer } from "../support/local-server";
import { type Result, type TaskClient, taskClient, textOf } from "../support/task-client";
import { closedAfter } from "../support/closed-after";

interface TaskView {
  readonly id: string;
  readonly tool: string;
  readonly status: string;
  readonly message: string;
  readonly since: number;
}

/** Of tests/fixtures/tasks/task-handler.ts. */
const LEASE_MS = 3_000;

describe("tasks of a served program", () => {
  const keep = closedAfter();
  let server: TestServer;
  let client: TaskClient;
  before(async () => {
    server = keep(await startTestServer({ fixture: "tasks" }));
    client = taskClient(server.endpoint);
  });

  const runsOf = (taskId: string): number =>
    server.log().split(`"countedIn":"${taskId}"`).length - 1;
  /** Begins one, and kills its worker in the middle. */
  const killed = async (): Promise<string> => {
    const taskId = await client.begin("sleep", { seconds: 50 });
    const { statusMessage } = await client.until(taskId, isAsleep);
    process.kill(Number(/\d+$/.exec(String(statusMessage))?.[0]), "SIGKILL");
    return taskId;
  };

  it("run in the second function, and give their result", async () => {
    const taskId = await client.begin("count", { to: 3 });

    const task = await client.end(taskId);

    expect([task["status"], textOf(task)]).to.deep.equal(["completed", "counted to 3"]);
    expect(runsOf(taskId)).to.equal(1);
  });

  it("have failed when their worker was killed in the middle, and name its request", async () => {
    const taskId = await killed();

    const { status, error } = await client.end(taskId);

    expect(status).to.equal("failed");
    const { message } = error as { message: string };
    const [, requestId = "none"] = /under request id (\S+)\.$/.exec(message) ?? [];
    expect(message).to.match(/^Its worker stopped in the middle;/);
    expect(server.log()).to.include(`"requestId":"${requestId}","taskId":"${taskId}"`);
  });

  it("are listed for the page, where a task says that nothing is heard of its worker", async () => {
    const taskId = await killed();
    const listed = async (): Promise<readonly TaskView[]> => {
      const response = await fetch(new URL("/~/tasks", server.server.pageUrl));
      return (await response.json()) as TaskView[];
    };
    const before = await listed();
    await setTimeout(LEASE_MS + 500);
    const [silent] = await listed();
    await client.end(taskId);

    expect(before.map(({ tool, status }) => `${tool} ${status}`)).to.deep.equal([
      "sleep working",
      "sleep failed",
      "count completed",
    ]);
    expect(silent?.id).to.equal(taskId);
    expect(silent?.message).to.match(/^asleep in process \d+ Nothing is heard of its worker\.$/);
    expect(silent?.since).to.be.within(Date.now() - 20_000, Date.now());
    expect((await listed())[0]).to.include({ id: taskId, status: "failed" });
  });

  it("have failed too when the event of a killed worker comes again, and are not run again", async () => {
    const taskId = await killed();
    await setTimeout(LEASE_MS + 500);

    const answer = await client.call("deliver-again", { taskId, arguments: { seconds: 50 } });
    const { status } = await client.end(taskId);

    expect(textOf(answer)).to.equal("202");
    expect(status).to.equal("failed");
    expect(runsOf(taskId)).to.equal(1);
  });

  it("run once when one event is delivered three times", async () => {
    const taskId = await client.begin("sleep", { seconds: 2 });
    const again = { taskId, arguments: { seconds: 2 } };

    const answers = await Promise.all([
      client.call("deliver-again", again),
      client.call("deliver-again", again),
    ]);
    const task = await client.end(taskId);
    await client.call("deliver-again", again);
    const last = await client.begin("count", { to: 1 });
    await client.end(last);

    expect(answers.map(textOf)).to.deep.equal(["202", "202"]);
    expect([task["status"], textOf(task)]).to.deep.equal(["completed", "slept"]);
    expect(runsOf(taskId)).to.equal(1);
    const refused = server
      .log()
      .split("\n")
      .filter((line) => line.includes("a task was not run") && line.includes(taskId));
    expect(refused).to.have.length(3);
  });

  it("end within 2 s of being cancelled", async () => {
    const taskId = await client.begin("sleep", { seconds: 50 });
    await client.until(taskId, isAsleep);
    const ended = (): boolean => server.log().includes(`"status":"cancelled","durationMs"`);
    const cancelledAt = Date.now();

    await client.cancel(taskId);
    const { status } = await client.get(taskId);
    while (!ended()) await setTimeout(50);

    expect(status).to.equal("cancelled");
    expect(Date.now() - cancelledAt).to.be.below(2_500);
  });
});

function isAsleep({ statusMessage }: Result): boolean {
  return String(statusMessage).startsWith("asleep in process ");
}
