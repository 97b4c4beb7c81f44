/** Tasks whose rows are in DynamoDB (dynalite), and whose workers are processes that can be killed. */
import { expect } from "chai";
import { type ChildProcess, spawn } from "node:child_process";
import * as path from "node:path";
import { type TaskLaunch, text } from "../index";
import { dynamoStore } from "../store/dynamo-store";
import { divertOutput } from "../testing/output";
import { createTable, setVariables, startDynamoDb } from "./needs/support";
import { backgroundTool, type TaskServer, taskServer, textOf } from "./support/tasks";
import { LEASE_MS, sleepingTool } from "./support/tasks-worker-process";

const SCRIPT = path.join(__dirname, "support", "tasks-worker-process.ts");

describe("tasks in DynamoDB", () => {
  let ends: (() => unknown)[] = [];

  before(async () => {
    const stop = await startDynamoDb();
    ends = [setVariables({ STATE_TABLE: "state" }), divertOutput(() => undefined), stop];
    await createTable("state", { key: ["key", "S"] });
  });

  after(async () => {
    for (const end of ends) await end();
  });

  /** Each launch starts a process. */
  function serverOfProcesses(workers: ChildProcess[]): TaskServer {
    const launch = async (event: TaskLaunch): Promise<void> => {
      const args = ["--require", "pulumi-handler-layer/register", SCRIPT, JSON.stringify(event)];
      workers.push(spawn(process.execPath, args, { stdio: "ignore" }));
    };
    const store = dynamoStore("state");
    return taskServer([sleepingTool()], { store, launch, leaseMs: LEASE_MS });
  }

  async function until(
    server: TaskServer,
    taskId: unknown,
    isThere: (task: Readonly<Record<string, unknown>>) => boolean,
  ): Promise<Readonly<Record<string, unknown>>> {
    for (;;) {
      const task = await server.get(taskId);
      if (isThere(task)) return task;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  it("come to their end in a process of their own", async () => {
    const workers: ChildProcess[] = [];
    const server = serverOfProcesses(workers);
    const { taskId } = await server.call("sleep", { milliseconds: 10 });

    const task = await until(server, taskId, ({ status }) => status !== "working");

    const [worker] = workers;
    expect(textOf(task["result"] as object as Readonly<Record<string, unknown>>)).to.equal(
      `slept in process ${String(worker?.pid)}`,
    );
  });

  it("have failed when their process was killed in the middle", async () => {
    const workers: ChildProcess[] = [];
    const server = serverOfProcesses(workers);
    const { taskId } = await server.call("sleep", { milliseconds: 60_000 });
    await until(server, taskId, ({ statusMessage }) => statusMessage === "asleep");

    workers[0]?.kill("SIGKILL");
    const task = await until(server, taskId, ({ status }) => status !== "working");

    expect(task["status"]).to.equal("failed");
    expect((task["error"] as Error).message).to.match(/^Its worker stopped in the middle/);
  });

  it("are within their limit, and none is lost or run twice, when a thousand come, a hundred at once", async () => {
    const runs = new Map<string, number>();
    const counted = backgroundTool("counted", (_, { task: { id = "" } }) => {
      runs.set(id, (runs.get(id) ?? 0) + 1);
      return text("");
    });
    const server = taskServer([counted], { store: dynamoStore("state"), limit: 100 });
    const hundredCalls = () =>
      Promise.all(Array.from({ length: 100 }, () => server.call("counted")));

    // The table is in this process: more at once would wait for it longer than a request to AWS may.
    const results: Readonly<Record<string, unknown>>[] = [];
    while (results.length < 1_000) results.push(...(await hundredCalls()));
    const begun = results.filter(({ resultType }) => resultType === "task");
    const refused = results.filter((result) =>
      textOf(result).startsWith("The server has 100 tasks"),
    );
    // Each is delivered twice.
    await Promise.all([...server.launched, ...server.launched].map((event) => server.run(event)));
    const tasks = await Promise.all(begun.map(({ taskId }) => server.get(taskId)));
    const next = await hundredCalls();

    expect([begun.length, refused.length]).to.deep.equal([100, 900]);
    expect([...runs.values()]).to.deep.equal(Array.from({ length: 100 }, () => 1));
    expect(tasks.every(({ status }) => status === "completed")).to.equal(true);
    expect(next.every(({ resultType }) => resultType === "task")).to.equal(true);
  });
});
