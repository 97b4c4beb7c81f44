/**
 * The token of a request: one header `Authorization: Bearer <JWT>`.
 * https://datatracker.ietf.org/doc/html/rfc6750#section-2.1
 */
import { TokenRefusal } from "./refusal";
import { type AuthorizerEvent, headerValues } from "./request-headers";

/** Characters, all of them ASCII. */
const MAX_TOKEN_LENGTH = 8_192;

const BEARER = /^bearer +([\w.~+/=-]+)$/i;

/** @throws TokenRefusal */
export function readBearerToken(event: AuthorizerEvent): string {
  const [value, ...others] = headerValues(event, "authorization");
  if (value === undefined) throw new TokenRefusal("missing", "no header Authorization");
  // Which of them is meant is for nobody to guess.
  if (others.length > 0) throw new TokenRefusal("malformed", "several headers Authorization");
  const token = BEARER.exec(value)?.[1];
  if (token === undefined) throw new TokenRefusal("malformed", "not of the form: Bearer <token>");
  if (token.length > MAX_TOKEN_LENGTH) {
    throw new TokenRefusal("malformed", `a token of ${token.length} characters`);
  }
  return token;
}
