/**
 * Redaction of arguments and results for the log: what looks like a secret is left out, what is long
 * is cut. Secrets are recognized by the names of their fields, and in texts by what comes before
 * them; one that is just a text is not recognized.
 */

const SECRET =
  /passw|passphrase|pwd|secret|token|jwt|(api|access|private)[-_]?key|authori[sz]ation|cookie|credential/i;
const BEFORE_SECRET =
  /(Bearer |Basic |:\/\/[^\s/:@]*:|[?&][\w-]*(?:token|key|secret|password)=)[^\s&@"']+/gi;
const HIDDEN = "[redacted]";
const MAX_TEXT = 1_000;
const MAX_ITEMS = 50;
const MAX_DEPTH = 6;
/** Of an entire value, as JSON. */
const MAX_JSON = 10_000;

/** A copy that can be logged; text where it would be too long. */
export function redacted(value: unknown): unknown {
  const copy = redact(value, 0);
  const json = JSON.stringify(copy) as string | undefined;
  return json !== undefined && json.length > MAX_JSON ? cut(json, MAX_JSON) : copy;
}

function redact(value: unknown, depth: number): unknown {
  if (typeof value === "string") return redactText(value, depth);
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH) return "…";
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => redact(item, depth + 1));
    return value.length > MAX_ITEMS ? [...items, `… (${value.length})`] : items;
  }
  const fields = Object.entries(value);
  // {"name": "password", "value": "..."}
  const isNamed = fields.some(([key, name]) => key === "name" && SECRET.test(String(name)));
  return Object.fromEntries(
    fields.slice(0, MAX_ITEMS).map(([key, field]) => {
      const isSecret = SECRET.test(key) || (isNamed && key === "value");
      return [key, isSecret ? HIDDEN : redact(field, depth + 1)];
    }),
  );
}

/** Text that is JSON, as structured results have it, is looked into. */
function redactText(text: string, depth: number): string {
  let known = text;
  if (/^\s*[[{]/.test(text)) {
    try {
      known = JSON.stringify(redact(JSON.parse(text) as unknown, depth + 1));
    } catch {
      // Not JSON after all.
    }
  }
  return cut(known.replace(BEFORE_SECRET, `$1${HIDDEN}`), MAX_TEXT);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}… (${text.length})` : text;
}
