/** Tasks as clients see them, through the handler; the worker is this process. */
import { expect } from "chai";
import * as z from "zod";
import { type AnyTool, failure, text } from "../index";
import { plainTool } from "../testing/definitions";
import { memoryStore } from "../store/memory-store";
import { launchInLambda } from "../tasks/task-launch";
import { newId, TASK_ID } from "../tasks/task-row";
import { taskRules } from "../tasks/task-rules";
import { call } from "../testing/mcp";
import { capturing, readLog } from "../testing/output";
import { OPTIONS, person } from "./support/callers";
import {
  asClient,
  backgroundTool,
  messageOf,
  resultOf,
  TASKS,
  taskServer,
  textOf,
} from "./support/tasks";

const count = backgroundTool("count", ({ to }) => text(`counted to ${String(to)}`), {
  inputSchema: z.object({ to: z.number() }),
});

const NOTHING = { code: -32602, message: /There is no such task/ };

describe("a tool with background", () => {
  it("answers with a task, which is there at once and has the result later", async () => {
    const server = taskServer([count]);

    const created = await server.call("count", { to: 3 });
    const before = await server.get(created["taskId"]);
    await server.work();
    const after = await server.get(created["taskId"]);

    const { taskId, createdAt, lastUpdatedAt, ...rest } = created;
    expect(taskId).to.match(/^[\w-]{24}$/);
    expect(new Date(String(createdAt)).toISOString()).to.equal(lastUpdatedAt);
    expect(rest).to.deep.include({
      resultType: "task",
      status: "working",
      statusMessage: "Waiting to begin.",
      ttlMs: 86_400_000,
      pollIntervalMs: 2_000,
    });
    expect(created).to.not.have.any.keys("content", "result", "requestState");
    expect(before).to.deep.include({ resultType: "complete", status: "working", taskId });
    expect(after).to.deep.include({
      status: "completed",
      result: { content: [{ type: "text", text: "counted to 3" }], resultType: "complete" },
    });
  });

  it("is declared to clients, and only where there is one", async () => {
    const discover = async (tools: Parameters<typeof taskServer>[0]): Promise<unknown> => {
      const { capabilities } = await taskServer(tools).request("server/discover");
      return (capabilities as { extensions?: unknown }).extensions;
    };

    expect(await discover([count])).to.deep.equal({ "io.modelcontextprotocol/tasks": {} });
    expect(await discover([plainTool("plain", () => text(""))])).to.equal(undefined);
  });

  it("has no methods of tasks without one", async () => {
    const { error } = await taskServer([plainTool("plain", () => text(""))]).get("x");

    expect(error).to.deep.include({ code: -32601 });
  });

  it("checks arguments before there is a task", async () => {
    const server = taskServer([count]);

    const result = await server.call("count", { to: "three" });

    expect(result).to.deep.include({ isError: true, resultType: "complete" });
    expect(textOf(result)).to.match(/^Invalid arguments for the tool "count": to: /);
    expect(server.launched).to.deep.equal([]);
  });

  it("checks scopes before there is a task", async () => {
    const scoped = backgroundTool("scoped", () => text(""), { scopes: ["orders:write"] });
    const server = taskServer([scoped], {}, OPTIONS.jwt);

    const result = await server.call("scoped", {}, { caller: person("alice") });

    expect(textOf(result)).to.include('needs the scope "orders:write"');
    expect(server.launched).to.deep.equal([]);
  });

  it("lets `first` answer in place of a task", async () => {
    const cached = backgroundTool("cached", () => text("computed"), {
      inputSchema: z.object({ known: z.boolean() }),
      background: {
        minutes: 1,
        otherwise: "inline",
        first: ({ known }) => (known === true ? text("known") : undefined),
      },
    });
    const server = taskServer([cached]);

    const known = await server.call("cached", { known: true });
    const unknown = await server.call("cached", { known: false });

    expect([known["resultType"], textOf(known)]).to.deep.equal(["complete", "known"]);
    expect(unknown["resultType"]).to.equal("task");
  });

  describe("whose `first` asks", () => {
    const approved = backgroundTool("approved", ({ to }) => text(`deployed ${String(to)}`), {
      asks: true,
      inputSchema: z.strictObject({ to: z.string() }),
      background: {
        minutes: 1,
        otherwise: "handle",
        first: async ({ to }, { confirm }) =>
          (await confirm(`Deploy ${String(to)}?`)) ? undefined : failure("Not deployed."),
      },
    });
    const params = { name: "approved", arguments: { to: "x" } };

    for (const confirm of [true, false]) {
      it(`begins a task only with a yes: ${String(confirm)}`, async () => {
        const server = taskServer([approved]);
        const question = await server.request("tools/call", params);
        const { inputRequests, requestState } = question;
        const [key = ""] = Object.keys(inputRequests as object);

        const inputResponses = { [key]: { action: "accept", content: { confirm } } };
        const next = { ...params, inputResponses, requestState };
        const answer = await server.request("tools/call", next);

        expect(question["resultType"]).to.equal("input_required");
        expect(answer["resultType"]).to.equal(confirm ? "task" : "complete");
        expect(server.launched).to.have.length(confirm ? 1 : 0);
      });
    }

    it("hands what was answered to the tool", async () => {
      const run: AnyTool["run"] = (_, { mcp }) => text(JSON.stringify(mcp.mcpReq.inputResponses));
      const seen: AnyTool = { ...approved, name: "seen", run };
      const server = taskServer([seen]);
      const question = await server.request("tools/call", { ...params, name: "seen" });
      const { inputRequests, requestState } = question;
      const [key = ""] = Object.keys(inputRequests as object);

      const inputResponses = { [key]: { action: "accept", content: { confirm: true } } };
      const next = { ...params, name: "seen", inputResponses, requestState };
      const { taskId } = await server.request("tools/call", next);
      await server.work();

      const { result } = await server.get(taskId);
      expect(JSON.parse(textOf(result as Record<string, unknown>))).to.deep.equal(inputResponses);
    });

    it("takes the argument of 2025 clients, which the tool does not see", async () => {
      const server = taskServer([approved]);

      const asked = resultOf(await server.ask(call("approved", { to: "x" })));
      const begun = resultOf(await server.ask(call("approved", { to: "x", confirm: true })));
      await server.work();
      const [, taskId = ""] = /as task ([\w-]{24})\./.exec(textOf(begun)) ?? [];
      const task = await server.get(taskId);

      expect(textOf(asked)).to.include("Deploy x?");
      expect(task["result"]).to.deep.include({ content: [{ type: "text", text: "deployed x" }] });
    });
  });

  it("has no content of a result either when `first` has notified its client", async () => {
    const notifying = backgroundTool("notifying", () => text(""), {
      background: {
        minutes: 1,
        otherwise: "inline",
        first: async (_, { mcp }) => {
          const params = { progressToken: 1, progress: 1 };
          await mcp.mcpReq.notify({ method: "notifications/progress", params });
          return undefined;
        },
      },
    });
    const server = taskServer([notifying]);
    const params = { name: "notifying", arguments: {} };

    const { body } = await server.ask(...asClient("tools/call", params, { [TASKS]: {} }));

    const [, json = "{}"] = /^data: (.*"resultType":"task".*)$/m.exec(body) ?? [];
    const { result } = JSON.parse(json) as { result: object };
    expect(result).to.include({ resultType: "task" }).and.not.have.property("content");
  });

  it("says so when it could not be handed to the worker, and the task has failed", async () => {
    let taskId = "";
    const launch = async (event: { taskId: string }): Promise<void> => {
      taskId = event.taskId;
      throw new Error("throttled");
    };
    const server = taskServer([count], { launch });

    const { result, output } = await capturing(() => server.call("count", { to: 1 }));
    const task = await server.get(taskId);

    expect(result["isError"]).to.equal(true);
    expect(textOf(result)).to.include("could not be started in the background");
    expect(task["status"]).to.equal("failed");
    expect(task["error"]).to.deep.include({ code: -32603 });
    expect(output).to.include("throttled");
  });

  it("refuses arguments that an event cannot carry", async () => {
    const echo = backgroundTool("echo", () => text(""), {
      inputSchema: z.object({ text: z.string() }),
    });
    const server = taskServer([echo], {}, { maxBodyBytes: 2_000_000 });

    const result = await server.call("echo", { text: "x".repeat(1_000_000) });

    expect(textOf(result)).to.include("too large for work in the background");
  });
});

describe("the id of a task", () => {
  it("is no other's, and never begins as an option of a command does", () => {
    const ids = Array.from({ length: 5_000 }, newId);

    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids.filter((id) => !TASK_ID.test(id) || id.startsWith("-"))).to.deep.equal([]);
  });
});

describe("a task", () => {
  it("is nobody else's", async () => {
    const server = taskServer([count], {}, OPTIONS.jwt);
    const [alice, bob] = [{ caller: person("alice") }, { caller: person("bob") }];
    const { taskId } = await server.call("count", { to: 1 }, alice);

    const answers = await Promise.all([
      server.get(taskId, bob),
      server.request("tasks/cancel", { taskId }, bob),
      server.request("tasks/update", { taskId, inputResponses: {} }, bob),
    ]);
    const own = await server.get(taskId, { caller: person("alice", { clientId: "other-app" }) });

    for (const { error } of answers) {
      expect(error).to.deep.include({ code: NOTHING.code });
      expect((error as Error).message).to.match(NOTHING.message);
    }
    expect(own["status"]).to.equal("working");
  });

  it("is not there under an id that is none", async () => {
    const server = taskServer([count]);

    for (const id of ["x", "../count", "a".repeat(24), "a".repeat(199)]) {
      const { error } = await server.get(id);
      expect(error, id).to.deep.include({ code: NOTHING.code });
    }
  });

  it("is forgotten after its time", async () => {
    let now = Date.now();
    const server = taskServer([count], { now: () => now });
    const { taskId } = await server.call("count", { to: 1 });
    await server.work();

    now += 86_300_000;
    const kept = await server.get(taskId);
    now += 200_000;
    const { error } = await server.get(taskId);

    expect(kept["status"]).to.equal("completed");
    expect(error).to.deep.include({ code: NOTHING.code });
  });

  it("is cancelled before it begins, once, and does not run", async () => {
    let runs = 0;
    const counted = backgroundTool("counted", () => text(`${(runs += 1)}`));
    const server = taskServer([counted]);
    const { taskId } = await server.call("counted");

    const acks = [
      await server.request("tasks/cancel", { taskId }),
      await server.request("tasks/cancel", { taskId }),
    ];
    await server.work();
    const task = await server.get(taskId);

    for (const { _meta, ...ack } of acks) expect(ack).to.deep.equal({ resultType: "complete" });
    expect([task["status"], runs]).to.deep.equal(["cancelled", 0]);
  });

  it("has failed when nobody has begun it", async () => {
    let now = Date.now();
    const server = taskServer([count], { now: () => now });
    const { taskId } = await server.call("count", { to: 1 });

    now += 900_001;
    const { result: task, output } = await capturing(() => server.get(taskId));
    await server.work();

    expect(task["status"]).to.equal("failed");
    expect((task["error"] as Error).message).to.match(/^It was not begun in time/);
    expect(readLog(output).metrics.filter((blob) => "TasksLost" in blob)).to.have.length(1);
    expect((await server.get(taskId))["status"]).to.equal("failed");
  });

  it("is not asked for by clients that do not declare tasks: -32021, with status 400", async () => {
    const { ask } = taskServer([count]);

    for (const method of ["tasks/get", "tasks/update", "tasks/cancel"]) {
      const answer = await ask(...asClient(method, { taskId: "x" }, {}));

      expect([method, answer.status]).to.deep.equal([method, 400]);
      expect(answer.json.error).to.deep.include({
        code: -32021,
        data: { requiredCapabilities: { extensions: { "io.modelcontextprotocol/tasks": {} } } },
      });
    }
  });

  it("that cannot be reached is an internal error that gives nothing away", async () => {
    const store = { ...memoryStore(), get: () => Promise.reject(new Error("table of secrets")) };
    const server = taskServer([count], { store });

    const { result, output } = await capturing(() => server.get("a".repeat(24)));

    const error = result["error"] as { code: number; message: string };
    expect([error.code, error.message]).to.deep.equal([
      -32603,
      "The task could not be reached; the reason is in the server's log under request id request-1.",
    ]);
    expect(output).to.include("table of secrets");
  });

  it("takes no answers that a row could not keep", async () => {
    const server = taskServer([count]);
    const { taskId } = await server.call("count", { to: 1 });
    const inputResponses = { a: { action: "accept", content: { x: "x".repeat(100_000) } } };

    const { error } = await server.request("tasks/update", { taskId, inputResponses });

    expect((error as Error).message).to.include("at most 100000 are accepted");
  });
});

describe("tasks in flight", () => {
  it("are limited for a caller, and a place is free again when one is over", async () => {
    const server = taskServer([count], { limitOfCaller: 2 }, OPTIONS.jwt);
    const alice = { caller: person("alice") };
    const start = (parts = alice): Promise<Readonly<Record<string, unknown>>> =>
      server.call("count", { to: 1 }, parts);

    const first = [await start(), await start()];
    const third = await start();
    const other = await start({ caller: person("bob") });
    await server.request("tasks/cancel", { taskId: first[0]?.["taskId"] }, alice);
    const fourth = await start();
    const fifth = await start();

    expect(textOf(third)).to.match(/^You have 2 tasks in flight/);
    expect(third["isError"]).to.equal(true);
    expect([other, fourth].map(({ resultType }) => resultType)).to.deep.equal(["task", "task"]);
    expect(textOf(fifth)).to.match(/^You have 2 tasks in flight/);
  });

  it("are limited for the stack, whoever calls; who cannot be told apart has no limit of his own", async () => {
    const server = taskServer([count], { limit: 12 });

    const started = await Promise.all(
      Array.from({ length: 40 }, () => server.call("count", { to: 1 })),
    );

    const tasks = started.filter(({ resultType }) => resultType === "task");
    const refused = started.filter(({ resultType }) => resultType !== "task");
    expect(tasks).to.have.length(12);
    for (const result of refused) {
      expect(textOf(result)).to.match(/^The server has 12 tasks in flight/);
    }
  });
});

describe("metrics of tasks", () => {
  it("count what was started and how it ended, by tool, and how long it took", async () => {
    const server = taskServer([count]);

    const { output } = await capturing(async () => {
      await server.call("count", { to: 1 });
      await server.work();
    });

    const { metrics, others } = readLog(output);
    const blobs = metrics.filter((blob) =>
      Object.keys(blob).some((name) => /^Tasks?[A-Z]/.test(name)),
    );
    expect(
      blobs.map(({ service, tool, TasksStarted, TasksCompleted }) => [
        ...[service, tool, TasksStarted, TasksCompleted],
      ]),
    ).to.deep.equal([
      ["test", "count", 1, undefined],
      ["test", "count", undefined, 1],
    ]);
    expect(blobs[1]).to.include.keys("TaskDuration", "TaskQueueTime");
    const lines = others.filter(({ message }) => message === "task ended");
    expect(lines).to.have.length(1);
    expect(lines[0]).to.include({ tool: "count", status: "completed", requestId: "worker-1" });
    expect([lines[0]?.["outcome"], blobs[1]?.["outcome"]]).to.deep.equal(["ok", "ok"]);
    expect(lines[0]).to.include.keys("taskId", "durationMs", "queueMs");
  });

  it("say at their end how it was, with the author's code or the name of the error", async () => {
    const tools = [
      backgroundTool("coded", () => failure("No.", { code: "no-luck" })),
      backgroundTool("throws", () => {
        throw new RangeError("inside");
      }),
    ];
    const server = taskServer(tools);
    const { output } = await capturing(async () => {
      for (const { name } of tools) {
        await server.call(name, {});
        await server.work();
      }
    });

    const { metrics, others, begun } = readLog(output);
    const ended = others.filter(({ message }) => message === "task ended");
    expect(ended.map(({ tool, outcome, code }) => [tool, outcome, code])).to.deep.equal([
      ["coded", "failed", "no-luck"],
      ["throws", "threw", "RangeError"],
    ]);
    const failed = metrics.filter((blob) => "TasksFailed" in blob);
    expect(failed.map(({ code }) => code)).to.deep.equal(["no-luck", "RangeError"]);
    expect(begun.filter(({ taskId }) => taskId !== undefined)).to.have.length(2);
  });

  it("come with arguments and results where the setting says so, and no secrets", async () => {
    const echo = backgroundTool("echo", ({ said }) => text(String(said)), {
      inputSchema: z.object({ said: z.string(), password: z.string() }),
    });
    const server = taskServer([echo], {}, { logPayloads: true });
    await server.call("echo", { said: "hello", password: "open sesame" });

    const { output } = await capturing(() => server.work());

    const [line] = readLog(output).others.filter(({ message }) => message === "tool called");
    expect(line).to.include({ tool: "echo", requestId: "worker-1" });
    expect(output).to.include("hello").and.not.include("open sesame");
  });

  it("count the call without a duration: a start's is not the tool's", async () => {
    const server = taskServer([count]);

    const { output } = await capturing(() => server.call("count", { to: 1 }));

    const [blob] = readLog(output).metrics.filter((line) => "ToolCalls" in line);
    expect(blob).to.include({ ToolCalls: 1, ToolErrors: 0 });
    expect(blob).to.not.include.keys("ToolDuration");
  });
});

describe("clients that know no tasks", () => {
  const ways = ["inline", "handle", "refuse"] as const;
  const [inline, handle, refuse] = ways.map((otherwise) =>
    backgroundTool(
      otherwise,
      async (_, { task }) => {
        await task.progress("half");
        return text(`done ${task.id === undefined ? "here" : "there"}`);
      },
      { background: { minutes: 1, otherwise } },
    ),
  );
  const tools = [inline, handle, refuse].filter((tool) => tool !== undefined);

  for (const era of ["2025", "2026"] as const) {
    const called = async (
      server: ReturnType<typeof taskServer>,
      name: string,
      args: object = {},
      remainingMs?: number,
    ): Promise<Readonly<Record<string, unknown>>> => {
      const params = { name, arguments: args };
      const [body, parts] =
        era === "2025" ? [call(name, args), {}] : asClient("tools/call", params, {});
      const time = remainingMs === undefined ? {} : { remainingMs };
      return resultOf(await server.ask(body, { ...parts, ...time }));
    };

    it(`have it run in the request: inline, ${era}`, async () => {
      const server = taskServer(tools);

      const result = await called(server, "inline");

      expect([textOf(result), server.launched]).to.deep.equal(["done here", []]);
    });

    it(`get an id and tools for it: handle, ${era}`, async () => {
      const server = taskServer(tools);
      const started = await called(server, "handle");
      const [, taskId = ""] = /as task ([\w-]{24})\./.exec(textOf(started)) ?? [];

      const running = called(server, "task-status", { taskId });
      await server.work();
      const done = await running;
      const late = await called(server, "task-cancel", { taskId });
      const unknown = await called(server, "task-status", { taskId: "x" });

      expect(textOf(done)).to.equal("done there");
      expect(textOf(late)).to.equal("It was over before: completed.");
      expect(unknown["isError"]).to.equal(true);
    });

    it(`are told how far it is, and to ask again: handle, ${era}`, async () => {
      const server = taskServer(tools);
      const started = await called(server, "handle");
      const [, taskId = ""] = /as task ([\w-]{24})\./.exec(textOf(started)) ?? [];

      const status = await called(server, "task-status", { taskId }, 2_500);

      expect(textOf(status)).to.equal("Waiting to begin. It is not done: ask again.");
    });

    it(`cancel by a tool: handle, ${era}`, async () => {
      const server = taskServer(tools);
      const started = await called(server, "handle");
      const [, taskId = ""] = /as task ([\w-]{24})\./.exec(textOf(started)) ?? [];

      const cancelled = await called(server, "task-cancel", { taskId });
      const status = await called(server, "task-status", { taskId });

      expect([textOf(cancelled), textOf(status)]).to.deep.equal([
        "Cancelled.",
        "The task was cancelled.",
      ]);
    });
  }

  for (const [message, status] of [
    ["3 of 12 pages", "3 of 12 pages. It is not done: ask again."],
    ["Halfway.", "Halfway. It is not done: ask again."],
    ["", "Working. It is not done: ask again."],
  ] as const) {
    it(`are told in a sentence what a tool says of its progress: handle, "${message}"`, async () => {
      let told = "";
      const running = backgroundTool(
        "running",
        async (_, { task }) => {
          await task.progress(message);
          const params = call("task-status", { taskId });
          told = textOf(resultOf(await server.ask(params, { remainingMs: 2_500 })));
          return text("done");
        },
        { background: { minutes: 1, otherwise: "handle" } },
      );
      const server = taskServer([running]);
      const started = resultOf(await server.ask(call("running")));
      const [, taskId = ""] = /as task ([\w-]{24})\./.exec(textOf(started)) ?? [];

      await server.work();

      expect(told).to.equal(status);
    });
  }

  it("are told what a task asks that another client has begun: handle", async () => {
    const asking = backgroundTool(
      "asking",
      async (_, { confirm }) => text((await confirm("Delete all?")) ? "deleted" : "kept"),
      { asks: true, background: { minutes: 1, otherwise: "handle" } },
    );
    const server = taskServer([asking]);
    const { taskId } = await server.call("asking");
    await server.work();

    const status = await server.ask(call("task-status", { taskId }), { remainingMs: 2_500 });

    expect(textOf(resultOf(status))).to.equal("It asks: Delete all?");
  });

  it("are told what client it takes: refuse, 2025", async () => {
    const server = taskServer(tools);

    const result = resultOf(await server.ask(call("refuse")));

    expect(result["isError"]).to.equal(true);
    expect(textOf(result)).to.include(
      "needs a client of protocol version 2026-07-28 that knows tasks",
    );
  });

  it("are told what to declare: refuse, 2026", async () => {
    const server = taskServer(tools);
    const params = { name: "refuse", arguments: {} };

    const { result: answer, output } = await capturing(() =>
      server.ask(...asClient("tools/call", params, {})),
    );

    expect([answer.status, answer.json.error?.code]).to.deep.equal([400, -32021]);
    const [blob] = readLog(output).metrics.filter((line) => "ToolRefusals" in line);
    expect(blob).to.include({ tool: "refuse", ToolRefusals: 1 });
    expect(blob).to.include({ outcome: "refused", code: "needs-tasks" });
  });

  it("are listed the tools of tasks only where a tool says handle", async () => {
    const names = async (list: typeof tools): Promise<unknown> => {
      const { tools: listed } = await taskServer(list).request("tools/list");
      return (listed as { name: string }[]).map(({ name }) => name);
    };

    expect(await names(tools)).to.deep.equal([...ways, "task-status", "task-cancel"]);
    expect(await names(tools.slice(0, 1))).to.deep.equal(["inline"]);
  });

  it("have a batch of calls served, each by itself", async () => {
    const server = taskServer(tools);

    const { body } = await server.ask([call("inline", {}, 1), call("refuse", {}, 2)]);

    const [first, second] = JSON.parse(body) as { id: number; result: { isError?: boolean } }[];
    expect([first?.result.isError, second?.result.isError]).to.deep.equal([undefined, true]);
  });
});

describe("checks of background", () => {
  const problemOf = (parts: object, name = "slow"): string => {
    try {
      taskServer([{ ...backgroundTool(name, () => text("")), ...parts }]);
      return "";
    } catch (error) {
      return (error as Error).message;
    }
  };
  const handle = { minutes: 1, otherwise: "handle" };

  const faults: readonly (readonly [object, string, string?])[] = [
    [{ background: true }, 'background: write { minutes: 10, otherwise: "inline" }'],
    [{ background: { minutes: 15, otherwise: "inline" } }, "background.minutes: use a number"],
    [{ background: { minutes: 0, otherwise: "inline" } }, "background.minutes: use a number"],
    [{ background: { minutes: 1 } }, "background.otherwise: use one of inline, handle, refuse"],
    [{ background: { ...handle, first: 1 } }, "background.first: it is not a function"],
    [{ background: handle, outputSchema: z.object({}) }, "an id is not as outputSchema says"],
    [{ background: handle }, 'the name belongs to otherwise: "handle"', "task-status"],
  ];
  for (const [parts, problem, name] of faults) {
    it(`refuse ${JSON.stringify(parts)}${name === undefined ? "" : ` of ${name}`}`, () => {
      expect(problemOf(parts, name)).to.include(problem);
    });
  }

  it("let a tool have any name where none says handle", () => {
    expect(problemOf({}, "task-status")).to.equal("");
  });
});

describe("a function's variables of tasks", () => {
  const NAMES = ["TASK_FUNCTION", "TASK_LIMIT", "TASK_LIMIT_CALLER"];
  const before = NAMES.map((name) => [name, process.env[name]] as const);
  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  it("name the worker, and how many may be in flight", () => {
    Object.assign(process.env, {
      ...{ TASK_FUNCTION: "arn:of:worker:1", TASK_LIMIT: "7", TASK_LIMIT_CALLER: "3" },
    });

    expect(taskRules()).to.include({ worker: "arn:of:worker:1", limit: 7, limitOfCaller: 3 });
  });

  it("have a default for a number that is no positive integer", () => {
    for (const value of ["0", "-1", "1.5", "many", ""]) {
      Object.assign(process.env, { TASK_LIMIT: value, TASK_LIMIT_CALLER: value });

      expect(taskRules()).to.include({ limit: 100, limitOfCaller: 10 });
    }
  });

  for (const functionArn of [undefined, ""]) {
    it(`have to name a worker, and not ${JSON.stringify(functionArn)}`, async () => {
      expect(await messageOf(launchInLambda({ taskId: "a" }, functionArn))).to.match(
        /^TASK_FUNCTION is not set: nothing runs tasks here\./,
      );
    });
  }
});
