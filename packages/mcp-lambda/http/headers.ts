/** Headers of an event, as everything behind the boundary has them. Those with secrets end here. */
import type { APIGatewayProxyEvent } from "aws-lambda";

/** One value a header, names in lower case; others of its name are joined as RFC 9110 section 5.3 says. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** Credentials, which API Gateway has checked: behind it nothing may log them or pass them on. */
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  "authorization",
  "cookie",
  "proxy-authorization",
  "x-amz-security-token",
  "x-api-key",
]);

/** A header without a value counts as not sent, and so does one with a secret. */
export function readHeaders(
  event: Partial<Pick<APIGatewayProxyEvent, "headers" | "multiValueHeaders">>,
): Headers {
  const multiple = event.multiValueHeaders ?? {};
  const single = event.headers ?? {};
  // Without a prototype, so that a header called __proto__ is a header like any other.
  const headers = Object.create(null) as Record<string, string>;
  for (const name of Object.keys(multiple)) {
    const key = keyOf(name);
    if (key === null) continue;
    const values = multiple[name] ?? [];
    // Of a name in another case, too: the last of two origins must not stand for both.
    const before = headers[key];
    const value = joined(before === undefined ? values : [before, ...values]);
    if (value !== "") headers[key] = value;
  }
  for (const name of Object.keys(single)) {
    const key = keyOf(name);
    if (key === null || headers[key] !== undefined) continue;
    const value = single[name];
    if (value !== undefined && value !== "") headers[key] = value;
  }
  return headers;
}

/** Names that were sent, by how they were written: some twenty come with each request. */
const keys = new Map<string, string | null>();
const MAX_KEYS = 100;
const MAX_KEY_LENGTH = 50;

/** The name in lower case; null for a secret. */
function keyOf(name: string): string | null {
  const known = keys.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  const key = SECRET_HEADERS.has(lower) ? null : lower;
  if (keys.size < MAX_KEYS && name.length <= MAX_KEY_LENGTH) keys.set(name, key);
  return key;
}

/** One value that is sent twice, as proxies do it, is one. */
function joined(values: readonly string[]): string {
  if (values.length < 2) return values[0] ?? "";
  return [...new Set(values)].filter((value) => value !== "").join(", ");
}
