/** The buckets of this machine, with what was written last; nothing is shown where there is none. */
import type { BucketView, ObjectView } from "../../stand-ins/bucket-view";
import { element } from "./element";
import { clockTime, exactTime, quantity } from "./format";
import { type ListSection, makeListSection } from "./list-section";

const COLUMNS = ["Key", "Type", "Size", "Written"];

export function makeBuckets(): ListSection {
  return makeListSection<BucketView>("buckets", {
    about: "What tools have put into buckets on this machine.",
    show: (buckets) => buckets.map(showBucket),
  });
}

function showBucket({ name, count, bytes, objects }: BucketView): HTMLElement {
  const some = objects.length < count ? `, the ${objects.length} newest below` : "";
  const facts = `${count} ${count === 1 ? "object" : "objects"}${some}; ${quantity(bytes, "Bytes")}`;
  const heads = COLUMNS.map((text) => element("th", { scope: "col" }, text));
  return element(
    "article",
    { class: "table", "aria-label": `Bucket ${name}` },
    element("header", {}, element("h3", {}, name), element("p", { class: "hint" }, facts)),
    objects.length > 0 &&
      element(
        "div",
        { class: "rows", tabindex: 0, role: "region", "aria-label": `Objects of ${name}` },
        element(
          "table",
          {},
          element("thead", {}, element("tr", {}, ...heads)),
          element("tbody", {}, ...objects.map(showObject)),
        ),
      ),
  );
}

function showObject({ key, type, bytes, modified }: ObjectView): HTMLElement {
  const exact = exactTime(modified);
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, element("code", {}, key)),
    element("td", {}, type),
    element("td", {}, quantity(bytes, "Bytes")),
    element("td", {}, element("time", { datetime: exact, title: exact }, clockTime(modified))),
  );
}
