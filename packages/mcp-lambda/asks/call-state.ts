/**
 * State of a call that waits for an answer, as its client keeps it: what it was called with, and the
 * questions and answers so far. It is sealed for tool and caller on its way (features/request-state.ts),
 * readable for the client, and good once: who comes first claims its round.
 */
import { randomUUID } from "node:crypto";
import type { RecordStore } from "../store/record-store";
import { type Asked, digestOf } from "./question";

export interface CallState {
  /** Unguessable. */
  readonly id: string;
  /** How often it was answered with questions. */
  readonly round: number;
  /** The entire call ends before, in seconds since 1970. */
  readonly until: number;
  /** Digest of its arguments. */
  readonly args: string;
  readonly asked: readonly Asked[];
}

/** From its first question to its last answer; each answer has the time of a state (ten minutes). */
const CALL_SECONDS = 3_600;
/** Longer than a function runs, and than clocks differ. */
const RESERVE_SECONDS = 1_200;

export function startOfCall(args: unknown): CallState {
  const until = Math.floor(Date.now() / 1000) + CALL_SECONDS;
  return { id: randomUUID(), round: 0, until, args: digestOf(args), asked: [] };
}

/** Of what outlives the call, in seconds since 1970. */
export function expiryOf({ until }: CallState): number {
  return until + RESERVE_SECONDS;
}

/**
 * The state that came back, claimed, so that nobody goes on with it a second time; or why it is refused.
 *
 * @param opened what its seal has let through
 */
export async function claimState(
  opened: string,
  args: unknown,
  store: RecordStore,
): Promise<CallState | { readonly refusal: string }> {
  const state = stateIn(opened);
  if (state === undefined) return { refusal: "its requestState is of another version of the tool" };
  if (state.until * 1000 <= Date.now()) return { refusal: "it has waited for too long" };
  if (state.args !== digestOf(args)) return { refusal: "its arguments are not those of its start" };
  const claim = { key: `ask/${state.id}/${state.round}`, value: true, expiresAt: expiryOf(state) };
  const isFirst = await store.insert(claim);
  return isFirst
    ? state
    : { refusal: "this answer was taken before, and what it led to has begun" };
}

/** Undefined for what a tool without `asks` has left. */
function stateIn(text: string): CallState | undefined {
  try {
    const state = JSON.parse(text) as Partial<CallState> | null;
    const isOurs = typeof state?.id === "string" && Array.isArray(state.asked);
    return isOurs ? (state as CallState) : undefined;
  } catch {
    return undefined;
  }
}
