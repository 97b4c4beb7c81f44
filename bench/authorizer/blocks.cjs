"use strict";
/**
 * One measured process: `node blocks.cjs SIDES_FILE BLOCKS`. Loads each side's handler with its own
 * variables, calls them in blocks by turns, and prints the p50 of each block, in microseconds, as JSON.
 */
const { readFileSync } = require("node:fs");
const [sidesFile, blocks] = process.argv.slice(2);
const CALLS = 100;
const WARM_UP_BLOCKS = 20;
const sides = JSON.parse(readFileSync(sidesFile, "utf8"));
const context = () => ({ awsRequestId: "bench", getRemainingTimeInMillis: () => 25_000 });
const tick = () => new Promise((resolve) => setImmediate(resolve));

/** With modules of its own, so that V8 optimizes each side for itself, as in two environments. */
function load({ file, variables }) {
  for (const name of Object.keys(require.cache)) delete require.cache[name];
  Object.assign(process.env, variables);
  const { handler } = require(file);
  return handler;
}

async function block(handler, text) {
  const times = [];
  let answer;
  for (let call = 0; call < CALLS; call += 1) {
    const event = JSON.parse(text);
    const before = performance.now();
    answer = await handler(event, context());
    times.push((performance.now() - before) * 1000);
    await tick();
  }
  return { p50: times.sort((a, b) => a - b)[CALLS / 2], answer };
}

async function main() {
  const loaded = sides.map((side) => ({
    handler: load(side),
    text: JSON.stringify(side.event),
    p50s: [],
    answer: undefined,
  }));
  for (let round = 0; round < WARM_UP_BLOCKS + Number(blocks); round += 1) {
    // Who goes first changes: the second finds warm caches, or the first one's garbage.
    for (const side of round % 2 === 0 ? loaded : loaded.toReversed()) {
      const { p50, answer } = await block(side.handler, side.text);
      side.answer = answer;
      if (round >= WARM_UP_BLOCKS) side.p50s.push(p50);
    }
  }
  return loaded.map(({ p50s, answer }) => ({ p50s, answer: JSON.stringify(answer) }));
}

main().then(
  (readings) => {
    process.stdout.write(`\n${JSON.stringify(readings)}\n`);
    process.exit(0);
  },
  (error) => {
    process.stdout.write(`\n${JSON.stringify([{ p50s: [], answer: String(error) }])}\n`);
    process.exit(0);
  },
);
