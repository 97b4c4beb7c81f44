/** The page's files by the name that a browser asks for. No name from outside reaches the disk. */
import * as path from "node:path";

export interface PageFile {
  readonly path: string;
  readonly type: string;
}

const SCRIPT = "text/javascript; charset=utf-8";
const STYLE = "text/css; charset=utf-8";

const SCRIPTS = [
  "alarms.js",
  "argument-form.js",
  "call-result.js",
  "dashboard.js",
  "element.js",
  "format.js",
  "graph.js",
  "graph-data.js",
  "graph-overlay.js",
  "graph-style.js",
  "log.js",
  "log-line.js",
  "main.js",
  "markdown.js",
  "mcp-client.js",
  "palette.js",
  "schema-controls.js",
  "schema-field.js",
  "schema-words.js",
  "series-table.js",
  "theme.js",
  "tool-panel.js",
  "tools.js",
  "widgets.js",
];
const STYLES = ["page.css", "dashboard.css", "tools.css", "log.css"];

export const PAGE_FILES: ReadonlyMap<string, PageFile> = new Map([
  ...SCRIPTS.map((name) => [name, own(name, SCRIPT)] as const),
  ...STYLES.map((name) => [name, own(name, STYLE)] as const),
  ["uplot.js", { path: require.resolve("uplot/dist/uPlot.esm.js"), type: SCRIPT }] as const,
  ["uplot.css", { path: require.resolve("uplot/dist/uPlot.min.css"), type: STYLE }] as const,
]);

export const DOCUMENT = own("index.html", "text/html; charset=utf-8");

function own(name: string, type: string): PageFile {
  return { path: path.join(__dirname, name), type };
}
