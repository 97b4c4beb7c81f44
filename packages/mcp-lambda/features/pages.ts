/**
 * Pagination of lists, by size: several clients read the first page only.
 * https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/pagination
 */
import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";

/** Of the JSON of a page's items; a single one that is larger is a page of its own. */
export const MAX_PAGE_BYTES = 500_000;
/** Far more than a cursor of ours has. */
const MAX_CURSOR_LENGTH = 100;

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor?: string;
}

/** Where the pages of a list begin: its items are measured once. */
const startsOfLists = new WeakMap<readonly unknown[], readonly number[]>();

/**
 * The page that a cursor stands for, the first without one.
 *
 * @param all a list that never changes
 * @throws ProtocolError (-32602) when it is not a cursor of this list.
 */
export function pageOf<Item>(all: readonly Item[], cursor: string | undefined): Page<Item> {
  let starts = startsOfLists.get(all);
  if (starts === undefined) startsOfLists.set(all, (starts = startsOf(all)));
  const page = cursor === undefined ? 0 : starts.indexOf(startIn(cursor), 1);
  if (page === -1) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      "Invalid cursor: list from the start.",
    );
  }
  const end = starts[page + 1];
  const items = all.slice(starts[page], end);
  return end === undefined ? { items } : { items, nextCursor: cursorAt(end) };
}

function startsOf(all: readonly unknown[]): readonly number[] {
  const starts = [0];
  let bytes = 0;
  for (const [index, item] of all.entries()) {
    // With the comma behind it.
    const ofItem = Buffer.byteLength(JSON.stringify(item)) + 1;
    bytes += ofItem;
    if (bytes <= MAX_PAGE_BYTES || bytes === ofItem) continue;
    starts.push(index);
    bytes = ofItem;
  }
  return starts;
}

function cursorAt(start: number): string {
  return Buffer.from(`from ${start}`).toString("base64url");
}

/** Where the page of a cursor begins; NaN when it is none of ours. */
function startIn(cursor: string): number {
  if (cursor.length > MAX_CURSOR_LENGTH) return NaN;
  const [, start] = /^from (\d{1,9})$/.exec(Buffer.from(cursor, "base64url").toString()) ?? [];
  return start !== undefined && cursorAt(Number(start)) === cursor ? Number(start) : NaN;
}
