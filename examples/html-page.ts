/** Title and links of an HTML page, in one pass: no page takes longer than its length. */

export interface PageParts {
  readonly title: string;
  /** As they are written, without those that say "nofollow". */
  readonly links: readonly string[];
}

/** Characters of a tag that are looked at. */
const MAX_TAG = 1000;
/** What stands in them is not HTML. */
const RAW = new Map(
  ["script", "style", "textarea", "template"].map((name) => [name, new RegExp(`</${name}`, "gi")]),
);

export function readHtml(html: string): PageParts {
  const links: string[] = [];
  let title = "";
  for (let at = html.indexOf("<"); at !== -1; at = html.indexOf("<", at)) {
    const isComment = html.startsWith("<!--", at);
    const end = html.indexOf(isComment ? "-->" : ">", at);
    if (end === -1) break;
    const tag = html.slice(at, Math.min(end, at + MAX_TAG));
    at = end + 1;
    if (isComment) continue;
    const [, name = ""] = /^<([a-z]+)(?=[\s/]|$)/i.exec(tag) ?? [];
    const element = name.toLowerCase();
    if (element === "a" && !/\srel\s*=[^>]*nofollow/i.test(tag)) links.push(...hrefOf(tag));
    if (element === "title" && title === "") {
      title = decoded(html.slice(at, at + 300).split("<", 1)[0] ?? "");
    }
    const close = RAW.get(element);
    if (close === undefined) continue;
    close.lastIndex = at;
    const found = close.exec(html);
    if (found === null) break;
    at = found.index;
  }
  return { title: title.trim().replace(/\s+/g, " "), links };
}

function hrefOf(tag: string): readonly string[] {
  const [, double, single, bare] =
    /\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag) ?? [];
  const href = double ?? single ?? bare;
  return href === undefined ? [] : [decoded(href).trim()];
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

/** Named entities of URLs and titles, and numbered ones. */
function decoded(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(amp|lt|gt|quot));/gi,
    (entity, ...found) => {
      const [decimal, hex, name] = found as (string | undefined)[];
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity;
      const code = decimal === undefined ? parseInt(hex ?? "", 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : entity;
    },
  );
}
