/**
 * Calls whose client sends what it likes when it likes: answers late, twice and at the same time, to
 * environments of which some die in the middle. What is under once happens at most once in a call, and
 * exactly once in a call that comes to its end.
 */
import type { InputRequiredResult } from "@modelcontextprotocol/server";
import { expect } from "chai";
import * as fc from "fast-check";
import { prepareAsking } from "../asks/run-asking";
import { text, type ToolResult } from "../definitions/tool";
import type { CallContext } from "../definitions/call-context";
import type { Invocation } from "../features/invocation";
import { memoryStore } from "../store/memory-store";
import type { RecordStore } from "../store/record-store";
import { plainTool } from "../testing/definitions";
import { CANCELLED, DECLINED, NO, YES } from "./support/asking-client";

/** What a tool does, one after the other; the parts of a step side by side. */
type Steps = readonly (readonly ("confirm" | "once")[])[];

interface Sending {
  /** Which of the states known so far; -1 for the last. */
  readonly state: number;
  readonly answer: object;
  /** After so many operations of the store its environment is dead; a large number: never. */
  readonly diesAfter: number;
}

const steps: fc.Arbitrary<Steps> = fc.array(
  fc.array(fc.constantFrom("confirm", "once"), { minLength: 1, maxLength: 3 }),
  { minLength: 1, maxLength: 4 },
);
const wrong = { action: "accept", content: { confirm: "perhaps" } };
const sending: fc.Arbitrary<Sending> = fc.record({
  state: fc.nat({ max: 8 }),
  answer: fc.constantFrom(YES, YES, YES, NO, DECLINED, CANCELLED, wrong, {}),
  diesAfter: fc.oneof(
    { weight: 4, arbitrary: fc.constant(1_000) },
    { weight: 1, arbitrary: fc.nat({ max: 8 }) },
  ),
});
/** Sent at the same time, each. */
const schedule = fc.array(fc.array(sending, { minLength: 1, maxLength: 3 }), { maxLength: 12 });

describe("calls that are asked", () => {
  it("do what is under once at most once, whatever is sent, and exactly once when they end", async () => {
    let ended = 0;
    const property = fc.asyncProperty(fc.scheduler(), steps, schedule, async (s, tool, rounds) => {
      const call = createCall(s, tool);
      call.send({ state: 0, answer: {}, diesAfter: 1_000 });
      await quiet(s);
      for (const round of rounds) {
        for (const each of round) call.send(each);
        await quiet(s);
      }

      const all = tool.flatMap((parts, step) =>
        parts.flatMap((part, index) => (part === "once" ? [`${step}.${index}`] : [])),
      );
      for (const name of all) expect(call.counts.get(name) ?? 0).to.be.at.most(1);
      expect(call.ends()).to.be.at.most(1);
      if (call.ends() === 1) {
        ended += 1;
        for (const name of all) expect(call.counts.get(name)).to.equal(1);
      }
    });

    await fc.assert(property, { numRuns: 300 });
    // The half of them at least: the property says something.
    expect(ended).to.be.at.least(50);
  });
});

describe("calls whose client answers each question once", () => {
  it("come to their end, whatever stands beside a question", async () => {
    const property = fc.asyncProperty(fc.scheduler(), steps, async (s, tool) => {
      const call = createCall(s, tool);
      const questions = tool.flat().filter((part) => part === "confirm").length;
      for (let round = 0; round <= questions; round += 1) {
        call.send({ state: -1, answer: YES, diesAfter: 1_000 });
        await quiet(s);
        if (call.ends() > 0) break;
      }

      expect(call.ends()).to.equal(1);
    });

    await fc.assert(property, { numRuns: 200 });
  });
});

interface Call {
  readonly counts: ReadonlyMap<string, number>;
  readonly ends: () => number;
  readonly send: (sending: Sending) => void;
}

function createCall(scheduler: fc.Scheduler, steps: Steps): Call {
  const store = memoryStore();
  const counts = new Map<string, number>();
  // The start of the call has none.
  const known: (InputRequiredResult | undefined)[] = [];
  let hasBegun = false;
  let ends = 0;

  const run = async ({
    confirm,
    once,
  }: Pick<CallContext, "confirm" | "once">): Promise<ToolResult> => {
    for (const [step, parts] of steps.entries()) {
      const doing = parts.map(async (part, index) => {
        const name = `${step}.${index}`;
        if (part === "confirm") return confirm(`${name}?`);
        return once(name, async () => {
          counts.set(name, (counts.get(name) ?? 0) + 1);
          await scheduler.schedule(Promise.resolve(), `work ${name}`);
        });
      });
      await Promise.all(doing);
    }
    return text("done");
  };

  const send = ({ state, answer, diesAfter }: Sending): void => {
    if (hasBegun && known.length === 0) return;
    const asked = hasBegun ? known.at(state % known.length) : undefined;
    hasBegun = true;
    const { mortal, freeze } = environment(store, scheduler, diesAfter);
    const tool = plainTool("model", () => text(""));
    const { perform } = prepareAsking(tool, {}, invocationOf(asked, answer), () => mortal);
    void perform(run).then(({ result }) => {
      freeze();
      if ("isError" in result) return;
      if ("inputRequests" in result) known.push(result as InputRequiredResult);
      else ends += 1;
    });
  };
  return { counts, ends: () => ends, send };
}

/** Of a client that sends a state back, and answers all questions alike. */
function invocationOf(asked: InputRequiredResult | undefined, answer: object): Invocation {
  const keys = Object.keys(asked?.inputRequests ?? {});
  const mcpReq = {
    envelope: {},
    signal: new AbortController().signal,
    requestState: () => asked?.requestState,
    inputResponses: Object.fromEntries(keys.map((key) => [key, answer])),
  };
  return { states: {}, mcp: { mcpReq } } as unknown as Invocation;
}

interface Environment {
  /** Its operations come late, and from one on never. */
  readonly mortal: RecordStore;
  /** Nothing happens behind the response. */
  readonly freeze: () => void;
}

function environment(store: RecordStore, scheduler: fc.Scheduler, diesAfter: number): Environment {
  let left = diesAfter;
  const late =
    <Args extends unknown[], Value>(name: string, does: (...args: Args) => Promise<Value>) =>
    async (...args: Args): Promise<Value> => {
      if (left-- <= 0) return new Promise(() => undefined);
      await scheduler.schedule(Promise.resolve(), `${name} begins`);
      if (left < 0) return new Promise(() => undefined);
      const value = await does(...args);
      await scheduler.schedule(Promise.resolve(), `${name} ends`);
      return value;
    };
  const mortal = {
    get: late("get", store.get),
    insert: late("insert", store.insert),
    replace: late("replace", store.replace),
    add: late("add", store.add),
    remove: late("remove", store.remove),
  };
  return { mortal, freeze: () => (left = -1) };
}

/** Until nothing happens any more: a run stands still a turn after its last step. */
async function quiet(scheduler: fc.Scheduler): Promise<void> {
  for (let turns = 0; turns < 4; turns += 1) {
    while (scheduler.count() > 0) {
      await scheduler.waitNext(1);
      turns = 0;
    }
    await new Promise(setImmediate);
  }
}
