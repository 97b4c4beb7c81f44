/**
 * Slots: how many tasks are in flight, of a caller and of the stack. A slot is taken before a task is
 * written, and given back by whoever writes that it is in flight no more (task-table.ts): by one, since
 * one alone can.
 *
 * What dies between the two writes keeps a slot taken. A counter to which nothing was added for as long
 * as a task can be in flight begins with 0, so that a stack that is full of such slots is free again.
 */
import { type Caller, ANONYMOUS } from "../http/caller";
import type { RecordStore } from "../store/record-store";
import { ownerOf } from "./task-row";

export interface SlotRules {
  readonly limitOfCaller: number;
  readonly limit: number;
  readonly now: () => number;
}

export type Full = "caller" | "stack";

export interface Slots {
  /** @returns whose are all taken, if they are. */
  readonly take: (owner: string) => Promise<Full | undefined>;
  readonly giveBack: (owner: string) => Promise<void>;
}

/** Longer than a task is in flight: queued, running, and the attempts of Lambda after a crash. */
const KEPT_SECONDS = 2_400;

/** Callers who cannot be told apart have the slots of the stack alone. */
const NOBODY = ownerOf(ANONYMOUS satisfies Caller);

export function createSlots(
  store: () => RecordStore,
  { limitOfCaller, limit, now }: SlotRules,
): Slots {
  const add = (key: string, by: number, max = Infinity): Promise<boolean> => {
    const expiresAt = Math.ceil(now() / 1000) + KEPT_SECONDS;
    return store().add(key, by, max === Infinity ? { expiresAt } : { max, expiresAt });
  };
  const addOfCaller = async (owner: string, by: number, max?: number): Promise<boolean> =>
    owner === NOBODY || (await add(`tasks/of/${owner}`, by, max));
  return {
    take: async (owner) => {
      if (!(await addOfCaller(owner, 1, limitOfCaller))) return "caller";
      if (await add(OF_STACK, 1, limit)) return undefined;
      await addOfCaller(owner, -1);
      return "stack";
    },
    giveBack: async (owner) => {
      await addOfCaller(owner, -1);
      await add(OF_STACK, -1);
    },
  };
}

const OF_STACK = "tasks/in-flight";
