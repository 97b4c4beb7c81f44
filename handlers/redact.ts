/** Arguments and results for the log: what looks like a secret is left out, what is long is cut. */

const SECRET =
  /pass(word|phrase|wd)?$|secret|token|api[-_]?key|authori[sz]ation|cookie|credential|private[-_]?key/i;
const MAX_TEXT = 1_000;
const MAX_ITEMS = 20;
const MAX_DEPTH = 6;

/** A copy that can be logged; secrets are told by the names of their fields. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return redactText(value, depth);
  if (typeof value !== "object" || value === null) return value;
  if (depth === MAX_DEPTH) return "…";
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
    return value.length > MAX_ITEMS ? [...items, `… (${value.length})`] : items;
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      SECRET.test(key) ? "[redacted]" : redact(field, depth + 1),
    ]),
  );
}

/** Text that is JSON, as structured results have it, is looked into. */
function redactText(text: string, depth: number): string {
  let known = text;
  if (/^\s*[[{]/.test(text)) {
    try {
      known = JSON.stringify(redact(JSON.parse(text) as unknown, depth + 1));
    } catch {
      // No JSON after all.
    }
  }
  return known.length > MAX_TEXT ? `${known.slice(0, MAX_TEXT)}… (${known.length})` : known;
}
