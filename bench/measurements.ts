/** What the parts of `npm run bench` measure. */

export const ERAS = ["2025", "2026"] as const;
export type Era = (typeof ERAS)[number];

export interface Times {
  /** Milliseconds until the environment is ready: load, and what is warmed up ahead. */
  readonly load: number;
  /** Milliseconds of the first answer after that. */
  readonly first: number;
  readonly total: number;
  /** Milliseconds of CPU for both. */
  readonly cpu: number;
  /** Microseconds of a warm call. */
  readonly p50: number;
  readonly p99: number;
  /** Megabytes after all calls. */
  readonly rss: number;
}

/** One contestant, measured. */
export interface Measured {
  readonly name: string;
  readonly note: string | undefined;
  readonly package: { readonly files: number; readonly bytes: number };
  /** Zipped bytes that go up for a change of a tool. */
  readonly changed: number;
  readonly asItIs: string;
  readonly eras: Readonly<Record<Era, Times | undefined>>;
}

/** Microseconds (p50) of a warm request. */
export interface GrowthTimes {
  readonly call2025: number;
  readonly call2026: number;
  readonly list2025: number;
  readonly list2026: number;
}

export interface Growth {
  readonly tools: number;
  readonly ours: GrowthTimes;
  readonly sdk: GrowthTimes;
}

/** Milliseconds that the same code takes in the served archive and in plain Node.js. */
export interface ToolSpeed {
  readonly workload: string;
  readonly served: number;
  readonly plain: number;
}

export interface Throughput {
  readonly connections: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

export interface Measurements {
  readonly peers: readonly Measured[];
  readonly growth: readonly Growth[];
  readonly speed: readonly ToolSpeed[];
  readonly throughput: readonly Throughput[];
}

/** Contestants that goals name. */
export const OURS = "this server";
export const SDK_BUNDLED = "official SDK, one bundle";
export const SDK_NODE_MODULES = "official SDK, node_modules";
