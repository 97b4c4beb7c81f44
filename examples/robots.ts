/** What a site's robots.txt lets all crawlers read: https://www.rfc-editor.org/rfc/rfc9309 */

interface Rule {
  readonly isAllowed: boolean;
  readonly pattern: string;
}

/** @returns whether a path, with its query, may be read. */
export function readRobots(text: string): (path: string) => boolean {
  const rules = rulesForAll(text);
  return (path) => {
    const matching = rules.filter(({ pattern }) => matches(path, pattern));
    const length = Math.max(0, ...matching.map(({ pattern }) => pattern.length));
    const longest = matching.filter(({ pattern }) => pattern.length === length);
    return longest.length === 0 || longest.some(({ isAllowed }) => isAllowed);
  };
}

/** Rules of the groups of `User-agent: *`. */
function rulesForAll(text: string): readonly Rule[] {
  const rules: Rule[] = [];
  let isForAll = false;
  let isInHead = false;
  for (const line of text.split(/[\r\n]+/).slice(0, 2000)) {
    const [field = "", ...rest] = (line.split("#", 1)[0] ?? "").split(":");
    const name = field.trim().toLowerCase();
    const value = rest.join(":").trim();
    if (name === "user-agent") {
      isForAll = (isInHead && isForAll) || value === "*";
      isInHead = true;
    } else if (name === "allow" || name === "disallow") {
      isInHead = false;
      if (isForAll && value !== "") rules.push({ isAllowed: name === "allow", pattern: value });
    }
  }
  return rules;
}

/** A prefix; "*" is any text, and "$" the end. */
function matches(path: string, pattern: string): boolean {
  const mustEnd = pattern.endsWith("$");
  const [start = "", ...parts] = pattern.replace(/\$$/, "").split("*");
  if (!path.startsWith(start)) return false;
  let at = start.length;
  for (const part of parts) {
    const found = path.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  const last = parts.at(-1) ?? "";
  return !mustEnd || at === path.length || (parts.length > 0 && path.endsWith(last));
}
