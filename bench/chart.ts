/** The cold starts as bars, for light and dark pages. */
import type { Measured } from "./measurements";

const ROW = 34;
const LEFT = 290;
const WIDTH = 860;
const BAR = WIDTH - LEFT - 90;

export function chart(measured: readonly Measured[]): string {
  const max = Math.max(
    ...measured.flatMap(({ eras }) => [eras["2025"]?.total ?? 0, eras["2026"]?.total ?? 0]),
  );
  const bar = (value: number | undefined, y: number, kind: string): string => {
    if (value === undefined) return `<text class="none" x="${LEFT + 4}" y="${y + 10}">-</text>`;
    const width = Math.max((value / max) * BAR, 2);
    return `<rect class="${kind}" x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="12" rx="2"/><text x="${(LEFT + width + 6).toFixed(1)}" y="${y + 10}">${value.toFixed(0)} ms</text>`;
  };
  const rows = measured.map(({ name, eras }, index) => {
    const y = 52 + index * ROW;
    return `<text class="name" x="${LEFT - 10}" y="${y + 17}">${name}</text>${bar(eras["2025"]?.total, y, "old")}${bar(eras["2026"]?.total, y + 14, "new")}`;
  });
  const height = 60 + measured.length * ROW;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Cold start to first answer in milliseconds">
<style>
text { font: 12px system-ui, sans-serif; fill: #1f2328; }
.name { text-anchor: end; }
.title { font-weight: 600; font-size: 14px; }
.old { fill: #0969da; }
.new { fill: #bf8700; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .old { fill: #4493f8; } .new { fill: #d29922; } }
</style>
<text class="title" x="10" y="22">Cold start to first answer (load, warm-up, first request)</text>
<rect class="old" x="${LEFT}" y="32" width="10" height="10"/><text x="${LEFT + 16}" y="41">2025</text>
<rect class="new" x="${LEFT + 70}" y="32" width="10" height="10"/><text x="${LEFT + 86}" y="41">2026-07-28</text>
${rows.join("\n")}
</svg>
`;
}
