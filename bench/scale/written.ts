/** All that `npm run scale` writes, from what was measured. */
import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { DEFAULT_STACK, PROJECT_ROOT, readStackSettings } from "pulumi-local";
import { awsRegion } from "../../infra/aws-region";
import { pricesIn } from "../../infra/cost/prices";
import { settingsOf } from "../../scripts/settings-of";
import { agreements } from "./agreement";
import type { LoadRun } from "./load";
import { answeredPicture, environmentsPicture, localPicture } from "./pictures";
import { resultsText } from "./results";
import { serverTimes } from "./scenarios";
import { answeredTable, concurrencyTable, monthTable } from "./tables";

export const MEASURED_FILE = path.join(__dirname, "measured.json");
const DOCUMENT = "docs/scale.md";
const RESULTS = "bench/scale/RESULTS.md";

export function lastLoadRun(): LoadRun {
  return JSON.parse(fs.readFileSync(MEASURED_FILE, "utf8")) as LoadRun;
}

/** Files from the project's folder, and their whole texts. */
export async function written(): Promise<readonly (readonly [file: string, text: string])[]> {
  const run = lastLoadRun();
  const compared = agreements(run);
  const times = serverTimes();
  return [
    [DOCUMENT, await markdown(DOCUMENT, await documentText())],
    ["docs/scale-answered.svg", answeredPicture(times)],
    ["docs/scale-environments.svg", environmentsPicture(times)],
    ["docs/scale-local.svg", localPicture(compared)],
    [RESULTS, await markdown(RESULTS, resultsText(run, compared))],
  ];
}

/** docs/scale.md with its tables between their marks anew. */
async function documentText(): Promise<string> {
  const stack = readStackSettings(PROJECT_ROOT, DEFAULT_STACK);
  const { shared, authorization, function: ofFunction, api, monitoring } = await settingsOf(stack);
  const settings = { ...shared, ...authorization, ...ofFunction, ...api, ...monitoring };
  const prices = pricesIn(awsRegion(stack.config));
  const times = serverTimes();
  const tables = {
    concurrency: concurrencyTable(times),
    "answered-short": answeredTable(times, 100),
    "answered-long": answeredTable(times, 1_000),
    month: `${monthTable({ settings, prices, times })}\n\nList prices of ${prices.holds}.`,
  };
  const text = fs.readFileSync(path.join(PROJECT_ROOT, DOCUMENT), "utf8");
  return Object.entries(tables).reduce((whole, [name, content]) => {
    const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
    const [from, to] = [whole.indexOf(begin), whole.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`${DOCUMENT} has no ${begin} and ${end}`);
    return `${whole.slice(0, from + begin.length)}\n\n${content}\n\n${whole.slice(to)}`;
  }, text);
}

async function markdown(file: string, text: string): Promise<string> {
  const options = await resolveConfig(path.join(PROJECT_ROOT, file));
  return format(text, { ...options, parser: "markdown" });
}
