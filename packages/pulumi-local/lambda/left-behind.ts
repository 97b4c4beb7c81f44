/** Work that goes on behind a function's answer, in words: AWS freezes it, until some next event. */

/** Kinds of Node.js's active resources, as people call them. */
const WORDS: readonly (readonly [kind: RegExp, word: string])[] = [
  [/^(Timeout|Immediate)$/, "timer"],
  [/^(TCP|TLS|Pipe|HTTP|UDP)/, "connection"],
  [/^(GetAddrInfo|DNS|Query)/, "look-up"],
  [/^FS/, "file access"],
  [/^Process/, "process"],
];

/**
 * @param kinds of what is active after the answer and was not before the event.
 * @returns what was left, as "2 timers", and by whom, as "tools/call crawl", if the event says it.
 */
export function describeLeft(
  event: unknown,
  kinds: readonly string[],
): { readonly who: string | undefined; readonly what: string } {
  const counts = new Map<string, number>();
  for (const kind of kinds) {
    const word = WORDS.find(([pattern]) => pattern.test(kind))?.[1] ?? kind;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const what = [...counts].map(([word, count]) => `${count} ${count === 1 ? word : plural(word)}`);
  return { who: nameOf(event), what: what.join(", ") };
}

function plural(word: string): string {
  return word === "process" || word === "file access" ? `${word}es` : `${word}s`;
}

/** Method and name of the message in a gateway's event. */
function nameOf(event: unknown): string | undefined {
  const { body, isBase64Encoded } = Object(event) as Readonly<Record<string, unknown>>;
  const text = typeof body === "string" ? body : "";
  try {
    const encoding = isBase64Encoded === true ? "base64" : "utf8";
    const { method, params } = JSON.parse(Buffer.from(text, encoding).toString("utf8")) as {
      method?: unknown;
      params?: { name?: unknown };
    };
    const name = [method, params?.name].filter((part) => typeof part === "string").join(" ");
    return name === "" ? undefined : name.slice(0, 120).toWellFormed();
  } catch {
    return undefined;
  }
}
