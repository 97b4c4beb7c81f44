/**
 * Strict reader: reads bodies as the strictest clients do. Python's and Rust's JSON parsers refuse half
 * of a surrogate pair, which JavaScript's takes.
 */

/** Bytes of Lambda's response. */
const MAX_BODY_BYTES = 6_291_456;

/**
 * The JSON of a body, or of each event of a stream of them (SSE); undefined where it is empty.
 *
 * @throws Error when a strict client could not read it.
 */
export function readStrictly(body: string): unknown {
  if (body === "") return undefined;
  if (Buffer.byteLength(body) > MAX_BODY_BYTES) throw new Error("the body is larger than 6 MB");
  if (!body.isWellFormed()) throw new Error("the body has half of a surrogate pair");
  if (!body.startsWith("event:") && !body.startsWith("data:")) return parseStrictly(body);
  return readEvents(body).map(parseStrictly);
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream */
function readEvents(stream: string): readonly string[] {
  return stream
    .split(/\r\n\r\n|\n\n|\r\r/)
    .map((block) =>
      block
        .split(/\r\n|\n|\r/)
        .filter((line) => line.startsWith("data:"))
        .map((line) => line.slice("data:".length).replace(/^ /, ""))
        .join("\n"),
    )
    .filter((data) => data !== "");
}

function parseStrictly(json: string): unknown {
  const value = JSON.parse(json) as unknown;
  refuseLoneSurrogates(value);
  return value;
}

function refuseLoneSurrogates(value: unknown): void {
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next === "string" && !next.isWellFormed()) {
      throw new Error(`half of a surrogate pair in ${JSON.stringify(next.slice(0, 100))}`);
    }
    if (typeof next !== "object" || next === null) continue;
    open.push(...Object.keys(next));
    for (const part of Object.values(next)) open.push(part);
  }
}
