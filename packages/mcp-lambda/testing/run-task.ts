/** Task runner for tests: a tool as a task, from its start to its end, with the worker in this process. */
import { type CallToolResult, type ServerContext } from "@modelcontextprotocol/server";
import type { AnyTool } from "../definitions/tool";
import { ANONYMOUS, type Caller } from "../http/caller";
import { memoryStore } from "../store/memory-store";
import { startTask, isRow } from "../tasks/start-task";
import type { TaskLaunch } from "../tasks/task-launch";
import { isOver, type TaskError, type TaskRow, type TaskStatus } from "../tasks/task-row";
import { taskRules } from "../tasks/task-rules";
import { createTaskRunner } from "../tasks/task-runner";
import { createTasks, type TaskRequest, type Tasks } from "../tasks/tasks";
import { createTaskTelemetry } from "../telemetry/task-telemetry";
import { serverWith } from "./definitions";
import { divertOutput } from "./output";
import { silentLogger } from "./run-tool";

export interface TaskTestOptions {
  readonly caller?: Caller;
  /**
   * Answers in the order in which the tool asks: what is filled in, true or false to `confirm`, "decline" to
   * either.
   */
  readonly answers?: readonly unknown[];
  /** It is cancelled when it says this. */
  readonly cancelAt?: string;
  /** Clients of what the tool needs, by name, in place of those of AWS. */
  readonly clients?: Readonly<Record<string, unknown>>;
  /** Milliseconds that the worker has; default as `minutes` says. */
  readonly remainingMs?: number;
}

export interface TaskOutcome {
  readonly status: TaskStatus;
  /** Of a completed one; a failed call has `isError`. */
  readonly result?: CallToolResult;
  /** Of a failed one. */
  readonly error?: TaskError;
  /** What it said of its progress, in all its runs. */
  readonly said: readonly string[];
  /** What it asked. */
  readonly asked: readonly string[];
}

/** @throws Error when the tool has no `background`, was not begun, or asks what has no answer. */
export async function runTask(
  tool: AnyTool,
  input: unknown,
  options: TaskTestOptions = {},
): Promise<TaskOutcome> {
  const { caller = ANONYMOUS, answers = [], cancelAt, remainingMs = 900_000 } = options;
  const { background, name } = tool;
  if (background === undefined) throw new Error(`"${name}" has no background: use runTool`);
  tool.inputSchema.parse(input);
  const said: string[] = [];
  const request: TaskRequest = { caller, requestId: "test", log: silentLogger };
  const watched = watch(tool, options.clients, async (text, id) => {
    said.push(text);
    if (text === cancelAt) await tasks.cancel(id, request);
  });
  const worker = workerOf(watched, remainingMs);
  const { tasks } = worker;
  const restore = divertOutput(() => undefined);
  try {
    const mcp = { mcpReq: {} } as unknown as ServerContext;
    const start = { tool, background, input, canAnswer: true, mcp, service: "test", request };
    const started = await startTask(tasks, start);
    if (!isRow(started)) throw new Error(`"${name}" was not begun: ${JSON.stringify(started)}`);
    const asked = await answerAll(worker, { id: started.id, answers, request, name });
    return outcomeOf((await tasks.look(started.id, request)) as TaskRow, said, asked);
  } finally {
    restore();
  }
}

interface Worker {
  readonly tasks: Tasks;
  /** Settles when what was launched is at its end. */
  readonly idle: () => Promise<void>;
}

function workerOf(tool: AnyTool, remainingMs: number): Worker {
  let running = Promise.resolve();
  const launch = async (launched: TaskLaunch): Promise<void> => {
    const event = JSON.parse(JSON.stringify(launched)) as TaskLaunch;
    const context = { awsRequestId: "worker", getRemainingTimeInMillis: () => remainingMs };
    running = runner(event, context);
  };
  const options = { store: memoryStore(), launch, lookMs: 20 };
  const telemetry = createTaskTelemetry({ logLevel: "error", logPayloads: false });
  const runner = createTaskRunner(serverWith({ tools: [tool] }), telemetry, options);
  return { tasks: createTasks(taskRules(options), "test"), idle: () => running };
}

/** The tool, whose progress is heard, and which has these clients. */
function watch(
  tool: AnyTool,
  clients: TaskTestOptions["clients"],
  hear: (text: string, id: string) => Promise<void>,
): AnyTool {
  const run: AnyTool["run"] = (input, context) => {
    const { id = "", progress, ...task } = context.task;
    const told = async (text: string): Promise<void> => {
      await hear(text, id);
      await progress(text);
    };
    return tool.run(input, { ...context, ...clients, task: { ...task, id, progress: told } });
  };
  return { ...tool, run };
}

interface Answering {
  readonly id: string;
  readonly name: string;
  readonly answers: readonly unknown[];
  readonly request: TaskRequest;
}

/** @returns what was asked. */
async function answerAll(
  { tasks, idle }: Worker,
  { id, name, answers, request }: Answering,
): Promise<readonly string[]> {
  const asked: string[] = [];
  for (;;) {
    await idle();
    const row = (await tasks.look(id, request)) as TaskRow;
    if (isOver(row)) break;
    const responses: Record<string, unknown> = {};
    for (const [key, question] of Object.entries(row.questioning?.open ?? {})) {
      const { message } = (question as { params: { message: string } }).params;
      if (asked.length === answers.length) {
        throw new Error(`"${name}" asks ${JSON.stringify(message)}: add an answer to { answers }`);
      }
      responses[key] = responseOf(answers[asked.length]);
      asked.push(message);
    }
    await tasks.update(id, responses, request);
  }
  if (asked.length === answers.length) return asked;
  throw new Error(
    `"${name}" has asked ${asked.length} of the ${answers.length} questions answered`,
  );
}

function responseOf(answer: unknown): object {
  if (answer === "decline") return { action: "decline" };
  const content = typeof answer === "boolean" ? { confirm: answer } : answer;
  return { action: "accept", content };
}

function outcomeOf(
  { status, result, error }: TaskRow,
  said: readonly string[],
  asked: readonly string[],
): TaskOutcome {
  return {
    ...{ status, said, asked },
    ...(result !== undefined && { result: result as unknown as CallToolResult }),
    ...(error !== undefined && { error }),
  };
}
