/** bench/scale/RESULTS.md: the load run of `npm start` beside its simulation. */
import { table } from "../table";
import { type Agreement, MAX_DIFFERENCE } from "./agreement";
import type { LoadRun } from "./load";

/** Above it, the machine was not the run's alone. */
export const MAX_OTHERS_SHARE = 0.05;

export function resultsText(run: LoadRun, compared: readonly Agreement[]): string {
  const { times, capacity } = run;
  const percent = MAX_DIFFERENCE * 100;
  return `# \`npm start\` under load, measured and simulated

Written by \`npm run scale -- --load\`. ${run.date}, ${run.machine}, ${run.seconds} s for each number of connections, autocannon on the same machine. ${othersText(run.othersShare)}

${comparison(compared)}

Within ${percent} % in both: ${compared.filter(({ agrees }) => agrees).length} of ${compared.length}.

## What the simulation was given

Nothing of the runs with 8, 64 and 256 connections. Milliseconds of CPU that a request takes of each process, measured at one connection: with eight requests sent ahead, so that no process falls idle, and what is added where each request comes alone, by waking up. The gateway works on a request twice. How much longer one request is than another is what was measured at one connection, in that order.

${table(
  ["", "ms", "more where it was idle"],
  [
    ["client (autocannon)", ...processCells(times.client)],
    ["gateway (`npm start`)", ...processCells(times.gateway)],
    [`environment (1 of ${run.environments})`, ...processCells(times.environment)],
    ["threads beside (collector, compiler)", `${times.besideMs}`, ""],
    ["of the gateway's, after the answer", `${times.afterMs}`, ""],
    ["waiting", `${times.delayMs}`, ""],
  ],
)}

What threads get done at once, to one alone: ${capacity.map((share, at) => `${at + 1}: ${share}`).join(", ")}.
`;
}

function othersText(share: number): string {
  const percent = `${Math.round(share * 100)} %`;
  return share <= MAX_OTHERS_SHARE
    ? `Other processes had ${percent} of the machine while nothing was fired.`
    : `**The machine was shared: other processes had ${percent} of it while nothing was fired, so these figures say little. Measure again when it is quiet.**`;
}

function processCells({ ms, wakeMs }: LoadRun["times"]["client"]): readonly string[] {
  return [String(ms), String(wakeMs)];
}

function comparison(compared: readonly Agreement[]): string {
  const head = [
    "connections",
    "requests a second",
    "simulated",
    "p50 ms",
    "p95 ms",
    "simulated",
    "failed",
    "agrees",
  ];
  const rows = compared.map(({ measured, simulated, agrees }) => [
    String(measured.connections),
    measured.perSecond.toFixed(0),
    `${simulated.perSecond.toFixed(0)} (${difference(simulated.perSecond, measured.perSecond)})`,
    measured.p50.toFixed(1),
    measured.p95.toFixed(1),
    `${simulated.p95.toFixed(1)} (${difference(simulated.p95, measured.p95)})`,
    String(measured.failed),
    agrees ? "yes" : "**no**",
  ]);
  return table(head, rows);
}

/** "+4 %" */
function difference(simulated: number, measured: number): string {
  const percent = Math.round((simulated / measured - 1) * 100);
  return `${percent > 0 ? "+" : ""}${percent} %`;
}
