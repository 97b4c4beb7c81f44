/**
 * Request state: what a tool that asks for input leaves with its caller, and gets back with the answer
 * (`requestState` of 2026-07-28). It comes back from a stranger, so it is sealed: changed, late, or
 * sent to something else than what has left it, it is refused (-32602). The caller can read it.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/patterns/mrtr
 */
import {
  createRequestStateCodec,
  type InputRequiredResult,
  isInputRequiredResult,
  type RequestStateCodec,
} from "@modelcontextprotocol/server";

/** Seals states of one subject: "tools/call delete-order". */
export interface RequestStates {
  readonly seal: (state: string) => Promise<string>;
  /** @throws Error when it was not sealed here, for this subject, within the last ten minutes. */
  readonly open: (sealed: string) => Promise<string>;
}

interface Sealed {
  readonly subject: string;
  readonly state: string;
}

const TTL_SECONDS = 600;

/**
 * Returns what makes the states of a subject; without one none is sealed or opened.
 *
 * @param key at least 32 characters, the same in all execution environments; by default made anew, so
 *   that no other environment can open what this one has sealed.
 * @throws RangeError when the key is too short.
 */
export function createRequestStates(
  key: string | undefined,
): (subject: string | undefined) => RequestStates {
  if (key !== undefined && key.length < 32) {
    throw new RangeError(`the key of request states has ${key.length} characters; it needs 32`);
  }
  let codec: RequestStateCodec<Sealed> | undefined;
  // Made when a tool asks: most never do.
  const theCodec = (): RequestStateCodec<Sealed> =>
    (codec ??= createRequestStateCodec<Sealed>({
      key: key ?? crypto.getRandomValues(new Uint8Array(32)),
      ttlSeconds: TTL_SECONDS,
    }));
  return (subject) => ({
    seal: async (state) => {
      if (subject === undefined) throw new Error("a batch has no state");
      return theCodec().mint({ subject, state });
    },
    open: async (sealed) => {
      // The SDK passes its request context on, which this codec does not use.
      const opened = await theCodec().verify(sealed, undefined as never);
      if (subject === undefined || opened.subject !== subject)
        throw new Error(`sealed for ${opened.subject}`);
      return opened.state;
    },
  });
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
