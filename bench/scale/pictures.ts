/** Pictures of docs/scale.md. */
import type { Agreement } from "./agreement";
import { lineChart } from "./line-chart";
import { type ServerTimes, SETUPS, simulateScenario } from "./scenarios";

const DECADES = [1, 10, 100, 1_000, 10_000] as const;
const STEPS_OF_DECADE = 8;
const SWEEP_SECONDS = 20;
const SWEEP_TOOL_MS = 1_000;
const STEP_SECONDS = 100;
const STEP_TOOL_MS = 1_000;

/** Requests a second that are answered, of those that come. */
export function answeredPicture(times: ServerTimes): string {
  const rates = Array.from({ length: 4 * STEPS_OF_DECADE + 1 }, (_, at) =>
    Math.round(10 ** (at / STEPS_OF_DECADE)),
  );
  const answered = (quotas: (typeof SETUPS)[number], perSecond: number): number => {
    const scenario = { quotas, perSecond, toolMs: SWEEP_TOOL_MS, seconds: SWEEP_SECONDS };
    return Math.max(1, simulateScenario(scenario, times).milliseconds.length / SWEEP_SECONDS);
  };
  return lineChart({
    title: `What is answered, tools of ${SWEEP_TOOL_MS / 1_000} s, the first ${SWEEP_SECONDS} s`,
    x: { title: "requests a second that come", ticks: DECADES, isLog: true },
    y: { title: "answered a second", ticks: DECADES, isLog: true },
    lines: SETUPS.map((quotas) => ({
      name: quotas.name,
      points: rates.map((rate) => [rate, answered(quotas, rate)] as const),
    })),
  });
}

/** Environments after a stack that was idle gets its load at once. */
export function environmentsPicture(times: ServerTimes): string {
  const quotas = SETUPS.at(-1) ?? SETUPS[0];
  if (quotas === undefined) return "";
  const lines = [10_000, 1_000, 100].map((perSecond) => {
    const scenario = { quotas, perSecond, toolMs: STEP_TOOL_MS, seconds: STEP_SECONDS };
    const { environments } = simulateScenario(scenario, times);
    const points = environments.map((count, second) => [second + 1, count] as const);
    return { name: `${perSecond.toLocaleString("en-US")} a second`, points };
  });
  return lineChart({
    title: `Environments of an idle stack that gets its load at once, tools of ${STEP_TOOL_MS / 1_000} s`,
    x: { title: "seconds", ticks: [0, 20, 40, 60, 80, 100] },
    y: { title: "environments", ticks: [0, 2_000, 4_000, 6_000, 8_000, 10_000, 12_000] },
    lines,
  });
}

/** `npm start` under load, measured and simulated. */
export function localPicture(compared: readonly Agreement[]): string {
  const points = (of: (each: Agreement) => number): readonly (readonly [number, number])[] =>
    compared.map((each) => [each.measured.connections, of(each)] as const);
  return lineChart({
    title: "npm start under load, simulated and measured",
    x: { title: "connections", ticks: [1, 8, 64, 256], isLog: true },
    y: { title: "requests a second, and milliseconds", ticks: DECADES, isLog: true },
    lines: [
      {
        name: "requests a second, simulated",
        points: points(({ simulated }) => simulated.perSecond),
      },
      { name: "p95 in ms, simulated", points: points(({ simulated }) => simulated.p95) },
      {
        name: "p95 in ms, measured",
        points: points(({ measured }) => measured.p95),
        isMeasured: true,
      },
      {
        name: "requests a second, measured",
        points: points(({ measured }) => measured.perSecond),
        isMeasured: true,
      },
    ],
  });
}
