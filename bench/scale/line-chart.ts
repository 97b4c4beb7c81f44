/** Lines over one another as SVG, for light and dark pages. */

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Marks of its own and no line, for what was measured. */
  readonly isMeasured?: boolean;
}

export interface Axis {
  readonly title: string;
  readonly ticks: readonly number[];
  readonly isLog?: boolean;
}

export interface Chart {
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
}

const WIDTH = 860;
const HEIGHT = 400;
const LEFT = 70;
const RIGHT = 250;
const TOP = 56;
const BOTTOM = 50;
const NAME_HEIGHT = 22;

/** Values from its first tick to its last, as a place between `from` and `to`. */
function scaleOf({ ticks, isLog }: Axis, from: number, to: number): (value: number) => number {
  const at = (value: number): number => (isLog === true ? Math.log10(value) : value);
  const [min, max] = [at(ticks[0] ?? 0), at(ticks.at(-1) ?? 1)];
  return (value) => from + ((at(value) - min) / (max - min)) * (to - from);
}

const fixed = (place: number): string => place.toFixed(1);

export function lineChart({ title, x, y, lines }: Chart): string {
  const right = WIDTH - RIGHT;
  const bottom = HEIGHT - BOTTOM;
  const [toX, toY] = [scaleOf(x, LEFT, right), scaleOf(y, bottom, TOP)];
  const number = (value: number): string => value.toLocaleString("en-US");
  const grid = [
    ...x.ticks.map((tick) => {
      const at = fixed(toX(tick));
      return `<path class="grid" d="M${at} ${TOP}V${bottom}"/><text class="mid" x="${at}" y="${bottom + 18}">${number(tick)}</text>`;
    }),
    ...y.ticks.map((tick) => {
      const at = toY(tick);
      return `<path class="grid" d="M${LEFT} ${fixed(at)}H${right}"/><text class="end" x="${LEFT - 8}" y="${fixed(at + 4)}">${number(tick)}</text>`;
    }),
  ];
  const drawn = lines.map(({ points, isMeasured, name }, index) => {
    const kind = `c${index}`;
    const places = points.map(([px, py]) => [fixed(toX(px)), fixed(toY(py))] as const);
    const nameY = TOP + 14 + index * NAME_HEIGHT;
    const label = `<text x="${right + 44}" y="${nameY + 4}">${name}</text>`;
    if (isMeasured === true) {
      const marks = [[`${right + 27}`, `${nameY}`] as const, ...places];
      const circles = marks.map(([cx, cy]) => `<circle cx="${cx}" cy="${cy}" r="5"/>`);
      return `<g class="dot ${kind}">${circles.join("")}</g>${label}`;
    }
    const path = places.map((place) => place.join(" ")).join("L");
    return `<path class="line ${kind}" d="M${path}"/><path class="line ${kind}" d="M${right + 16} ${nameY}h22"/>${label}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}">
${STYLE}
<text class="title" x="10" y="22">${title}</text>
<text x="10" y="44">${y.title}</text>
<text class="mid" x="${fixed((LEFT + right) / 2)}" y="${HEIGHT - 10}">${x.title}</text>
${[...grid, ...drawn].join("\n")}
</svg>
`;
}

/** Lines differ by their dashes too. */
const STYLE = `<style>
text { font: 12px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; font-size: 14px; }
.mid { text-anchor: middle; }
.end { text-anchor: end; }
.grid { stroke: #8b949e; stroke-opacity: 0.3; fill: none; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
.dot { fill: none; stroke-width: 2.5; }
.c0 { stroke: #0969da; }
.c1 { stroke: #bf8700; stroke-dasharray: 8 3; }
.c2 { stroke: #cf222e; stroke-dasharray: 3 3; }
.c3 { stroke: #1a7f37; stroke-dasharray: 12 3 3 3; }
.dot { stroke-dasharray: none; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .c0 { stroke: #4493f8; } .c1 { stroke: #d29922; } .c2 { stroke: #f85149; } .c3 { stroke: #3fb950; } }
</style>`;
