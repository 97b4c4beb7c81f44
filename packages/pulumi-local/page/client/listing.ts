/** All that a server lists, asked for by the page itself. */
import { type Item, promptItem, resourceItem, templateItem, toolItem } from "./items";
import { type CallManner, listAll } from "./mcp-client";

/** The method, the key of its list, and what is counted. */
const LISTS = [
  ["tools/list", "tools", "tool", toolItem],
  ["resources/list", "resources", "resource", resourceItem],
  ["resources/templates/list", "resourceTemplates", "template", templateItem],
  ["prompts/list", "prompts", "prompt", promptItem],
] as const;

/** @throws with the server's words when it refuses. */
export async function listItems(
  manner: CallManner,
): Promise<{ readonly found: readonly Item[]; readonly text: string }> {
  const lists: (readonly Item[])[] = [];
  // One after the other: a function with one environment would let them wait anyway.
  for (const [method, key, , toItem] of LISTS) {
    lists.push(((await listAll(manner, method, key)) ?? []).map(toItem));
  }
  const counts = LISTS.flatMap(([, , word], index) => {
    const count = lists[index]?.length ?? 0;
    if (count === 0 && word !== "tool") return [];
    return [`${count} ${word}${count === 1 ? "" : "s"}`];
  });
  return { found: lists.flat(), text: counts.join(", ") };
}
