/**
 * Errors of a request as a whole (it took too long, something threw), which have no id: over HTTP their
 * status says whose they are; in a stream that has begun only an id does.
 */

/** The text of a response, or of as many as there are ids where it is an error without one. */
export function addressed(json: string, ids: readonly unknown[]): string {
  if (json.length > MAX_ERROR || !json.includes('"id":null')) return json;
  const message = JSON.parse(json) as { readonly id?: unknown; readonly error?: unknown };
  if (message.id !== null || message.error === undefined || ids.length === 0) return json;
  const all = ids.map((id) => ({ ...message, id }));
  return JSON.stringify(all.length === 1 ? all[0] : all);
}

/** Errors have a few kB. */
const MAX_ERROR = 10_000;
