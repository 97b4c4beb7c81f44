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
  [connections = 1, duration = 1, pipelining = 1]: readonly number[],
): Promise<Shots> {
  const milliseconds: number[] = [];
  const usage = process.cpuUsage();
  const headers = { "content-type": "application/json" };
  const options = { url, connections, duration, pipelining, headers, body: CALL };
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const running = autocannon({ ...options, method: "POST" }, (error: unknown, done) => {
      if (error instanceof Error) reject(error);
      else resolve(done);
    });
    running.on("response", (_client, _status, _bytes, responseTime) => {
      milliseconds.push(responseTime);
    });
  });
  const { user, system } = process.cpuUsage(usage);
  return {
    perSecond: milliseconds.length / result.duration,
    milliseconds,
    failed: result.non2xx + result.errors,
    cpuMs: (user + system) / 1_000 / milliseconds.length,
  };
}

const [, , url = "", ...how] = process.argv;
void shoot(url, how.map(Number)).then((shots) => {
  process.stdout.write(JSON.stringify(shots));
});
