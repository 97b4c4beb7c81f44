/** What a response says in the end, whether it is JSON or a stream of events. */

/** The JSON of a body; of events that of the last one. */
export function lastMessage(body: string): string {
  if (!/^(event|data|id|retry)?:/.test(body)) return body;
  const at = body.lastIndexOf("\ndata: ");
  const from = at === -1 ? "data: ".length : at + "\ndata: ".length;
  const end = body.indexOf("\n", from);
  return body.slice(from, end === -1 ? undefined : end);
}
