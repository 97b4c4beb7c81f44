/** Part "growth": how a call and a list grow with the number of tools, interleaved. */
import * as path from "node:path";
import type { StackSettings } from "pulumi-local";
import { bundleSdk, unpackProgram } from "../contestants";
import { measure, type MeasuredHandler } from "../measured-process";
import type { Era, Growth, GrowthTimes } from "../measurements";
import { median } from "../measuring";

const ROUNDS = 3;
const SIDES = ["ours", "sdk"] as const;

export async function measureGrowth(settings: StackSettings, folder: string): Promise<Growth[]> {
  const handlers: Readonly<Record<(typeof SIDES)[number], MeasuredHandler>> = {
    ours: await unpackProgram(settings, __dirname, path.join(folder, "ours")),
    sdk: { file: await bundleSdk(folder), environment: {} },
  };
  const entries = [1, 10, 100, 500].map((tools) => ({
    tools,
    ours: [] as GrowthTimes[],
    sdk: [] as GrowthTimes[],
  }));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const entry of entries) {
      for (const side of SIDES) entry[side].push(timesOf(handlers[side], entry.tools));
    }
  }
  return entries.map(({ tools, ours, sdk }) => ({ tools, ours: medians(ours), sdk: medians(sdk) }));
}

function timesOf(handler: MeasuredHandler, tools: number): GrowthTimes {
  const p50 = (era: Era, method: string): number => {
    const environment = { TOOLS: String(tools), METHOD: method, ACCEPT: "1" };
    const reading = measure(handler, { mode: "warm", era, environment, calls: 800 });
    if (reading.p50 === undefined) throw new Error(`${method} failed: ${JSON.stringify(reading)}`);
    return reading.p50;
  };
  return {
    call2025: p50("2025", "tools/call"),
    call2026: p50("2026", "tools/call"),
    list2025: p50("2025", "tools/list"),
    list2026: p50("2026", "tools/list"),
  };
}

function medians(rounds: readonly GrowthTimes[]): GrowthTimes {
  const of = (key: keyof GrowthTimes): number => median(rounds.map((times) => times[key]));
  return {
    call2025: of("call2025"),
    call2026: of("call2026"),
    list2025: of("list2025"),
    list2026: of("list2026"),
  };
}
