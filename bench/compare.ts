/** Part "peers": cold starts, warm calls and memory of all contestants, interleaved. */
import { type Contestant, sizeOf } from "./contestants";
import { measure, type Reading } from "./measured-process";
import { type Era, ERAS, type Measured, type Times } from "./measurements";
import { median } from "./measuring";

export const COLD_ROUNDS = 9;
const WARM_ROUNDS = 3;
const WARM_CALLS = 4_000;
/** Of what starts a process for each call. */
const FEW_CALLS = 20;
const SLOW_CALL_US = 50_000;

interface Entry {
  readonly contestant: Contestant;
  readonly era: Era;
  readonly plain: Reading;
  /** What it needs to respond; undefined when nothing helps. */
  readonly environment: Record<string, string> | undefined;
  readonly cold: Reading[];
  readonly warm: Reading[];
}

export function compare(contestants: readonly Contestant[]): Measured[] {
  const entries: Entry[] = contestants.flatMap((contestant) =>
    ERAS.map((era) => ({ contestant, era, ...probe(contestant, era), cold: [], warm: [] })),
  );
  const running = entries.filter(({ environment }) => environment !== undefined);
  for (let round = 0; round < COLD_ROUNDS; round += 1) {
    for (const { contestant, era, environment, cold } of running) {
      cold.push(measure(contestant, { mode: "cold", era, environment: environment ?? {} }));
    }
  }
  const calls = new Map(running.map((entry) => [entry, callsFor(entry)]));
  for (let round = 0; round < WARM_ROUNDS; round += 1) {
    for (const entry of running) entry.warm.push(measureWarm(entry, calls.get(entry)));
  }
  return contestants.map((contestant) =>
    summary(
      contestant,
      entries.filter((entry) => entry.contestant === contestant),
    ),
  );
}

function measureWarm({ contestant, era, environment = {} }: Entry, calls = WARM_CALLS): Reading {
  return measure(contestant, { mode: "warm", era, environment, calls });
}

function callsFor(entry: Entry): number {
  const { p50 = 0 } = measureWarm(entry, FEW_CALLS);
  return p50 > SLOW_CALL_US ? FEW_CALLS : WARM_CALLS;
}

/** The request that everybody tries as it is, and with the header that some demand. */
function probe(contestant: Contestant, era: Era): Pick<Entry, "plain" | "environment"> {
  const plain = measure(contestant, { mode: "cold", era });
  if (plain.ok) return { plain, environment: {} };
  const environment = { ACCEPT: "1" };
  const { ok } = measure(contestant, { mode: "cold", era, environment });
  return { plain, environment: ok ? environment : undefined };
}

function summary(contestant: Contestant, entries: readonly Entry[]): Measured {
  const timesOf = (era: Era): Times | undefined => {
    const entry = entries.find((one) => one.era === era);
    return entry?.environment === undefined ? undefined : medians(entry);
  };
  const plain = entries[0]?.plain;
  return {
    name: contestant.name,
    note: contestant.note,
    package: sizeOf(contestant.packaged),
    changed: sizeOf(contestant.changed).bytes,
    asItIs: plain?.ok === true ? "yes" : `no (${plain?.status ?? plain?.error ?? "failed"})`,
    eras: { "2025": timesOf("2025"), "2026": timesOf("2026") },
  };
}

function medians(entry: Entry): Times {
  const cold = (key: "load" | "warmUp" | "first" | "total" | "cpu"): number =>
    median(entry.cold.map((reading) => reading[key]));
  const warm = (key: "p50" | "p99" | "rss"): number =>
    median(entry.warm.map((reading) => reading[key] ?? NaN));
  return {
    load: cold("load") + cold("warmUp"),
    first: cold("first"),
    total: cold("total"),
    cpu: cold("cpu"),
    p50: warm("p50"),
    p99: warm("p99"),
    rss: warm("rss"),
  };
}
