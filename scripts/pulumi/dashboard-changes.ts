/** What differs between two bodies of a CloudWatch dashboard, widget by widget. */
import { valueChanges } from "./value-changes";

interface Widget {
  readonly type?: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** A few lines a widget; more are counted. */
const MAX_LINES = 6;

/** Both as JSON. @returns undefined where one is none, as before the first deployment. */
export function dashboardChanges(before: unknown, after: unknown): readonly string[] | undefined {
  const [old, made] = [widgetsOf(before), widgetsOf(after)];
  if (old === undefined || made === undefined) return undefined;
  const lines = [...made].flatMap(([title, widget]) => {
    const earlier = old.get(title);
    return earlier === undefined ? [`+ widget "${title}"`] : changesOf(title, earlier, widget);
  });
  const gone = [...old.keys()].filter((title) => !made.has(title));
  const moved = [...made].filter(([title, widget]) => isMoved(old.get(title), widget)).length;
  return [
    ...lines,
    ...gone.map((title) => `- widget "${title}"`),
    ...(moved > 0 ? [`  ${moved} ${moved === 1 ? "widget is" : "widgets are"} elsewhere`] : []),
  ];
}

function changesOf(title: string, old: Widget, made: Widget): readonly string[] {
  const all = valueChanges(
    { type: old.type, ...old.properties },
    { type: made.type, ...made.properties },
    "",
  );
  if (all.length === 0) return [];
  const more = all.length - MAX_LINES;
  const shown = all.slice(0, MAX_LINES).map((line) => `    ${line}`);
  return [`~ widget "${title}"`, ...shown, ...(more > 0 ? [`    and ${more} more`] : [])];
}

function isMoved(old: Widget | undefined, made: Widget): boolean {
  const place = ({ x, y, width, height }: Widget): string => JSON.stringify([x, y, width, height]);
  return old !== undefined && place(old) !== place(made);
}

/** By title; the second of the same title has its number with it. */
function widgetsOf(body: unknown): ReadonlyMap<string, Widget> | undefined {
  // What is known only when it is deployed is a mark, and no JSON.
  if (typeof body !== "string" || !body.startsWith("{")) return undefined;
  const { widgets = [] } = JSON.parse(body) as { readonly widgets?: readonly Widget[] };
  const titled = new Map<string, Widget>();
  for (const widget of widgets) {
    const title = titleOf(widget);
    let unique = title;
    for (let count = 2; titled.has(unique); count += 1) unique = `${title} (${count})`;
    titled.set(unique, widget);
  }
  return titled;
}

/** Texts have none: their first line stands for it. */
function titleOf({ type = "widget", properties = {} }: Widget): string {
  const { title, markdown } = properties;
  if (typeof title === "string" && title !== "") return title;
  if (typeof markdown !== "string") return type;
  return (markdown.split("\n")[0] ?? "").replace(/^#+\s*/, "") || type;
}
