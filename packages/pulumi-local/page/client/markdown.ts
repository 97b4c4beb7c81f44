/**
 * The markdown of text widgets, by micromark: CommonMark and tables. HTML in it stays text, links
 * lead to http and https only, and images, which would be loaded from elsewhere, are links.
 */
import { micromark, type Options } from "micromark";
import { gfmTable, gfmTableHtml } from "micromark-extension-gfm-table";
import { element } from "./element";

const OPTIONS: Options = {
  extensions: [gfmTable(), { disable: { null: ["labelStartImage"] } }],
  htmlExtensions: [gfmTableHtml()],
};

export function renderMarkdown(markdown: string): HTMLElement {
  const { body } = new DOMParser().parseFromString(micromark(markdown, OPTIONS), "text/html");
  for (const heading of body.querySelectorAll("h1, h2, h3, h4, h5, h6")) {
    // The page's own headings come above.
    const level = Math.min(Number(heading.localName.slice(1)) + 2, 6);
    heading.replaceWith(element(`h${level}` as "h3", {}, ...heading.childNodes));
  }
  for (const link of body.querySelectorAll("a")) {
    const { href, childNodes } = link;
    const attributes = { href, rel: "noreferrer", target: "_blank" };
    if (/^https?:/i.test(link.getAttribute("href") ?? ""))
      link.replaceWith(element("a", attributes, ...childNodes));
    else link.replaceWith(...childNodes);
  }
  return element("div", { class: "markdown" }, ...body.childNodes);
}
