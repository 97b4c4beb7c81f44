/** Pagination of lists: https://modelcontextprotocol.io/specification/2026-07-28/server/utilities/pagination */
import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";

/** Items a page; a list that fits is sent at once. */
export const PAGE_SIZE = 100;

export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor?: string;
}

/**
 * The page that a cursor stands for, the first without one.
 *
 * @throws ProtocolError (-32602) when it is not a cursor of this list.
 */
export function pageOf<Item>(all: readonly Item[], cursor: string | undefined): Page<Item> {
  const start = cursor === undefined ? 0 : startOf(cursor);
  if (start === undefined || (start >= all.length && start > 0)) {
    throw new ProtocolError(
      ProtocolErrorCode.InvalidParams,
      "Invalid cursor: list from the start.",
    );
  }
  const end = start + PAGE_SIZE;
  const items = all.slice(start, end);
  return end < all.length ? { items, nextCursor: cursorAt(end) } : { items };
}

function cursorAt(start: number): string {
  return Buffer.from(`from ${start}`).toString("base64url");
}

function startOf(cursor: string): number | undefined {
  const start = Number(/^from (\d{1,9})$/.exec(Buffer.from(cursor, "base64url").toString())?.[1]);
  return start > 0 && start % PAGE_SIZE === 0 && cursorAt(start) === cursor ? start : undefined;
}
