/** Issues that a schema finds (https://standardschema.dev), in words: bounded, whatever was sent. */
import type { StandardSchemaV1 } from "@modelcontextprotocol/server";

/** Issues that are reported; of the others their number. */
const MAX_ISSUES = 10;
/** Of the text of an issue. */
const MAX_ISSUE_LENGTH = 200;
/** Of a path, as parts. */
const MAX_PARTS = 8;

/** What is wrong, and where: `a: expected number; b.c: too long; and 3 more`. */
export function describeIssues(issues: readonly StandardSchemaV1.Issue[]): string {
  const texts = issues
    .slice(0, MAX_ISSUES)
    .map(({ path = [], message }) =>
      cutText([pathOf(path), message].filter(Boolean).join(": "), MAX_ISSUE_LENGTH),
    );
  const more = issues.length - texts.length;
  return [...texts, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

function pathOf(path: NonNullable<StandardSchemaV1.Issue["path"]>): string {
  const parts = path
    .slice(0, MAX_PARTS)
    .map((part) => cutText(String(typeof part === "object" ? part.key : part), 50));
  return [...parts, ...(path.length > MAX_PARTS ? ["…"] : [])].join(".");
}

/** At most `max` characters of a text, with "…" where it was cut; never half a surrogate pair. */
export function cutText(text: string, max = 200): string {
  return text.length > max ? `${text.slice(0, max - 1).toWellFormed()}…` : text;
}
