/** Part "throughput": requests a second of `npm start`, with the throttle raised. */
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import type { Throughput } from "./measurements";
import { npmStart } from "./measuring";

interface AutocannonResult {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly non2xx: number;
  readonly errors: number;
}

const CANNON = path.join(__dirname, "node_modules", "autocannon", "autocannon.js");

export async function measureThroughput(project: string): Promise<Throughput[]> {
  const config = { [`${project}:throttleRate`]: "10000", [`${project}:throttleBurst`]: "5000" };
  const { endpoint, end } = await npmStart({ PULUMI_CONFIG: JSON.stringify(config) });
  try {
    return [1, 8, 64].map((connections) => fire(endpoint, connections));
  } finally {
    await end();
  }
}

function fire(url: string, connections: number): Throughput {
  const params = { name: "add", arguments: { a: 10, b: 5 } };
  const body = JSON.stringify({ jsonrpc: "2.0", method: "tools/call", params, id: 1 });
  const args = ["--json", "--method", "POST", "--headers", "content-type=application/json"];
  const how = ["--duration", "6", "--connections", String(connections), "--body", body, url];
  const output = execFileSync(process.execPath, [CANNON, ...args, ...how], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const { requests, latency, non2xx, errors } = JSON.parse(output) as AutocannonResult;
  return {
    connections,
    perSecond: requests.average,
    p50: latency.p50,
    p99: latency.p99,
    failed: non2xx + errors,
  };
}
