/**
 * Writes what was measured: bench/RESULTS.md, bench/chart.svg, the table in docs/comparison.md and
 * a line of README.md.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { PROJECT_ROOT } from "pulumi-local";
import { chart } from "./chart";
import { goalsOf, goalTable } from "./goals";
import type { Measured, Measurements, Times } from "./measurements";
import { sections } from "./sections";
import { fixed, size, table } from "./table";

export interface Circumstances {
  readonly rounds: number;
  readonly machine: string;
  readonly date: string;
  readonly seconds: number;
}

export async function report(measurements: Measurements, when: Circumstances): Promise<void> {
  const { rounds, machine, date, seconds } = when;
  const about = `${date}, ${machine}, all in one run of ${seconds} s, interleaved, medians of ${rounds} cold processes, each with the options of Node.js that Lambda gives a function of 512 MB. Local, with a full core: 512 MB in Lambda have about 0.3 of a vCPU, so expect times three times as long there.`;
  const text = `# What was measured

Written by \`npm run bench\`. ${about}

The request is the one that everybody tries first: \`tools/call\` of a tool that adds two numbers, once as a bare 2025 request and once with what 2026-07-28 demands. Where that is not answered as it is, \`Accept: application/json, text/event-stream\` is sent. Sizes are zipped. This server writes metrics and a log line with each request, the others nothing; standard output is a file ([what a pipe adds](../docs/decisions/0004-own-telemetry.md)).

${sections(measurements)}
`;
  const file = path.join(__dirname, "RESULTS.md");
  const options = await resolveConfig(file);
  const markdown = (content: string): Promise<string> =>
    format(content, { ...options, parser: "markdown" });
  fs.writeFileSync(file, await markdown(text));
  fs.writeFileSync(path.join(__dirname, "chart.svg"), chart(measurements.peers));

  const shown = `\n\n${shortTable(measurements.peers)}\n\n${about}\n\n`;
  await publish("docs/comparison.md", shown, markdown);
  await publish("README.md", summary(measurements.peers), markdown);
  process.stdout.write(
    `${goalTable(goalsOf(measurements))}\n\nWritten: bench/RESULTS.md, bench/chart.svg, docs/comparison.md, README.md\n`,
  );
}

/** Puts a text between the marks of a document. */
async function publish(
  name: string,
  text: string,
  markdown: (content: string) => Promise<string>,
): Promise<void> {
  const file = path.join(PROJECT_ROOT, name);
  const [before = "", rest = ""] = fs.readFileSync(file, "utf8").split(/(?<=<!-- bench -->)/);
  const after = rest.slice(rest.indexOf("<!-- /bench -->"));
  fs.writeFileSync(file, await markdown(`${before}${text}${after}`));
}

/** One sentence: this server, and in brackets the official SDK in one bundle. */
export function summary(peers: readonly Measured[]): string {
  const [ours, sdk] = ["this server", "official SDK, one bundle"].map((name) =>
    peers.find((peer) => peer.name === name),
  );
  const both = (key: keyof Times, unit: string): readonly string[] =>
    [ours, sdk].map((peer) => `${fixed(peer?.eras["2025"]?.[key])} ${unit}`);
  const [cold, coldSdk] = both("total", "ms");
  const [warm, warmSdk] = both("p50", "µs");
  const [changed, changedSdk] = [ours, sdk].map((peer) => size(peer?.changed ?? NaN));
  return `Cold start to the first answer ${cold} (official SDK in one bundle: ${coldSdk}), a warm call ${warm} (${warmSdk}), ${changed} uploaded for a changed tool (${changedSdk}).`;
}

/** The columns that decide. */
function shortTable(peers: readonly Measured[]): string {
  const head = [
    "",
    "code change uploads",
    "cold start to first answer, 2025 / 2026",
    "warm call p50, 2025 / 2026",
    "memory",
    "answers the first request as it is",
  ];
  const both = ({ eras }: Measured, key: keyof Times): string =>
    `${fixed(eras["2025"]?.[key])} / ${fixed(eras["2026"]?.[key])}`;
  const rows = peers.map((one) => [
    one.name,
    size(one.changed),
    `${both(one, "total")} ms`,
    `${both(one, "p50")} µs`,
    `${fixed(one.eras["2025"]?.rss)} MB`,
    one.asItIs,
  ]);
  return table(head, rows);
}
