"use strict";
/**
 * One side of the comparison, in a process of its own: `worker.cjs FILE`. FILE exports the handler
 * of an archive, or the workloads in plain Node.js; each message is one call.
 */
const { handler, timed } = require(process.argv[2]);

const context = () => ({ awsRequestId: "bench", getRemainingTimeInMillis: () => 25_000 });

process.on("message", async ({ event, workload }) => {
  process.send(handler === undefined ? timed(workload) : await handler(event, context()));
});
