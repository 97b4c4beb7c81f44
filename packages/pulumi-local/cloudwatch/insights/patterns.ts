/** Patterns of like and parse as regular expressions of JavaScript. */

/**
 * Of a regular expression, with `(?i)` in front for small and large letters alike.
 *
 * @param refuse makes the error of one that cannot be read.
 */
export function patternOf(text: string, refuse: (why: string) => Error): RegExp {
  const isAnyCase = text.startsWith("(?i)");
  try {
    return new RegExp(isAnyCase ? text.slice("(?i)".length) : text, isAnyCase ? "i" : "");
  } catch {
    throw refuse(`has the regular expression /${text}/, which cannot be read`);
  }
}

/** Of a text with "*" for what is looked for; the last one takes all that is left. */
export function globPattern(glob: string): RegExp {
  const parts = glob.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  const last = glob.endsWith("*") ? "$" : "";
  return new RegExp(parts.join("([\\s\\S]*?)") + last);
}
