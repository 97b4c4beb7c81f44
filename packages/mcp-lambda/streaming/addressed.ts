/**
 * Last messages of a stream of events, which a response without a stream has in its body: one for each
 * response of a batch, and errors of the request as a whole (it took too long, something threw), which
 * have no id there: over HTTP their status says whose they are; in a stream that has begun only an id does.
 */

/** The JSON of each message. @param ids of all requests, whose each gets an error without an id */
export function addressed(body: string, ids: readonly unknown[]): readonly string[] {
  if (body === "") return [];
  if (body.startsWith("[")) {
    return (JSON.parse(body) as readonly unknown[]).map((message) => JSON.stringify(message));
  }
  if (body.length > MAX_ERROR || !body.includes('"id":null')) return [body];
  const message = JSON.parse(body) as { readonly id?: unknown; readonly error?: unknown };
  if (message.id !== null || message.error === undefined || ids.length === 0) return [body];
  return ids.map((id) => JSON.stringify({ ...message, id }));
}

/** Errors have a few kB. */
const MAX_ERROR = 10_000;
