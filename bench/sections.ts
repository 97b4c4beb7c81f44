/** The sections of bench/RESULTS.md, for the parts that were measured. */
import { authorizerSection } from "./authorizer/authorizer-section";
import { costTable } from "./cost";
import { goalsOf, goalTable } from "./goals";
import type {
  Era,
  Growth,
  Measured,
  Measurements,
  NeedsMeasured,
  Throughput,
  ToolSpeed,
} from "./measurements";
import { fixed, size, table } from "./table";

export function sections(measurements: Partial<Measurements>): string {
  const { peers, growth, speed, throughput, authorizer, needs } = measurements;
  const goals = goalsOf(measurements);
  return [
    ...(peers === undefined ? [] : peerSections(peers)),
    ...(goals.length === 0 ? [] : ["## Goals", goalTable(goals)]),
    ...(growth === undefined ? [] : growthSection(growth)),
    ...(speed === undefined ? [] : speedSection(speed)),
    ...(throughput === undefined ? [] : throughputSection(throughput)),
    ...(authorizer === undefined ? [] : authorizerSection(authorizer)),
    ...(needs === undefined ? [] : needsSection(needs)),
    ...(peers === undefined ? [] : costSection(peers)),
  ].join("\n\n");
}

function peerSections(peers: readonly Measured[]): string[] {
  return [
    "## Package",
    packageTable(peers),
    "## 2025 protocol",
    eraTable(peers, "2025"),
    "## 2026-07-28 protocol",
    eraTable(peers, "2026"),
  ];
}

function packageTable(peers: readonly Measured[]): string {
  const head = [
    "",
    "package",
    "files",
    "uploaded for a code change",
    "first request as it is",
    "note",
  ];
  const rows = peers.map(({ name, package: all, changed, asItIs, note }) => [
    name,
    size(all.bytes),
    String(all.files),
    size(changed),
    asItIs,
    note ?? "",
  ]);
  return table(head, rows);
}

function eraTable(peers: readonly Measured[], era: Era): string {
  const head = [
    "",
    "load + warm-up ms",
    "first answer ms",
    "total ms",
    "CPU ms",
    "warm p50 µs",
    "p99 µs",
    "RSS MB",
  ];
  const rows = peers.map(({ name, eras }) => {
    const times = eras[era];
    if (times === undefined) return [name, "does not speak it", "-", "-", "-", "-", "-", "-"];
    const { load, first, total, cpu, p50, p99, rss } = times;
    const whole = [total, cpu, p50, p99, rss].map((value) => fixed(value));
    return [name, fixed(load), fixed(first, 1), ...whole];
  });
  return table(head, rows);
}

function growthSection(growth: readonly Growth[]): string[] {
  const keys = ["call2025", "call2026", "list2025", "list2026"] as const;
  const head = ["tools", "call 2025", "call 2026", "list 2025", "list 2026"];
  const rows = growth.map(({ tools, ours, sdk }) => [
    String(tools),
    ...keys.map((key) => `${fixed(ours[key])} (${fixed(sdk[key])})`),
  ]);
  return [
    "## Growth with the number of tools",
    "Microseconds a warm request (p50), this server and in brackets the official SDK in one bundle.",
    table(head, rows),
  ];
}

function speedSection(speed: readonly ToolSpeed[]): string[] {
  const rows = speed.map(({ workload, served, plain }) => [
    workload,
    fixed(served, 2),
    fixed(plain, 2),
  ]);
  return [
    "## Speed of a tool's own code",
    "Milliseconds of the same module in the served archive and in plain Node.js, medians, interleaved.",
    table(["", "in a tool ms", "plain Node.js ms"], rows),
  ];
}

function throughputSection(throughput: readonly Throughput[]): string[] {
  const rows = throughput.map(({ connections, perSecond, p50, p99, failed }) =>
    [connections, Math.round(perSecond), p50, p99, failed].map(String),
  );
  return [
    "## Throughput of `npm start`",
    "The throttle raised, one machine for both sides.",
    table(["connections", "requests a second", "p50 ms", "p99 ms", "failed"], rows),
  ];
}

function costSection(peers: readonly Measured[]): string[] {
  return [
    "## What a million calls cost",
    "From the p99 of a warm 2025 call, divided by 0.3 for Lambda's share of a core and rounded up to whole milliseconds. Prices: [API Gateway](https://aws.amazon.com/api-gateway/pricing/), [Lambda](https://aws.amazon.com/lambda/pricing/), [CloudWatch](https://aws.amazon.com/cloudwatch/pricing/); as known when this was written and not looked up since: do so before you count on them. The time that tools take themselves comes on top.",
    costTable(peers),
  ];
}

function needsSection({ without, withTable, overTls }: NeedsMeasured): string[] {
  const head = ["load and first answer of a new environment", "ms"];
  const rows = [
    ["a tool that needs nothing", fixed(without)],
    ["a tool that writes an item, over http", fixed(withTable)],
    ["the same over https", fixed(overTls)],
  ];
  const about =
    "One function with tools of both kinds. DynamoDB is a stand-in on this machine: the way to it comes on top.";
  return ["## Tools with a table", about, table(head, rows)];
}
