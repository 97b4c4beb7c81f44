/** Process of its own that fires at an endpoint, and writes what came of it as JSON. */
import autocannon from "autocannon";

export interface Shots {
  readonly perSecond: number;
  /** Of each answer, in the order in which they came. */
  readonly milliseconds: readonly number[];
  /** Answers other than 200, and requests without one. */
  readonly failed: number;
  /** CPU of this process for each answer, in milliseconds. */
  readonly cpuMs: number;
}

const params = { name: "add", arguments: { a: 10, b: 5 } };
const CALL = JSON.stringify({ jsonrpc: "2.0", method: "tools/call", params, id: 1 });

async function shoot(
  url: string,
  [connections, seconds, pipelining]: readonly number[],
): Promise<Shots> {
  const milliseconds: number[] = [];
  const usage = process.cpuUsage();
  const running = autocannon({
    url,
    connections: connections ?? 1,
    duration: seconds ?? 1,
    pipelining: pipelining ?? 1,
    method: "POST",
    headers: { "content-type": "application/json" },
    body: CALL,
  });
  running.on("response", (_client, _status, _bytes, responseTime) => {
    milliseconds.push(responseTime);
  });
  const { non2xx, errors, duration } = await running;
  const { user, system } = process.cpuUsage(usage);
  return {
    perSecond: milliseconds.length / duration,
    milliseconds,
    failed: non2xx + errors,
    cpuMs: (user + system) / 1_000 / milliseconds.length,
  };
}

const [, , url = "", ...how] = process.argv;
void shoot(url, how.map(Number)).then((shots) => {
  process.stdout.write(JSON.stringify(shots));
});
