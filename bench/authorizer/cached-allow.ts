/** What a cached Allow adds to a warm call of the function: both modes in one process, by turns. */
import type { UnpackedFunction } from "../contestants";
import { type Era, ERAS, type TokenCost } from "../measurements";
import { median } from "../measuring";
import type { Archives } from "./archives";
import { callOf, EXPECTED, type Token } from "./events";
import { runNode, writeFor } from "./node-process";

/** Of processes: what V8 optimizes differs from one to the next. */
const PAIRS = 5;
/** Of 100 calls each, for each side. */
const BLOCKS = 50;

type WarmCost = Pick<TokenCost, "openCall" | "added">;

interface Side {
  readonly file: string;
  readonly variables: UnpackedFunction["environment"];
  readonly event: object;
}

const NAMES = ["open", "withToken"] as const;
type SideName = (typeof NAMES)[number];
type Sides = Readonly<Record<SideName, Side>>;

interface SideReading {
  /** Microseconds, by block. */
  readonly p50s: readonly number[];
  readonly answer: string;
}

export async function measureCachedAllow(
  { open, withToken }: Archives,
  token: Token,
  folder: string,
): Promise<Readonly<Record<Era, WarmCost>>> {
  const sidesOf = (era: Era): Sides => ({
    open: { file: open.file, variables: open.environment, event: callOf(era) },
    withToken: {
      file: withToken.file,
      variables: withToken.environment,
      event: callOf(era, token),
    },
  });
  const costs: Record<Era, WarmCost[]> = { "2025": [], "2026": [] };
  for (let pair = 0; pair < PAIRS; pair += 1) {
    for (const era of ERAS) {
      // Which side is loaded first changes: that alone makes some microseconds.
      const first = await costInOneProcess(sidesOf(era), NAMES, folder);
      const second = await costInOneProcess(sidesOf(era), NAMES.toReversed(), folder);
      costs[era].push(mean(first, second));
    }
  }
  return { "2025": medians(costs["2025"]), "2026": medians(costs["2026"]) };
}

async function costInOneProcess(
  sides: Sides,
  order: readonly SideName[],
  folder: string,
): Promise<WarmCost> {
  const ordered = order.map((name) => sides[name]);
  const readings = (await runNode({
    script: "blocks.cjs",
    args: [writeFor(folder, "sides.json", ordered), String(BLOCKS)],
    // The layer's folder among them: both have the same bytes.
    variables: sides.open.variables,
    memoryMb: 512,
    folder,
  })) as readonly SideReading[];
  const failed = readings.find(({ answer }) => !answer.includes(EXPECTED.function));
  if (failed !== undefined) throw new Error(`a measured call failed: ${failed.answer}`);
  const blocks = (name: SideName): readonly number[] => readings[order.indexOf(name)]?.p50s ?? [];
  const withToken = blocks("withToken");
  // Of blocks that follow each other, so that a machine that grows slow does so for both.
  const added = blocks("open").map((p50, block) => (withToken[block] ?? NaN) - p50);
  return { openCall: median(blocks("open")), added: median(added) };
}

function mean(one: WarmCost, other: WarmCost): WarmCost {
  return {
    openCall: (one.openCall + other.openCall) / 2,
    added: (one.added + other.added) / 2,
  };
}

function medians(costs: readonly WarmCost[]): WarmCost {
  return {
    openCall: median(costs.map(({ openCall }) => openCall)),
    added: median(costs.map(({ added }) => added)),
  };
}
