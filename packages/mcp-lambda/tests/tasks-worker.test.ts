/** The worker of tasks: what it runs, how often, and what becomes of it. */
import { expect } from "chai";
import { ProtocolError } from "@modelcontextprotocol/server";
import * as z from "zod";
import { type Task, type TaskLaunch, text } from "../index";
import { memoryStore } from "../store/memory-store";
import { capturing, readLog } from "../testing/output";
import { OPTIONS, person } from "./support/callers";
import { asClient, backgroundTool, messageOf, resultOf, taskServer, textOf } from "./support/tasks";

type Result = Readonly<Record<string, unknown>>;

function resultIn(task: Result): Result {
  return task["result"] as Result;
}

function errorIn(task: Result): string {
  return (task["error"] as Error).message;
}

/** A tool that ends when the test says so. */
function held(parts: Parameters<typeof backgroundTool>[2] = {}): {
  readonly tool: ReturnType<typeof backgroundTool>;
  readonly started: Promise<Task>;
  readonly release: () => void;
  readonly runs: () => number;
} {
  const { promise: started, resolve: start } = Promise.withResolvers<Task>();
  const { promise: released, resolve } = Promise.withResolvers<undefined>();
  let runs = 0;
  const run: Parameters<typeof backgroundTool>[1] = async (_, { task }) => {
    runs += 1;
    start(task);
    await released;
    return text(`run ${runs}`);
  };
  const release = (): void => {
    resolve(undefined);
  };
  return { tool: backgroundTool("held", run, parts), started, release, runs: () => runs };
}

const REPEATABLE = {
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
};

describe("a worker", () => {
  for (const [kind, parts] of [
    ["that is not to be repeated", {}],
    ["that may be", REPEATABLE],
  ] as const) {
    it(`runs a task ${kind} once, however often its event is delivered`, async () => {
      const { tool, started, release, runs } = held(parts);
      const server = taskServer([tool]);
      const { taskId } = await server.call("held");
      const [launch] = server.launched;
      if (launch === undefined) throw new Error("not launched");

      const first = server.run(launch);
      await started;
      await Promise.all([server.run(launch), server.run(launch)]);
      release();
      await first;
      await server.run(launch);

      expect(runs()).to.equal(1);
      expect(textOf(resultIn(await server.get(taskId)))).to.equal("run 1");
    });
  }

  it("gives the tool its caller, and an id", async () => {
    const tool = backgroundTool("who", (_, { caller, task }) =>
      text(`${caller.kind === "jwt" ? caller.expiresAt.getTime() : ""} ${String(task.id)}`),
    );
    const server = taskServer([tool], {}, OPTIONS.jwt);
    const alice = person("alice");
    const { taskId } = await server.call("who", {}, { caller: alice });

    await server.work();

    const task = await server.get(taskId, { caller: alice });
    expect(textOf(resultIn(task))).to.equal(`${alice.expiresAt.getTime()} ${String(taskId)}`);
  });

  it("writes progress, and what the tool counts", async () => {
    const { promise: told, resolve: tell } = Promise.withResolvers<undefined>();
    const { promise: goOn, resolve: release } = Promise.withResolvers<undefined>();
    const tool = backgroundTool("told", async (_, { task, count }) => {
      await task.progress("1 of 2");
      count("Halves");
      tell(undefined);
      await goOn;
      return text("");
    });
    const server = taskServer([tool]);
    const { taskId } = await server.call("told");

    const { output, result: message } = await capturing(async () => {
      const work = server.work();
      await told;
      const { statusMessage } = await server.get(taskId);
      release(undefined);
      await work;
      return statusMessage;
    });

    expect(message).to.equal("1 of 2");
    const [blob] = readLog(output).metrics.filter((line) => "Halves" in line);
    expect(blob).to.include({ Halves: 1, service: "test" });
  });

  it("keeps a failed call as the result, and gives nothing away of what the tool throws", async () => {
    const tool = backgroundTool("throwing", () => {
      throw new Error("secret");
    });
    const server = taskServer([tool]);
    const { taskId } = await server.call("throwing");

    const { output } = await capturing(() => server.work());
    const task = await server.get(taskId);

    expect(task["status"]).to.equal("completed");
    expect(resultIn(task)["isError"]).to.equal(true);
    expect(textOf(resultIn(task))).to.equal(
      'The tool "throwing" failed. The reason is in the server\'s log under request id worker-1.',
    );
    expect(output).to.include("secret");
    expect(readLog(output).metrics.some((blob) => blob["TasksFailed"] === 1)).to.equal(true);
  });

  it("has failed with the error of the protocol that the tool throws", async () => {
    const tool = backgroundTool("refusing", () => {
      throw new ProtocolError(-32_050, "not today");
    });
    const server = taskServer([tool]);
    const { taskId } = await server.call("refusing");

    const { output } = await capturing(() => server.work());

    const task = await server.get(taskId);
    const [thrown] = readLog(output).others;
    expect(thrown).to.include({ level: "ERROR", message: "tool failed", tool: "refusing" });
    expect(thrown).to.have.nested.property("error.message", "not today");
    expect(task["error"]).to.deep.equal({ code: -32_050, message: "not today" });
    expect(task).to.not.have.property("result");
  });

  it("checks results as of any tool", async () => {
    const outputSchema = z.object({ n: z.number() });
    const right = backgroundTool(
      "right",
      () => ({ content: [], structuredContent: { n: 1, x: 2 } }),
      {
        outputSchema,
      },
    );
    const wrong = backgroundTool("wrong", () => text("no number"), { outputSchema });
    const server = taskServer([right, wrong]);
    const ids = [await server.call("right"), await server.call("wrong")];

    await server.work();
    await server.work();

    const [first, second] = await Promise.all(ids.map(({ taskId }) => server.get(taskId)));
    expect(resultIn(first ?? {})["structuredContent"]).to.deep.equal({ n: 1 });
    expect(resultIn(second ?? {})["isError"]).to.equal(true);
  });

  it("checks arguments once more: what was deployed meanwhile may refuse them", async () => {
    let max = 10;
    const tool = backgroundTool("picky", ({ n }) => text(String(n)), {
      inputSchema: z.object({ n: z.number().refine((n) => n <= max, "Too many") }),
    });
    const server = taskServer([tool]);
    const { taskId } = await server.call("picky", { n: 7 });
    max = 5;

    const { output } = await capturing(() => server.work());

    const result = resultIn(await server.get(taskId));
    expect(result["isError"]).to.equal(true);
    expect(textOf(result)).to.equal('Invalid arguments for the tool "picky": n: Too many');
    const [ended] = readLog(output).others.filter(({ message }) => message === "task ended");
    expect(ended).to.deep.include({ outcome: "invalid-arguments", issues: ["n: custom"] });
  });

  it("keeps a text that was cut through a character", async () => {
    const tool = backgroundTool("cut", () => text("\ud83d cut"));
    const server = taskServer([tool]);
    const { taskId } = await server.call("cut");

    await server.work();
    const record = await server.store.get(`task/${String(taskId)}`);

    expect(JSON.stringify(record)).to.include("\ufffd cut").and.not.include("\\ud83d");
  });

  it("says so when a result is too large to keep", async () => {
    const large = backgroundTool("large", ({ bytes }) => text("x".repeat(Number(bytes))), {
      inputSchema: z.object({ bytes: z.number() }),
    });
    const server = taskServer([large]);
    const ids = [await server.call("large", { bytes: 348_000 })];
    ids.push(await server.call("large", { bytes: 351_000 }));

    await server.work();
    await server.work();

    const [small, big] = await Promise.all(ids.map(({ taskId }) => server.get(taskId)));
    expect(textOf(resultIn(small ?? {}))).to.have.length(348_000);
    expect(textOf(resultIn(big ?? {}))).to.include("a task keeps at most 349000");
  });

  it("gives up before the function's timeout", async () => {
    const { tool } = held({ background: { minutes: 3, otherwise: "inline" } });
    const server = taskServer([tool]);
    const { taskId } = await server.call("held");

    await server.work(1_050);

    const task = await server.get(taskId);
    expect(task["status"]).to.equal("failed");
    expect(errorIn(task)).to.match(
      /^It did not finish within \S+ minutes \(request id worker-1\)\.$/,
    );
  });

  it("gives up when the tool's minutes are over", async () => {
    const { tool } = held({ background: { minutes: 0.001, otherwise: "inline" } });
    const server = taskServer([tool]);
    const { taskId } = await server.call("held");

    await server.work();

    expect(errorIn(await server.get(taskId))).to.equal(
      "It did not finish within 0.001 minutes (request id worker-1).",
    );
  });

  it("hears of a cancel within two seconds", async () => {
    const { tool, started } = held();
    const server = taskServer([tool], { lookMs: 1_500 });
    const { taskId } = await server.call("held");
    const work = server.work();
    const { signal, progress } = await started;

    const aborted = new Promise((resolve) => {
      signal.addEventListener("abort", resolve);
    });
    const began = performance.now();
    await server.request("tasks/cancel", { taskId });
    await aborted;
    const milliseconds = performance.now() - began;
    const refusal = await messageOf(progress("still here"));
    await work;

    expect(milliseconds).to.be.lessThan(2_000);
    expect(refusal).to.equal("the task was cancelled");
    expect((await server.get(taskId))["status"]).to.equal("cancelled");
  });

  it("takes a cancelled task's place in the result of nobody", async () => {
    const { tool, started, release } = held();
    const server = taskServer([tool], { lookMs: 60_000 });
    const { taskId } = await server.call("held");
    const work = server.work();
    await started;

    await server.request("tasks/cancel", { taskId });
    release();
    await work;

    const task = await server.get(taskId);
    expect(task["status"]).to.equal("cancelled");
    expect(task).to.not.have.property("result");
  });

  it("logs that it was handed a task that is not there", async () => {
    const server = taskServer([held().tool]);

    const { output } = await capturing(() => server.run({ taskId: "a".repeat(24) }));

    expect(readLog(output).others[0]).to.include({ reason: "there is no such task" });
  });
});

describe("a lost worker", () => {
  it("leaves a failed task to whoever looks, never one that works for ever", async () => {
    let now = Date.now();
    const { tool, started, release, runs } = held();
    const server = taskServer([tool], { now: () => now, lookMs: 60_000 });
    const { taskId } = await server.call("held");
    const work = server.work();
    await started;

    now += 29_000;
    const before = await server.get(taskId);
    now += 1_001;
    const { result: after, output } = await capturing(() => server.get(taskId));
    release();
    await work;

    expect([before["status"], after["status"]]).to.deep.equal(["working", "failed"]);
    expect(errorIn(after)).to.include("under request id worker-1");
    expect(readLog(output).metrics.some((blob) => blob["TasksLost"] === 1)).to.equal(true);
    expect([(await server.get(taskId))["status"], runs()]).to.deep.equal(["failed", 1]);
  });

  it("is found out by the next delivery of its event, when nobody looks", async () => {
    let now = Date.now();
    const { tool, started, release, runs } = held();
    const server = taskServer([tool], { now: () => now, lookMs: 60_000 });
    const { taskId } = await server.call("held");
    const [launch] = server.launched;
    if (launch === undefined) throw new Error("not launched");
    const work = server.run(launch);
    await started;

    now += 60_000;
    const { output } = await capturing(() => server.run(launch));
    release();
    await work;

    expect(readLog(output).metrics.some((blob) => blob["TasksLost"] === 1)).to.equal(true);
    expect([(await server.get(taskId))["status"], runs()]).to.deep.equal(["failed", 1]);
  });

  it("is followed by another one where the tool may be repeated", async () => {
    let now = Date.now();
    const { tool, started, release, runs } = held(REPEATABLE);
    const server = taskServer([tool], { now: () => now, lookMs: 60_000 });
    const { taskId } = await server.call("held");
    const [launch] = server.launched;
    if (launch === undefined) throw new Error("not launched");
    const first = server.run(launch);
    await started;

    now += 60_000;
    const between = await server.get(taskId);
    const second = server.run(launch);
    release();
    await Promise.all([first, second]);

    const task = await server.get(taskId);
    expect([between["status"], runs(), task["status"]]).to.deep.equal(["working", 2, "completed"]);
  });

  it("is not waited for when nothing follows it", async () => {
    let now = Date.now();
    const { tool, started, release } = held(REPEATABLE);
    const server = taskServer([tool], { now: () => now, lookMs: 60_000 });
    const { taskId } = await server.call("held");
    const work = server.work();
    await started;

    now += 300_000;
    const task = await server.get(taskId);
    release();
    await work;

    expect(task["status"]).to.equal("failed");
  });

  it("is not one that works for long: it is heard of", async () => {
    const { tool, started, release } = held();
    const server = taskServer([tool], { leaseMs: 150, lookMs: 20 });
    const { taskId } = await server.call("held");
    const work = server.work();
    await started;

    await new Promise((resolve) => setTimeout(resolve, 600));
    const during = await server.get(taskId);
    release();
    await work;

    expect(during["status"]).to.equal("working");
    expect((await server.get(taskId))["status"]).to.equal("completed");
  });
});

describe("a task that asks", () => {
  const NAME = z.object({ name: z.string().min(2) });
  const accept = (content: object): object => ({ action: "accept", content });
  const questionsIn = (task: Result): Record<string, { params: { message: string } }> =>
    (task["inputRequests"] ?? {}) as Record<string, { params: { message: string } }>;

  it("waits without a worker, and goes on with the answer; what is done once is not repeated", async () => {
    let done = 0;
    let runs = 0;
    const tool = backgroundTool("greet", async (_, { task }) => {
      runs += 1;
      const number = await task.once("number", () => (done += 1));
      const answer = await task.ask(NAME, "Who?");
      return text(`${answer?.name ?? "nobody"} ${number}`);
    });
    const server = taskServer([tool]);
    const { taskId } = await server.call("greet");

    await server.work();
    const waiting = await server.get(taskId);
    const [key = ""] = Object.keys(questionsIn(waiting));
    const ack = await server.request("tasks/update", {
      taskId,
      inputResponses: { [key]: accept({ name: "Alice" }) },
    });
    const between = await server.get(taskId);
    await server.work();

    const task = await server.get(taskId);
    expect(waiting["status"]).to.equal("input_required");
    expect(waiting["ttlMs"]).to.equal(604_800_000);
    expect(questionsIn(waiting)[key]).to.deep.include({ method: "elicitation/create" });
    expect(ack["resultType"]).to.equal("complete");
    expect([between["status"], textOf(resultIn(task))]).to.deep.equal(["working", "Alice 1"]);
    expect([runs, done]).to.deep.equal([2, 1]);
  });

  it("goes on in the worker in which it began, whatever was deployed meanwhile", async () => {
    const tool = backgroundTool("asking", async (_, { task }) => {
      return text((await task.ask(NAME, "Who?"))?.name ?? "");
    });
    const workers: unknown[] = [];
    const events: TaskLaunch[] = [];
    const launch = async (event: TaskLaunch, worker: string | undefined): Promise<void> => {
      workers.push(worker);
      events.push(event);
    };
    const store = memoryStore();
    const before = taskServer([tool], { store, launch, worker: "tasks:1" });
    const after = taskServer([tool], { store, launch, worker: "tasks:2" });
    const { taskId } = await before.call("asking");
    await before.run(events[0] ?? { taskId: "" });
    const [key = ""] = Object.keys(questionsIn(await after.get(taskId)));

    const inputResponses = { [key]: accept({ name: "Alice" }) };
    await after.request("tasks/update", { taskId, inputResponses });
    await after.call("asking");

    expect(workers).to.deep.equal(["tasks:1", "tasks:1", "tasks:2"]);
  });

  it("waits for all of several questions", async () => {
    const tool = backgroundTool("both", async (_, { task }) => {
      const answers = await Promise.all([task.ask(NAME, "First?"), task.ask(NAME, "Second?")]);
      return text(answers.map((answer) => answer?.name).join(" and "));
    });
    const server = taskServer([tool]);
    const { taskId } = await server.call("both");
    await server.work();
    const [first = "", second = ""] = Object.keys(questionsIn(await server.get(taskId)));
    const answer = (inputResponses: object): Promise<Result> =>
      server.request("tasks/update", { taskId, inputResponses });

    await answer({ [second]: accept({ name: "Bob" }), unknown: accept({}) });
    const left = await server.get(taskId);
    await answer({ [second]: accept({ name: "Mallory" }) });
    await answer({ [first]: accept({ name: "Alice" }) });
    await server.work();

    expect([left["status"], Object.keys(questionsIn(left))]).to.deep.equal([
      "input_required",
      [first],
    ]);
    expect(textOf(resultIn(await server.get(taskId)))).to.equal("Alice and Bob");
    expect(server.launched).to.deep.equal([]);
  });

  it("asks again when an answer is wrong, under another key", async () => {
    const tool = backgroundTool("again", async (_, { task }) => {
      return text((await task.ask(NAME, "Who?"))?.name ?? "nobody");
    });
    const server = taskServer([tool]);
    const { taskId } = await server.call("again");
    await server.work();
    const [key = ""] = Object.keys(questionsIn(await server.get(taskId)));

    await server.request("tasks/update", {
      taskId,
      inputResponses: { [key]: accept({ name: "A" }) },
    });
    await server.work();
    const second = questionsIn(await server.get(taskId));
    const [again = ""] = Object.keys(second);
    await server.request("tasks/update", {
      taskId,
      inputResponses: { [again]: { action: "decline" } },
    });
    await server.work();

    expect(again).to.not.equal(key);
    expect(second[again]?.params.message).to.match(
      /^Who\?\n\nThe last answer could not be taken: name/,
    );
    expect(textOf(resultIn(await server.get(taskId)))).to.equal("nobody");
  });

  it("has asked, says the log, and fails where it asks something else than was answered", async () => {
    let runs = 0;
    const tool = backgroundTool("fickle", async (_, { task }) => {
      await task.ask(NAME, `Question ${(runs += 1)}?`);
      return text("");
    });
    const server = taskServer([tool]);
    const { taskId } = await server.call("fickle");

    const first = await capturing(() => server.work());
    const [key = ""] = Object.keys(questionsIn(await server.get(taskId)));
    const inputResponses = { [key]: accept({ name: "Alice" }) };
    await server.request("tasks/update", { taskId, inputResponses });
    const second = await capturing(() => server.work());

    const endOf = ({ output }: typeof first): Result | undefined =>
      readLog(output).others.find(({ message }) =>
        /^(run of a task|task) ended$/.test(String(message)),
      );
    expect(endOf(first)).to.include({ message: "run of a task ended", outcome: "asked" });
    expect(endOf(second)).to.include({ outcome: "failed", code: "cannot-go-on" });
    expect(textOf(resultIn(await server.get(taskId)))).to.equal(
      'The tool "fickle" cannot go on: what it has to ask is not what was answered. Start again, with a call of its own.',
    );
  });

  it("fails for a client that cannot be asked", async () => {
    const tool = backgroundTool("mute", async (_, { task }) => {
      await task.ask(NAME, "Who?");
      return text("");
    });
    const server = taskServer([tool]);
    const [body, parts] = asClient(
      "tools/call",
      { name: "mute", arguments: {} },
      {
        "io.modelcontextprotocol/tasks": {},
      },
    );
    const meta = (body as { params: { _meta: Record<string, Record<string, unknown>> } }).params
      ._meta;
    delete meta["io.modelcontextprotocol/clientCapabilities"]?.["elicitation"];
    const { taskId } = resultOf(await server.ask(body, parts));

    await server.work();

    const result = resultIn(await server.get(taskId));
    expect(textOf(result)).to.equal(
      'The tool "mute" asks: Who? To answer takes a client that knows tasks and elicitation.',
    );
  });

  it("frees its place while it waits, and takes one for its answer, if there is one", async () => {
    const tool = backgroundTool("asking", async (_, { task }) => {
      return text((await task.ask(NAME, "Who?"))?.name ?? "");
    });
    const server = taskServer([tool], { limit: 1 });
    const { taskId } = await server.call("asking");
    await server.work();
    const [key = ""] = Object.keys(questionsIn(await server.get(taskId)));

    const answer = (): Promise<unknown> =>
      server.request("tasks/update", {
        taskId,
        inputResponses: { [key]: accept({ name: "Bob" }) },
      });

    const second = await server.call("asking");
    const refused = await answer();
    await server.work();
    await answer();
    const third = await server.call("asking");
    await server.work();
    const fourth = await server.call("asking");

    expect(JSON.stringify(refused)).to.include("-32603").and.include("send it again in a minute");

    expect([second, third, fourth].map(({ resultType }) => resultType)).to.deep.equal([
      "task",
      "complete",
      "task",
    ]);
  });

  it("is cancelled while it waits", async () => {
    const tool = backgroundTool("asking", async (_, { task }) => {
      return text((await task.ask(NAME, "Who?"))?.name ?? "");
    });
    const server = taskServer([tool]);
    const { taskId } = await server.call("asking");
    await server.work();

    await server.request("tasks/cancel", { taskId });

    const task = await server.get(taskId);
    expect([task["status"], task["inputRequests"]]).to.deep.equal(["cancelled", undefined]);
  });

  it("confirms by its context as well, in a tool that asks", async () => {
    const tool = backgroundTool(
      "confirming",
      async (_, { confirm }) => text((await confirm("Go on?")) ? "went on" : "stayed"),
      { asks: true },
    );
    const server = taskServer([tool]);
    const { taskId } = await server.call("confirming");
    await server.work();
    const [key = ""] = Object.keys(questionsIn(await server.get(taskId)));

    await server.request("tasks/update", {
      taskId,
      inputResponses: { [key]: accept({ confirm: true }) },
    });
    await server.work();

    expect(textOf(resultIn(await server.get(taskId)))).to.equal("went on");
  });

  it("asks in its response when it runs in the request", async () => {
    const tool = backgroundTool("inline", async (_, { task }) => {
      return text((await task.ask(NAME, "Who?"))?.name ?? "nobody");
    });
    const server = taskServer([tool]);
    const params = { name: "inline", arguments: {} };
    const first = resultOf(await server.ask(...asClient("tools/call", params, {})));
    const { inputRequests, requestState } = first as {
      inputRequests: object;
      requestState: string;
    };
    const [key = ""] = Object.keys(inputRequests);

    const inputResponses = { [key]: accept({ name: "Alice" }) };
    const next = { ...params, inputResponses, requestState };
    const second = resultOf(await server.ask(...asClient("tools/call", next, {})));

    expect(first["resultType"]).to.equal("input_required");
    expect(textOf(second)).to.equal("Alice");
  });
});
