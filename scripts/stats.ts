/**
 * `npm run stats`: calls, failed and refused calls and times by tool over a period, of a deployed stack
 * (by Logs Insights) or of `npm start`.
 */
import { readArguments, runCommand } from "pulumi-local";
import { readPeriod } from "./observed/period";
import { findPlace, PLACE_OPTIONS, PLACE_USAGE } from "./observed/place";
import { statsTable } from "./stats/stats-table";
import { readStats } from "./stats/tool-stats";

const USAGE = `npm run stats -- [OPTION ...]

${PLACE_USAGE}  --since 1h     the period that ends now: 90s, 15m, 1h, 2d; default 1h
  --json         prints JSON, a tool a line
`;

runCommand(async () => {
  const options = {
    ...PLACE_OPTIONS,
    since: { type: "string" },
    json: { type: "boolean" },
  } as const;
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const period = args.text("since") ?? "1h";
  const since = Date.now() - readPeriod(period, "since");
  const stats = await readStats(await findPlace(args), since);
  if (args.flag("json")) {
    for (const each of stats) process.stdout.write(`${JSON.stringify(each)}\n`);
  } else if (stats.length === 0) {
    process.stdout.write(`No tool was called in the last ${period}.\n`);
  } else process.stdout.write(statsTable(stats));
});
