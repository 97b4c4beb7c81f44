/** The need `secret`: a text that only the function reads: never in the program, its state, or a variable. */
import { readSecret } from "../aws/read-secret";
import type { DeclaredNeed, Need } from "./need";

export interface DeclaredSecret extends DeclaredNeed {
  readonly kind: "secret";
}

export interface SecretClient {
  /**
   * The value, read at the first use and kept for five minutes, after which a rotated one is read.
   *
   * @throws Error that says how to set it, where there is none.
   */
  readonly value: () => Promise<string>;
  /** Reads it anew, as when what it opens has refused it. */
  readonly renewed: () => Promise<string>;
}

const KEPT_MS = 300_000;

/** Where its value is, a setting says (secretNames); by default an SSM parameter of its name. */
export function secret(): Need<SecretClient> {
  return { declared: { kind: "secret" }, connect: createSecretClient };
}

function createSecretClient(place: string): SecretClient {
  let kept: { readonly at: number; readonly value: Promise<string> } | undefined;
  const renewed = (): Promise<string> => {
    const value = readSecret(place);
    kept = { at: Date.now(), value };
    // What failed is tried again at the next use.
    value.catch(() => {
      kept = undefined;
    });
    return value;
  };
  return {
    renewed,
    value: () => (kept === undefined || Date.now() - kept.at >= KEPT_MS ? renewed() : kept.value),
  };
}
