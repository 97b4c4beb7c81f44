/**
 * Request state: what a tool that asks for input leaves with its caller, and gets back with the answer
 * (`requestState` of 2026-07-28). It comes back from a stranger, so it is sealed: changed, late, or
 * sent to something else than what has left it or by somebody else, it is refused (-32602). The caller
 * can read it.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/mrtr
 */
import {
  createRequestStateCodec,
  type InputRequiredResult,
  isInputRequiredResult,
  type RequestStateCodec,
} from "@modelcontextprotocol/server";

/** Seals states of one subject: what is called, and by whom. */
export interface RequestStates {
  readonly seal: (state: string) => Promise<string>;
  /** @throws Error when it was not sealed here, for this subject, within the last ten minutes. */
  readonly open: (sealed: string) => Promise<string>;
}

const TTL_SECONDS = 600;

/**
 * Returns what makes the states of a subject, which is asked for when there is a state; without one none
 * is sealed or opened.
 *
 * @param key at least 32 characters, the same in all execution environments; by default made anew, so
 *   that no other environment can open what this one has sealed.
 * @throws RangeError when the key is too short.
 */
export function createRequestStates(
  key: string | undefined,
): (subjectOf: () => string | undefined) => RequestStates {
  if (key !== undefined && key.length < 32) {
    throw new RangeError(`the key of request states has ${key.length} characters; it needs 32`);
  }
  let codec: RequestStateCodec<string> | undefined;
  // Made when a tool asks: most never do.
  const theCodec = (): RequestStateCodec<string> =>
    (codec ??= createRequestStateCodec<string>({
      key: key ?? crypto.getRandomValues(new Uint8Array(32)),
      ttlSeconds: TTL_SECONDS,
      // Not the SDK's request context, but the subject, which the state has as a hash.
      bind: (subject) => subject as unknown as string,
    }));
  return (subjectOf) => {
    const bound = (): never => {
      const subject = subjectOf();
      if (subject === undefined) throw new Error("a batch has no state");
      return subject as never;
    };
    return {
      seal: async (state) => theCodec().mint(state, bound()),
      open: async (sealed) => theCodec().verify(sealed, bound()),
    };
  };
}

/** The result, with its state sealed where it has one. */
export async function withSealedState<Result extends object>(
  result: Result | InputRequiredResult,
  states: RequestStates | undefined,
): Promise<Result | InputRequiredResult> {
  if (states === undefined || !isInputRequiredResult(result)) return result;
  const { requestState } = result;
  if (requestState === undefined) return result;
  return { ...result, requestState: await states.seal(requestState) };
}
