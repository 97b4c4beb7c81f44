/**
 * A thousand tasks that are begun at once under a limit of a hundred in flight, through the emulated
 * stack. About a minute; run by npm run test:long.
 */
import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import { startTestServer, type TestServer } from "../support/local-server";
import { type TaskClient, taskClient, textOf } from "../support/task-client";
import { closedAfter } from "../support/closed-after";

const TASKS = 1_000;
const LIMIT = 100;
const CONNECTIONS = 50;

describe("a thousand tasks begun at once", function () {
  this.timeout(600_000);
  const keep = closedAfter();
  let server: TestServer;
  let client: TaskClient;
  before(async function () {
    this.timeout(120_000);
    const config = { "mcp-server:taskLimit": String(LIMIT) };
    server = keep(await startTestServer({ fixture: "tasks", concurrency: 4, config }));
    client = taskClient(server.endpoint);
  });

  /** Tries again while the stack has all that it runs at a time. */
  async function begin(to: number, refused: () => void): Promise<string> {
    for (;;) {
      const { taskId, ...rest } = await client.call("count", { to });
      if (typeof taskId === "string") return taskId;
      if (!textOf(rest).startsWith(`The server has ${LIMIT} tasks in flight`)) {
        throw new Error(JSON.stringify(rest));
      }
      refused();
      await setTimeout(100);
    }
  }

  it("are all begun as others end, run once each, and end with their own result", async () => {
    let refusals = 0;
    let next = 0;
    const tasks = new Map<string, number>();
    const caller = async (): Promise<void> => {
      while (next < TASKS) {
        const to = next++;
        tasks.set(await begin(to, () => (refusals += 1)), to);
      }
    };

    await Promise.all(Array.from({ length: CONNECTIONS }, caller));
    const ended = await Promise.all(
      [...tasks].map(async ([taskId, to]) => ({ to, task: await client.end(taskId) })),
    );

    expect(tasks.size).to.equal(TASKS);
    const wrong = ended.filter(({ to, task }) => textOf(task) !== `counted to ${to}`);
    expect(wrong).to.deep.equal([]);
    const runs = [...server.log().matchAll(/"countedIn":"([\w-]+)"/g)].map(([, id]) => id);
    expect(runs).to.have.length(TASKS);
    expect(new Set(runs)).to.deep.equal(new Set(tasks.keys()));
    expect(refusals).to.be.above(0);
  });

  it("have given all slots back: as many as the limit can be in flight, and no more", async () => {
    const results = await Promise.all(
      Array.from({ length: LIMIT + 20 }, () => client.call("sleep", { seconds: 50 })),
    );
    const begun = results.flatMap(({ taskId }) => (typeof taskId === "string" ? [taskId] : []));

    await Promise.all(begun.map((taskId) => client.cancel(taskId)));

    expect(begun).to.have.length(LIMIT);
  });
});
