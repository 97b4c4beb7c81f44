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

/** Milliseconds of a cold start to the first answer, medians. */
export interface ColdTimes {
  readonly load: number;
  /** Load and first answer. */
  readonly total: number;
  /** From the start of the process. */
  readonly sinceStart: number;
  /** Of CPU, from the start of the process. */
  readonly cpu: number;
}

/** What a token costs the function, in one era. */
export interface TokenCost {
  /** The function as the mode `none` has it. */
  readonly open: ColdTimes;
  /** The function with a token that was let pass. */
  readonly withToken: ColdTimes;
  /** Authorizer and function, one after the other, to the open function alone. */
  readonly bothToOne: Readonly<Record<keyof ColdTimes, number>>;
  /** Microseconds of a warm call (p50), and what a cached Allow adds to it. */
  readonly openCall: number;
  readonly added: number;
}

export interface AuthorizerMeasured {
  /** Zipped bytes. */
  readonly code: number;
  readonly layer: number;
  readonly cold: ColdTimes;
  /** The same with an issuer that speaks https. */
  readonly coldOverTls: ColdTimes;
  /** The least that an authorizer can be (bare.cjs), over http and over https. */
  readonly bare: ColdTimes;
  readonly bareOverTls: ColdTimes;
  /** Microseconds of a warm verification, and megabytes after all of them. */
  readonly p50: number;
  readonly p99: number;
  readonly rss: number;
  readonly eras: Readonly<Record<Era, TokenCost>>;
}

/** Load and first answer of a function whose tools have a table and a secret, milliseconds. */
export interface NeedsMeasured {
  /** Of a tool that needs nothing. */
  readonly without: number;
  /** Of one that writes an item, over http. */
  readonly withTable: number;
  /** The same over https. */
  readonly overTls: number;
}

export interface Measurements {
  readonly peers: readonly Measured[];
  readonly growth: readonly Growth[];
  readonly speed: readonly ToolSpeed[];
  readonly throughput: readonly Throughput[];
  readonly authorizer: AuthorizerMeasured;
  readonly needs: NeedsMeasured;
}

/** Contestants that goals name. */
export const OURS = "this server";
export const SDK_BUNDLED = "official SDK, one bundle";
export const SDK_NODE_MODULES = "official SDK, node_modules";
