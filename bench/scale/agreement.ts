/** The simulation of `npm start` beside its load run. */
import type { LoadPoint, LoadRun } from "./load";
import { simulateLocal } from "./local";
import { percentile } from "./percentile";

/** How far the simulation may be from what was measured. */
export const MAX_DIFFERENCE = 0.2;
const SIMULATED_SECONDS = 20;

export interface Agreement {
  readonly measured: LoadPoint;
  readonly simulated: { readonly perSecond: number; readonly p95: number };
  /** Whether both figures are within MAX_DIFFERENCE of the measured ones. */
  readonly agrees: boolean;
}

export function agreements(run: LoadRun): readonly Agreement[] {
  return run.points.map((measured) => {
    const { perSecond, milliseconds } = simulateLocal({
      ...run,
      load: { connections: measured.connections },
      seconds: SIMULATED_SECONDS,
    });
    const simulated = { perSecond, p95: percentile(milliseconds, 0.95) };
    const isNear = (key: "perSecond" | "p95"): boolean =>
      Math.abs(simulated[key] / measured[key] - 1) <= MAX_DIFFERENCE;
    return { measured, simulated, agrees: isNear("perSecond") && isNear("p95") };
  });
}
