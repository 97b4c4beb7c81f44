/** The goals that the project has set itself: ratios, since they hold on any machine. */
import {
  type AuthorizerMeasured,
  type Era,
  ERAS,
  type Growth,
  type GrowthTimes,
  type Measured,
  type Measurements,
  type NeedsMeasured,
  OURS,
  SDK_BUNDLED,
  SDK_NODE_MODULES,
  type Times,
  type ToolSpeed,
} from "./measurements";
import { table } from "./table";

export interface Goal {
  readonly what: string;
  readonly measured: number;
  readonly max: number;
}

export function goalTable(goals: readonly Goal[]): string {
  return table(
    ["goal", "measured", "at most", ""],
    goals.map(({ what, measured, max }) => [
      what,
      measured.toFixed(2),
      String(max),
      measured <= max ? "met" : "**missed**",
    ]),
  );
}

/** The goals of the parts that were measured. */
export function goalsOf({
  peers,
  growth,
  speed,
  authorizer,
  needs,
}: Partial<Measurements>): Goal[] {
  return [
    ...(peers === undefined ? [] : [...sizeGoals(peers), ...timeGoals(peers)]),
    ...(growth === undefined ? [] : growthGoals(growth)),
    ...(speed === undefined ? [] : speedGoals(speed)),
    ...(authorizer === undefined ? [] : authorizerGoals(authorizer)),
    ...(needs === undefined ? [] : needsGoals(needs)),
  ];
}

function sizeGoals(peers: readonly Measured[]): Goal[] {
  const ours = peers.find(({ name }) => name === OURS);
  const code = ours?.changed ?? NaN;
  const layer = (ours?.package.bytes ?? NaN) - code;
  return [
    { what: "uploaded for a change of a tool, kB zipped", measured: code / 1000, max: 6 },
    { what: "layer, kB zipped", measured: layer / 1000, max: 100 },
  ];
}

function timeGoals(peers: readonly Measured[]): Goal[] {
  const times = (name: string, era: Era): Times | undefined =>
    peers.find((one) => one.name === name)?.eras[era];
  const ratio = (era: Era, key: keyof Times, other: string): number =>
    (times(OURS, era)?.[key] ?? NaN) / (times(other, era)?.[key] ?? NaN);
  const goal = (
    what: string,
    key: keyof Times,
    { era, max, to = SDK_BUNDLED }: { era: Era; max: number; to?: string },
  ): Goal => ({
    what: `${what}, ${era}, to the ${to}`,
    measured: ratio(era, key, to),
    max,
  });
  return [
    goal("cold start", "total", { era: "2025", max: 0.45, to: SDK_NODE_MODULES }),
    goal("cold start", "total", { era: "2025", max: 0.6 }),
    goal("cold start", "total", { era: "2026", max: 0.8 }),
    {
      what: "first answer after init, 2025, ms",
      measured: times(OURS, "2025")?.first ?? NaN,
      max: 3,
    },
    goal("warm p50", "p50", { era: "2025", max: 0.36 }),
    goal("warm p50", "p50", { era: "2026", max: 0.58 }),
    goal("memory", "rss", { era: "2025", max: 0.65 }),
    goal("memory", "rss", { era: "2026", max: 0.65 }),
  ];
}

function growthGoals(growth: readonly Growth[]): Goal[] {
  const timesAt = (tools: number): GrowthTimes | undefined =>
    growth.find((one) => one.tools === tools)?.ours;
  const goal = (tools: number, era: Era, max: number): Goal => ({
    what: `a call at ${tools} tools, ${era}, to 1 tool`,
    measured: (timesAt(tools)?.[`call${era}`] ?? NaN) / (timesAt(1)?.[`call${era}`] ?? NaN),
    max,
  });
  return [
    goal(100, "2025", 1.3),
    goal(100, "2026", 1.3),
    goal(500, "2025", 1.6),
    goal(500, "2026", 1.6),
  ];
}

function speedGoals(speed: readonly ToolSpeed[]): Goal[] {
  return speed.map(({ workload, served, plain }) => ({
    what: `a tool: ${workload}, to plain Node.js`,
    measured: served / plain,
    max: 1.5,
  }));
}

function needsGoals({ without, overTls }: NeedsMeasured): Goal[] {
  const what = "what a table adds to the first call of an environment, over https, ms";
  return [{ what, measured: overTls - without, max: 40 }];
}

function authorizerGoals({ code, layer, eras }: AuthorizerMeasured): Goal[] {
  return [
    { what: "authorizer, kB zipped", measured: code / 1000, max: 5 },
    { what: "its layer, kB zipped", measured: layer / 1000, max: 25 },
    ...ERAS.map((era) => ({
      what: `cold start of authorizer and function, ${era}, to the function's`,
      measured: eras[era].bothToOne.sinceStart,
      max: 1.6,
    })),
    ...ERAS.map((era) => ({
      what: `what a cached Allow adds to a warm call, ${era}, µs`,
      measured: eras[era].added,
      max: 5,
    })),
  ];
}
