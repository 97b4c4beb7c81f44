/** Decides whether a request may pass: token -> scopes that each call needs -> scopes of the tool. */
import { readBearerToken } from "./bearer-token";
import { KeysUnavailable } from "./key-fetches";
import { clip, type RefusalReason, TokenRefusal } from "./refusal";
import type { AuthorizerEvent } from "./request-headers";
import { scopesOfCall } from "./scopes";
import type { AuthorizerSettings } from "./settings";
import type { VerifiedToken, VerifyToken } from "./token-verifier";

/**
 * `denied`: a good token without the scopes (403). `unauthorized`: no good token (401). `failed`:
 * nothing is known of the token (500).
 */
export type AuthDecision =
  | { readonly outcome: "allowed"; readonly token: VerifiedToken }
  | (Refused & { readonly outcome: "denied"; readonly token: VerifiedToken })
  | (Refused & Unknown & { readonly outcome: "unauthorized" })
  | (Refused & Unknown & { readonly outcome: "failed" });

interface Refused {
  readonly reason: RefusalReason;
  /** For the log. */
  readonly detail: string;
}

interface Unknown {
  readonly kid: string | undefined;
  readonly clientId: string | undefined;
}

/** Never rejects. */
export type Authorize = (event: AuthorizerEvent) => Promise<AuthDecision>;

export function createAuthorize(
  { scopes, toolScopes }: Pick<AuthorizerSettings, "scopes" | "toolScopes">,
  verify: VerifyToken,
): Authorize {
  return async (event) => {
    try {
      const token = await verify(readBearerToken(event));
      const needed = [...scopes, ...scopesOfCall(event, toolScopes)];
      const missing = needed.filter((scope) => !token.scopes.includes(scope));
      if (missing.length === 0) return { outcome: "allowed", token };
      const detail = `it lacks ${clip(missing.join(" "), 300)}`;
      return { outcome: "denied", token, reason: "scope", detail };
    } catch (error) {
      return refused(error);
    }
  };
}

function refused(error: unknown): AuthDecision {
  if (error instanceof TokenRefusal) {
    const { reason, detail, kid, clientId } = error;
    return { outcome: "unauthorized", reason, detail, kid, clientId };
  }
  const nobody = { kid: undefined, clientId: undefined };
  if (error instanceof KeysUnavailable) {
    return { outcome: "failed", reason: "keys", detail: error.message, ...nobody };
  }
  // Where it happened, and not what it says: that may be a piece of the token.
  const stack = error instanceof Error ? (error.stack ?? "") : "";
  const at = /^\s+at .*$/m.exec(stack)?.[0].trim() ?? "";
  const name = error instanceof Error ? error.name : typeof error;
  return { outcome: "failed", reason: "failure", detail: clip(`${name} ${at}`, 300), ...nobody };
}
