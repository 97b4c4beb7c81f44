// @ts-check
/**
 * The markdown of text widgets as elements: headings, paragraphs, lists, tables, code, bold, links.
 * Text never becomes HTML; links lead to http and https only.
 */
import { element } from "./element.js";

/**
 * @param {string} markdown
 * @returns {HTMLElement}
 */
export function renderMarkdown(markdown) {
  const made = element("div", { class: "markdown" });
  const lines = markdown.replace(/\r\n?/g, "\n").split("\n");
  while (lines.length > 0) {
    const block = takeBlock(lines);
    if (block !== undefined) made.append(block);
  }
  return made;
}

/**
 * Takes the lines of one block from the start.
 *
 * @param {string[]} lines
 * @returns {HTMLElement | undefined}
 */
function takeBlock(lines) {
  const line = lines[0] ?? "";
  if (line.trim() === "") {
    lines.shift();
    return undefined;
  }
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading !== null) {
    lines.shift();
    // The page's own headings come above.
    const level = Math.min((heading[1] ?? "").length + 2, 6);
    return element(/** @type {"h3"} */ (`h${level}`), {}, ...inline(heading[2] ?? ""));
  }
  if (line.startsWith("```")) {
    lines.shift();
    const code = takeWhile(lines, (next) => !next.startsWith("```"));
    lines.shift();
    return element("pre", {}, element("code", {}, code.join("\n")));
  }
  if (ITEM.test(line)) return list(takeWhile(lines, (next) => ITEM.test(next)));
  if (isRow(line) && /^[\s|:-]+$/.test(lines[1] ?? "")) return table(takeWhile(lines, isRow));
  const paragraph = takeWhile(
    lines,
    (next, index) => index === 0 || (!/^(\s*$|#{1,6}\s|```)/.test(next) && !ITEM.test(next)),
  );
  return element("p", {}, ...inline(paragraph.join(" ")));
}

const ITEM = /^\s*(?:[-*+]|\d+\.)\s+/;

/** @param {string} line */
function isRow(line) {
  return /^\s*\|?.*\|/.test(line);
}

/**
 * @param {string[]} lines
 * @param {(line: string, index: number) => boolean} belongs
 */
function takeWhile(lines, belongs) {
  const end = lines.findIndex((line, index) => !belongs(line, index));
  return lines.splice(0, end === -1 ? lines.length : end);
}

/** @param {string[]} lines */
function list(lines) {
  const isOrdered = /^\s*\d/.test(lines[0] ?? "");
  const items = lines.map((line) => element("li", {}, ...inline(line.replace(ITEM, ""))));
  return element(isOrdered ? "ol" : "ul", {}, ...items);
}

/** @param {string[]} lines header, rule, rows */
function table([header = "", , ...rows]) {
  /** @param {string} line @param {"th" | "td"} tag */
  const row = (line, tag) => {
    const cells = line
      .trim()
      .replace(/^\||\|$/g, "")
      .split("|");
    return element("tr", {}, ...cells.map((cell) => element(tag, {}, ...inline(cell.trim()))));
  };
  const body = rows.map((line) => row(line, "td"));
  return element(
    "table",
    {},
    element("thead", {}, row(header, "th")),
    element("tbody", {}, ...body),
  );
}

/**
 * @param {string} text
 * @returns {(Node | string)[]}
 */
function inline(text) {
  const marked = /`([^`]+)`|\*\*(.+?)\*\*|\[([^\]]+)\]\((https?:\/\/[^\s)]+)\)/.exec(text);
  if (marked === null) return [text];
  const [whole, code, bold, label, href] = marked;
  const made =
    code !== undefined
      ? element("code", {}, code)
      : bold !== undefined
        ? element("strong", {}, ...inline(bold))
        : element("a", { href, rel: "noreferrer", target: "_blank" }, label);
  return [text.slice(0, marked.index), made, ...inline(text.slice(marked.index + whole.length))];
}
