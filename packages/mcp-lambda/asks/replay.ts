/**
 * Replay of a `run` with the answers so far: a question that has one gets it, and at the first that has
 * none `run` stands still. Questions are told apart by their place, the first that `run` asks, the
 * second and so on; one that is not what stood at its place ends the call, lest an answer is taken for
 * another question's.
 */
import type { Asking } from "../definitions/call-context";
import { parseValue } from "../features/parse-value";
import type { Json } from "../store/record-store";
import { createHalt, never } from "./halt";
import { type Once, UnfinishedWork } from "./once";
import { asAgain, type Asked, CONFIRMATION, type Elicitation, toQuestion } from "./question";

export interface Replayed {
  /** Questions of earlier rounds, by their places. */
  readonly asked: readonly Asked[];
  /** What was answered in this round to the question at a place. */
  readonly answerAt: (place: number) => Json | undefined;
  readonly once: Once;
}

/** Why `run` stands still. */
export type Standstill =
  | { readonly failed: string }
  | {
      /** What has no answer, by places. */
      readonly open: ReadonlyMap<number, Elicitation>;
      /** Questions of all rounds, by their places. */
      readonly asked: readonly Asked[];
    };

export interface Replay extends Asking {
  /** Nothing is begun any more under `once`, and nothing asked. */
  readonly stop: () => void;
  readonly halted: Promise<Standstill>;
}

export function createReplay({ asked: before, answerAt, once }: Replayed): Replay {
  const asked = [...before];
  const open = new Map<number, Elicitation>();
  let failed: string | undefined;
  let places = 0;
  const halt = createHalt((): Standstill => (failed === undefined ? { open, asked } : { failed }));

  const fail = (why: string): Promise<never> => {
    failed ??= why;
    return halt.wait();
  };
  const leaveOpen = (place: number, elicitation: Elicitation): Promise<never> => {
    open.set(place, elicitation);
    return halt.wait();
  };

  const ask: Asking["ask"] = async (schema, message) => {
    if (halt.isOver()) return never();
    const place = places++;
    const question = toQuestion(schema, message);
    const { digest } = question;
    const earlier = asked[place];
    if (earlier !== undefined && earlier.digest !== digest) return fail(DIFFERENT_QUESTION);
    asked[place] = { digest };
    const answer = earlier === undefined ? undefined : answerTo(earlier, place);
    if (answer === undefined) return leaveOpen(place, question.elicitation);
    const isDeclined = answer === null;
    const parsed = isDeclined ? undefined : await halt.during(() => parseValue(schema, answer));
    if (parsed !== undefined && "issues" in parsed) {
      return leaveOpen(place, asAgain(question, parsed.issues));
    }
    asked[place] = { digest, answer };
    return parsed?.value;
  };
  /** What was not asked has no answer, whatever a client sends. */
  const answerTo = ({ answer }: Asked, place: number): Json | undefined =>
    answer === undefined ? answerAt(place) : answer;

  return {
    halted: halt.halted,
    stop: halt.stop,
    ask,
    confirm: async (question) => (await ask(CONFIRMATION, question))?.confirm === true,
    once: async (name, work) => {
      if (halt.isOver()) return never();
      try {
        return await halt.during(() => once(name, work));
      } catch (error) {
        if (error instanceof UnfinishedWork) return fail(unfinished(error));
        throw error;
      }
    },
  };
}

const DIFFERENT_QUESTION =
  "cannot go on: what it has to ask is not what was answered. Start again, with a call of its own.";

function unfinished({ message }: UnfinishedWork): string {
  return `cannot go on: ${message}. Find out whether it has before you call again.`;
}
