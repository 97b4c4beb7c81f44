/** Process of its own that fires at an endpoint, and writes what came of it as JSON. */
import autocannon from "autocannon";

export interface Shots {
  /** Between the first request and the last answer. */
  readonly seconds: number;
  /** Of each answer, in the order in which they came. */
  readonly milliseconds: readonly number[];
  /** Answers that are none of 200, and requests without one. */
  readonly failed: number;
  /** Of this process's main thread, for each answer. */
  readonly cpuMs: number;
}

const CALL = { name: "add", arguments: { a: 10, b: 5 } };

/** @param fire.seconds that it takes, after `warmUpSeconds` that are not looked at. */
async function shoot(url: string, connections: number, seconds: number): Promise<Shots> {
  const milliseconds: number[] = [];
  const usage = process.cpuUsage();
  const started = performance.now();
  const running = autocannon({
    url,
    connections,
    duration: seconds,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", method: "tools/call", params: CALL, id: 1 }),
  });
  running.on("response", (_client, _status, _bytes, responseTime) => {
    milliseconds.push(responseTime);
  });
  const { non2xx, errors } = await running;
  const { user, system } = process.cpuUsage(usage);
  return {
    seconds: (performance.now() - started) / 1_000,
    milliseconds,
    failed: non2xx + errors,
    cpuMs: (user + system) / 1_000 / milliseconds.length,
  };
}

const [, , url = "", connections = "1", seconds = "10"] = process.argv;
void shoot(url, Number(connections), Number(seconds)).then((shots) => {
  process.stdout.write(JSON.stringify(shots));
});
