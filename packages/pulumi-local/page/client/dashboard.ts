/** The declared dashboard in CloudWatch's grid. What stays the same is kept, so nothing flickers. */
import type { View, Widget } from "../../cloudwatch/dashboard/view";
import { byId, element, problemList } from "./element";
import { makeSavedQueries } from "./saved-queries";
import { makeContent, type WidgetContent, widgetNote, widgetShape } from "./widgets";

interface WidgetCard {
  readonly card: HTMLElement;
  readonly update: WidgetContent["update"];
  readonly remove: () => void;
}

/** Makes what shows a view. */
export function makeDashboard(): (view: View) => void {
  const grid = byId("grid", HTMLElement);
  const empty = byId("empty", HTMLElement);
  const problems = byId("view-problems", HTMLElement);
  const queries = makeSavedQueries();
  grid.after(queries.node);
  let shape = "";
  let shown: readonly WidgetCard[] = [];

  return (view) => {
    // In reading order, which is also that of one column and of the Tab key.
    const widgets = view.widgets.toSorted((one, other) => one.y - other.y || one.x - other.x);
    const nextShape = widgets.map(widgetShape).join();
    if (nextShape !== shape) {
      for (const { remove } of shown) remove();
      shown = widgets.map((widget) => makeCard(widget, view));
      grid.replaceChildren(...shown.map(({ card }) => card));
      grid.style.setProperty("--rows", rowSizes(widgets));
      shape = nextShape;
    }
    for (const [index, widget] of widgets.entries()) shown[index]?.update(widget, view);
    empty.hidden = hasValues(view);
    queries.node.hidden = view.savedQueries.length === 0;
    queries.update(view);
    problems.replaceChildren(problemList(view.problems, "CloudWatch would not take this:") ?? "");
  };
}

/** Sizes of the grid's rows: those that only hold what AWS alone can fill need no room for it. */
function rowSizes(widgets: readonly Widget[]): string {
  const count = Math.max(0, ...widgets.map(({ y, height }) => y + height));
  const filled = widgets.filter(({ kind }) => kind !== "aws-only");
  const sizes = Array.from({ length: count }, (_, row) =>
    filled.some(({ y, height }) => y <= row && row < y + height) ? "minmax(40px, auto)" : "auto",
  );
  return sizes.length === 0 ? "none" : sizes.join(" ");
}

function hasValues({ widgets }: View): boolean {
  const graphs = widgets.filter((widget) => widget.kind === "graph");
  return graphs.some(({ series }) =>
    series.some(
      ({ total, points }) => total !== null || points.some(([, value]) => value !== null),
    ),
  );
}

function makeCard(widget: Widget, view: View): WidgetCard {
  const content = makeContent(widget, view);
  const title = widget.kind === "text" ? widget.title : widget.title || "Untitled";
  const heading = element("h3", {}, title);
  const note = element("span", { class: "note" }, widgetNote(widget));
  const problems = problemList(
    widget.problems,
    widget.kind === "graph"
      ? "CloudWatch would show this empty, or not all of it:"
      : "CloudWatch would not show this:",
  );
  const card = element(
    "article",
    { class: `widget ${widget.kind}`, "aria-label": title || "Text" },
    title !== "" && element("header", {}, heading, note),
    problems,
    ...content.nodes,
  );
  card.style.setProperty("--column", `${widget.x + 1} / span ${widget.width}`);
  card.style.setProperty("--row", `${widget.y + 1} / span ${widget.height}`);
  return { card, update: content.update, remove: content.remove ?? (() => undefined) };
}
