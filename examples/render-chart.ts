/** A bar chart: a page in clients that show pages (MCP Apps), and a chart of letters in all others. */
import { type AnyTool, defineTool, text } from "mcp-lambda";
import { z } from "zod";
import html from "./render-chart.html";

/** Characters of the longest bar. */
const WIDTH = 40;

const CHART = z.object({
  title: z.string().trim().min(1).max(100).describe("What the chart shows"),
  unit: z.string().trim().max(20).default("").describe("Of the values, for example: EUR"),
  bars: z
    .array(
      z.object({
        label: z.string().trim().min(1).max(60),
        value: z.number().describe("May be negative"),
      }),
    )
    .min(1)
    .max(50)
    .describe("In the order in which they are shown"),
});

type Chart = z.output<typeof CHART>;

export function renderChart(): AnyTool {
  return defineTool({
    name: "render-chart",
    title: "Render a chart",
    description:
      "Shows values as a bar chart, as a page where the client shows pages. The text that comes back has the same chart: repeat it only where the user sees no page.",
    inputSchema: CHART,
    outputSchema: CHART,
    ui: { html, prefersBorder: true },
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: (chart) => ({ ...text(drawn(chart)), structuredContent: { ...chart } }),
  });
}

/** A line for each bar; values below 0 are drawn with another character. */
export function drawn({ title, unit, bars }: Chart): string {
  const widest = Math.max(...bars.map(({ label }) => label.length));
  const longest = Math.max(...bars.map(({ value }) => Math.abs(value)));
  const lines = bars.map(({ label, value }) => {
    const length = longest === 0 ? 0 : Math.round((Math.abs(value) / longest) * WIDTH);
    const bar = (value < 0 ? "▒" : "█").repeat(length);
    return `${label.padEnd(widest)} ${bar} ${value} ${unit}`.trimEnd();
  });
  return [title, ...lines].join("\n");
}
