/** Why a token is not accepted: for the log and the metrics, never for the caller. */
import type { REFUSAL_REASONS } from "./metrics";

export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export class TokenRefusal extends Error {
  /** Id of the key that the token names; not verified. */
  kid: string | undefined;
  /** Known once the signature is verified. */
  clientId: string | undefined;

  /** @param detail for the log: in words of ours, without any value of the token. */
  constructor(
    readonly reason: RefusalReason,
    readonly detail: string,
  ) {
    super(reason);
  }
}

/** A text of others in a detail: one line, at most `max` characters. */
export function clip(text: string, max = 100): string {
  return text.length <= max ? text.toWellFormed() : `${text.slice(0, max).toWellFormed()}…`;
}

/** Whether two identifiers are the same but for a slash at the end, which is easily overlooked. */
export function differInSlash(one: string, other: string): boolean {
  return one !== other && withoutSlash(one) === withoutSlash(other);
}

function withoutSlash(text: string): string {
  return text.endsWith("/") ? text.slice(0, -1) : text;
}

export const IN_SLASH = "by a slash at the end";
