/**
 * Tasks under all interleavings of their writes: workers that die at any of them, events that are delivered
 * twice, cancels, answers and looks at the same time. Each task comes to an end, runs at most once unless it
 * may be repeated, and gives its place back once.
 *
 * A worker that dies between its last write and giving back keeps the place: the model knows that it may.
 */
import { expect } from "chai";
import fc from "fast-check";
import * as z from "zod";
import { createTaskRunner, text } from "../index";
import { memoryStore } from "../store/memory-store";
import type { RecordStore, StoredRecord } from "../store/record-store";
import { isRow, startTask } from "../tasks/start-task";
import type { TaskLaunch } from "../tasks/task-launch";
import { isOver, type TaskRow } from "../tasks/task-row";
import { taskRules } from "../tasks/task-rules";
import { createTasks } from "../tasks/tasks";
import { createTaskTelemetry } from "../telemetry/task-telemetry";
import { serverWith } from "../testing/definitions";
import { divertOutput } from "../testing/output";
import { silentLogger } from "../testing/run-tool";
import { person } from "./support/callers";
import { backgroundTool } from "./support/tasks";
import { propertyRuns } from "../../../tests/support/property-runs";

const LIMIT = 3;
const LIMIT_OF_CALLER = 2;
const OF_STACK = "tasks/in-flight";

type Action =
  | {
      readonly kind: "start";
      readonly caller: number;
      readonly tool: "once" | "repeatable" | "asking";
    }
  | { readonly kind: "deliver"; readonly at: number }
  | { readonly kind: "cancel" | "answer" | "look"; readonly at: number }
  /** A worker that dies at one of its writes. */
  | {
      readonly kind: "doomed";
      readonly at: number;
      readonly operations: number;
      /** The write at which it dies has been made. */
      readonly isWritten: boolean;
    }
  | { readonly kind: "wait"; readonly seconds: number };

const at = fc.nat(5);
const action: fc.Arbitrary<Action> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("start" as const),
      caller: fc.nat(1),
      tool: fc.constantFrom("once" as const, "repeatable" as const, "asking" as const),
    }),
  },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("deliver" as const), at }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("doomed" as const),
      at,
      operations: fc.nat(8),
      isWritten: fc.boolean(),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("cancel" as const, "answer" as const, "look" as const),
      at,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      seconds: fc.constantFrom(1, 31, 901),
    }),
  },
);

const ANSWER = z.object({ yes: z.boolean() });

/** Of a worker. */
interface Life {
  /** Operations of the store. */
  left: number;
  readonly isWritten: boolean;
  readonly die: () => void;
  /** Places that it has to give back. */
  readonly owes: Set<string>;
}

function immortal(): Life {
  return { left: Infinity, isWritten: false, die: () => undefined, owes: new Set() };
}

/** A stack, of which each operation of the store happens when the scheduler says so. */
class Model {
  private now = 1_800_000_000_000;
  private readonly kept = memoryStore(() => this.now);
  readonly events: TaskLaunch[] = [];
  readonly ids: { readonly id: string; readonly caller: number; readonly tool: string }[] = [];
  readonly runs = new Map<string, number>();
  /** Sums of what was added to the counters. */
  readonly counts = new Map<string, number>();
  readonly highest = new Map<string, number>();
  /** Tasks that were over, and were changed. */
  readonly revived: string[] = [];
  /** Places that died with a worker. */
  readonly lostPlaces = new Map<string, number>();

  /** @param lies whether the answer to a write is lost, and the second attempt told that it was late */
  constructor(
    private readonly scheduler: fc.Scheduler,
    private readonly lies: readonly boolean[],
  ) {}

  private store(life: Life = immortal()): RecordStore {
    const step = async <Value>(key: string, work: () => Promise<Value>): Promise<Value> => {
      const isLast = life.left-- === 0;
      if (!isLast) await this.scheduler.schedule(Promise.resolve(), key);
      if (!isLast) return await work();
      if (life.isWritten) await work();
      for (const place of life.owes)
        this.lostPlaces.set(place, (this.lostPlaces.get(place) ?? 0) + 1);
      life.die();
      return await new Promise(() => undefined);
    };
    return {
      get: (key) => step(key, () => this.kept.get(key)),
      insert: (record) =>
        step(record.key, async () => this.answerTo(await this.kept.insert(record))),
      replace: (record) => step(record.key, () => this.replaced(record, life)),
      remove: (key) => step(key, () => this.kept.remove(key)),
      add: (key, by, rule) =>
        step(key, () => {
          if (by < 0) life.owes.delete(key);
          return this.added(key, by, rule);
        }),
    };
  }

  private async replaced(record: StoredRecord, { owes }: Life): Promise<boolean> {
    const before = (await this.kept.get(record.key))?.value as unknown as TaskRow | undefined;
    const after = record.value as unknown as TaskRow;
    const isWritten = await this.kept.replace(record);
    if (isWritten && before !== undefined && isOver(before)) this.revived.push(before.id);
    if (isWritten && before?.status === "working" && after.status !== "working") {
      owes.add(`tasks/of/${after.owner}`).add(OF_STACK);
    }
    return this.answerTo(isWritten);
  }

  private writes = 0;

  /** What the store answers to a write that it has made, or not. */
  private answerTo(isWritten: boolean): boolean {
    const { lies } = this;
    return isWritten && lies[this.writes++ % lies.length] !== true;
  }

  private async added(
    key: string,
    by: number,
    rule: Parameters<RecordStore["add"]>[2],
  ): Promise<boolean> {
    // Counters that expire are the memory store's own matter.
    const isAdded = await this.kept.add(key, by, { ...rule, expiresAt: Infinity });
    if (isAdded) this.note(key, by);
    return isAdded;
  }

  private note(key: string, by: number): void {
    const count = (this.counts.get(key) ?? 0) + by;
    this.counts.set(key, count);
    this.highest.set(key, Math.max(this.highest.get(key) ?? 0, count));
  }

  private options(store: RecordStore): Parameters<typeof taskRules>[0] {
    const launch = async (event: TaskLaunch): Promise<void> => {
      await this.scheduler.schedule(Promise.resolve(), "launch");
      this.events.push(JSON.parse(JSON.stringify(event)) as TaskLaunch);
    };
    const now = (): number => this.now;
    const limits = { limit: LIMIT, limitOfCaller: LIMIT_OF_CALLER };
    return { store, launch, now, lookMs: 1_000_000, ...limits };
  }

  private readonly tasks = createTasks(taskRules(this.options(this.store())), "test");

  readonly tools = (["once", "repeatable", "asking"] as const).map((name) => {
    const { annotations, ...tool } = backgroundTool(name, async (_, { task }) => {
      const { id = "" } = task;
      if (name === "asking") {
        await task.ask(ANSWER, "Yes?");
      }
      this.runs.set(id, (this.runs.get(id) ?? 0) + 1);
      await this.scheduler.schedule(Promise.resolve(), "run");
      return text("done");
    });
    return { ...tool, annotations: { ...annotations, idempotentHint: name === "repeatable" } };
  });

  private request(caller: number): Parameters<typeof this.tasks.look>[1] {
    return { caller: person(`person-${caller}`), requestId: "r", log: silentLogger };
  }

  async start(caller: number, name: string): Promise<void> {
    const tool = this.tools.find((each) => each.name === name);
    if (tool?.background === undefined) throw new Error(name);
    const started = await startTask(this.tasks, {
      ...{ tool, background: tool.background, input: {}, canAnswer: true, service: "test" },
      mcp: { mcpReq: {} } as never,
      request: this.request(caller),
    });
    if (isRow(started)) this.ids.push({ id: started.id, caller, tool: name });
  }

  deliver(event: TaskLaunch, operations = Infinity, isWritten = false): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const die = (): void => {
      resolve(undefined);
    };
    const options = this.options(this.store({ left: operations, isWritten, die, owes: new Set() }));
    const definition = serverWith({ tools: this.tools });
    const runner = createTaskRunner(
      definition,
      createTaskTelemetry({ logLevel: "error", logPayloads: false }),
      options,
    );
    const context = { awsRequestId: "w", getRemainingTimeInMillis: () => 900_000 };
    return Promise.race([runner(event, context), promise]).then(() => undefined);
  }

  async perform(step: Action): Promise<void> {
    if (step.kind === "start") await this.start(step.caller, step.tool);
    else if (step.kind === "wait") this.now += step.seconds * 1000;
    else if (step.kind === "deliver" || step.kind === "doomed") {
      const event = this.events[step.at % Math.max(this.events.length, 1)];
      if (event === undefined) return;
      if (step.kind === "doomed") await this.deliver(event, step.operations, step.isWritten);
      else await this.deliver(event);
    } else await this.touch(step);
  }

  private async touch(
    step: Extract<Action, { kind: "cancel" | "answer" | "look" }>,
  ): Promise<void> {
    const task = this.ids[step.at % Math.max(this.ids.length, 1)];
    if (task === undefined) return;
    const request = this.request(task.caller);
    if (step.kind === "cancel") await this.tasks.cancel(task.id, request);
    if (step.kind === "look") await this.tasks.look(task.id, request);
    if (step.kind === "answer") await this.answer(task.id, request);
  }

  private async answer(id: string, request: ReturnType<typeof this.request>): Promise<void> {
    const row = await this.tasks.look(id, request);
    const keys = Object.keys(row?.questioning?.open ?? {});
    const response = { action: "accept", content: { yes: true } };
    const responses = Object.fromEntries(keys.map((key) => [key, response]));
    try {
      await this.tasks.update(id, responses, request);
    } catch (error) {
      // All places are taken: whoever answers comes again.
      if (!String(error).includes("send it again in a minute")) throw error;
    }
  }

  /** Everybody looks after a while; what still waits for an answer is cancelled. */
  async settle(): Promise<readonly boolean[]> {
    this.now += 2_000_000;
    const rows = this.ids.map(async ({ id, caller }) => {
      const row = await this.tasks.look(id, this.request(caller));
      const last =
        row?.status === "input_required" ? await this.tasks.cancel(id, this.request(caller)) : row;
      return last !== undefined && isOver(last);
    });
    return Promise.all(rows);
  }
}

describe("tasks under all interleavings", () => {
  it("end, run once, and give back their places once", async () => {
    const property = fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
      fc.array(fc.array(action, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 5 }),
      async (scheduler, lies, rounds) => {
        const model = new Model(scheduler, lies);
        // Of a round all happens at the same time.
        for (const round of rounds) {
          await scheduler.waitFor(Promise.all(round.map((step) => model.perform(step))));
        }
        const over = await scheduler.waitFor(model.settle());

        expect(over.every(Boolean), "all are over").to.equal(true);
        expect(model.revived, "changed after their end").to.deep.equal([]);
        for (const [id, runs] of model.runs) {
          const { tool } = model.ids.find((task) => task.id === id) ?? {};
          if (tool !== "repeatable") expect(runs, `runs of ${tool ?? ""}`).to.equal(1);
        }
        for (const [key, count] of model.counts) {
          expect(count, `places of ${key}`).to.equal(model.lostPlaces.get(key) ?? 0);
        }
      },
    );
    const restore = divertOutput(() => undefined);
    try {
      await fc.assert(property, { numRuns: propertyRuns(500) });
    } finally {
      restore();
    }
  });
});
