/**
 * Runs tools that ask (`asks: true`). The layer of a server without any has a stub in place of this file
 * (bundling/plugins.js), so nothing but this file is imported from outside of the folder.
 *
 *   2026-07-28 client -> claims the round -> run, replayed with the answers so far -> result
 *                                                                                 -> inputRequired
 *   2025 client       -> argument "confirm" taken out -> run -> result, or a failed call that asks
 */
import { inputRequired, isInputRequiredResult } from "@modelcontextprotocol/server";
import { type AnyTool, failure, type ToolResult } from "../definitions/tool";
import type { Asking, CallContext } from "../definitions/call-context";
import { canBeAsked, type Invocation } from "../features/invocation";
import { cutText } from "../features/issues";
import type { Ending } from "../telemetry/call-outcome";
import { openStore } from "../store/open-store";
import type { RecordStore } from "../store/record-store";
import { type CallState, claimState, expiryOf, startOfCall } from "./call-state";
import { createLegacyAsking, takeConfirm, withConfirmArgument } from "./legacy";
import { createOnce } from "./once";
import { answerIn } from "./question";
import { createReplay, type Standstill } from "./replay";

export { withConfirmArgument };

export interface AskingOutcome {
  readonly result: ToolResult;
  /** Of what the tool has not returned itself. */
  readonly ending?: Ending;
}

/** What `run` gets in place of members of its context. */
type AskingMembers = Asking & Pick<CallContext, "signal">;

export interface AskingCall {
  /** Arguments without what is not the tool's own. */
  readonly args: unknown;
  /** @throws what `run` or the store throws. */
  readonly perform: (
    run: (members: AskingMembers) => ToolResult | Promise<ToolResult>,
  ) => Promise<AskingOutcome>;
}

type Run = Parameters<AskingCall["perform"]>[0];

/** @param input as it was sent. */
export function prepareAsking(
  { name }: AnyTool,
  input: unknown,
  invocation: Invocation,
  store: () => RecordStore = openStore,
): AskingCall {
  const what = `The tool "${cutText(name)}"`;
  if (canBeAsked(invocation)) {
    const perform = (run: Run): Promise<AskingOutcome> =>
      performRound(run, { input: input ?? {}, invocation, what, store: store() });
    return { args: input, perform };
  }
  const { args, isConfirmed } = takeConfirm(input);
  const perform = async (run: Run): Promise<AskingOutcome> => {
    const asking = createLegacyAsking(isConfirmed);
    const end = await runUntil(run, asking, invocation);
    if ("result" in end) return { result: end.result };
    const { failed, isQuestion } = end.halt;
    const ending: Ending = isQuestion ? { outcome: "asked" } : CANNOT_ASK;
    return { result: failure(`${what} ${failed}`), ending };
  };
  return { args, perform };
}

interface Round {
  readonly input: unknown;
  readonly invocation: Invocation;
  readonly what: string;
  readonly store: RecordStore;
}

async function performRound(run: Run, round: Round): Promise<AskingOutcome> {
  const { input, invocation, what, store } = round;
  const { requestState, inputResponses } = invocation.mcp.mcpReq;
  if (invocation.states === undefined) {
    throw new Error("nothing seals the state of a tool that asks: take out options.requestState");
  }
  const opened = requestState<string>();
  const state = opened === undefined ? startOfCall(input) : await claimState(opened, input, store);
  if ("refusal" in state) {
    const text = `${what} was not continued: ${state.refusal}. ${START_AGAIN}`;
    return { result: failure(text), ending: { outcome: "refused", code: "stale-state" } };
  }
  const once = createOnce({ store, prefix: `ask/${state.id}`, expiresAt: expiryOf(state) });
  const replay = createReplay({
    asked: state.asked,
    answerAt: (place) => answerIn(inputResponses, keyOf(place, state)),
    once,
  });
  const end = await runUntil(run, replay, invocation);
  if ("result" in end) return { result: end.result };
  if (!("failed" in end.halt)) return { result: questions(state, end.halt) };
  const ending: Ending = { outcome: "failed", code: "cannot-go-on" };
  return { result: failure(`${what} ${end.halt.failed}`), ending };
}

const CANNOT_ASK: Ending = { outcome: "failed", code: "cannot-ask" };

const START_AGAIN = "To start again, call it without requestState.";

/** Never used again in a call: each round has keys of its own. */
function keyOf(place: number, { round }: CallState): string {
  return `question-${place + 1}-${round}`;
}

function questions(
  state: CallState,
  { open, asked }: Exclude<Standstill, { failed: string }>,
): ToolResult {
  const next: CallState = { ...state, round: state.round + 1, asked };
  const inputRequests = Object.fromEntries(
    [...open].map(([place, elicitation]) => [keyOf(place, next), elicitation]),
  );
  return inputRequired({ inputRequests, requestState: JSON.stringify(next) });
}

type End<Reason> = { readonly result: ToolResult } | { readonly halt: Reason };

/** Until `run` is at its end, or stands still: then its signal is aborted, and it is left there. */
async function runUntil<Reason>(
  run: Run,
  { halted, confirm, ask, once }: Asking & { readonly halted: Promise<Reason> },
  { mcp }: Invocation,
): Promise<End<Reason>> {
  const standstill = new AbortController();
  const signal = AbortSignal.any([mcp.mcpReq.signal, standstill.signal]);
  // Called inside a promise: it may throw at once.
  const ran = Promise.resolve().then(() => run({ confirm, ask, once, signal }));
  const end: End<Reason> = await Promise.race([
    ran.then((result) => ({ result })),
    halted.then((halt) => ({ halt })),
  ]);
  if ("halt" in end) standstill.abort(new Error("the call waits for an answer of its caller"));
  else if (isInputRequiredResult(end.result)) throw new Error(OWN_QUESTION);
  return end;
}

const OWN_QUESTION =
  "a tool that says asks: true asks by confirm and ask of its context, and returns no inputRequired";
