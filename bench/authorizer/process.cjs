"use strict";
/**
 * One measured process: `node process.cjs MODULE EVENT_FILE CALLS`. Loads a handler as Lambda does,
 * sends it the event of the file once and CALLS times more, and prints what that took, as JSON.
 */
// Lambda's runtime has it before any handler, for its own requests:
// https://github.com/aws/aws-lambda-nodejs-runtime-interface-client/blob/main/src/client/rapid-client.ts
require("node:http");
const { readFileSync } = require("node:fs");
const [file, eventFile, calls] = process.argv.slice(2);
const text = readFileSync(eventFile, "utf8");
const context = () => ({ awsRequestId: "bench", getRemainingTimeInMillis: () => 25_000 });
const tick = () => new Promise((resolve) => setImmediate(resolve));
const quantile = (sorted, q) => sorted[Math.floor(sorted.length * q)];

/** Milliseconds since the process began; `performance` would load modules of its own. */
const now = () => process.uptime() * 1000;

async function main() {
  const started = now();
  const { handler } = require(file);
  const loaded = now();
  // Lambda asks for its first event over HTTP: what the load has begun goes on.
  await tick();
  const answer = await handler(JSON.parse(text), context());
  const sinceStart = now();
  const { user, system } = process.cpuUsage();
  const times = await warmTimes(handler);
  return {
    answer: JSON.stringify(answer),
    load: loaded - started,
    total: sinceStart - started,
    sinceStart,
    cpu: (user + system) / 1000,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    rss: process.memoryUsage().rss / 1e6,
  };
}

/** Microseconds, sorted, without those in which V8 still optimizes. */
async function warmTimes(handler) {
  const times = [];
  for (let call = 0; call < Number(calls); call += 1) {
    const event = JSON.parse(text);
    const before = performance.now();
    await handler(event, context());
    times.push((performance.now() - before) * 1000);
    await tick();
  }
  return times.slice(Math.floor(times.length / 4)).sort((a, b) => a - b);
}

main().then(
  (reading) => {
    process.stdout.write(`\n${JSON.stringify(reading)}\n`);
    process.exit(0);
  },
  (error) => {
    process.stdout.write(`\n${JSON.stringify({ answer: String(error) })}\n`);
    process.exit(0);
  },
);
