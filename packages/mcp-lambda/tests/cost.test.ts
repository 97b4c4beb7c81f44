/**
 * What a request may cost: a bounded multiple of its size, whatever is in it. Processor time is
 * compared with that of a request a tenth as large, coarsely: quadratic work is a hundred times more.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect } from "chai";
import * as fc from "fast-check";
import type { HandlerAnswer } from "../testing/ask";
import { capturing } from "../testing/output";
import { modern } from "../testing/mcp";
import { readStrictly } from "../testing/strict-reader";
import { COSTLY, picayuneTools } from "./support/costly-requests";
import { fixtureServer } from "./support/fixture-server";
import { askingServer } from "./support/handler";
import { propertyRuns } from "../../../tests/support/property-runs";

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
/** Of a response that is an error, beside three times the request. */
const MAX_ANSWER_BYTES = 8_192;
const MAX_LOG_BYTES = 16_384;
/** What is less is noise, or is compiled at its first use. */
const NOISE_MS = 150;
const MAX_GROWTH = 30;

interface Cost {
  readonly answer: HandlerAnswer;
  readonly sentBytes: number;
  readonly cpuMs: number;
  readonly logBytes: number;
}

describe("the cost of a request", () => {
  const fixture = fixtureServer();
  const ask = askingServer({ ...fixture, tools: [...fixture.tools, ...picayuneTools()] });

  const measure = async (
    body: object | string,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Cost> => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const before = process.cpuUsage();
    const { result, output } = await capturing(() => ask(text, { headers }));
    const { user, system } = process.cpuUsage(before);
    const cpuMs = (user + system) / 1_000;
    const [sentBytes, logBytes] = [Buffer.byteLength(text), Buffer.byteLength(output)];
    return { answer: result, sentBytes, cpuMs, logBytes };
  };

  const expectBounded = ({ answer, sentBytes, logBytes }: Cost): void => {
    readStrictly(answer.body);
    expect(Buffer.byteLength(answer.body)).to.be.at.most(MAX_ANSWER_BYTES + 3 * sentBytes);
    expect(logBytes).to.be.at.most(MAX_LOG_BYTES);
  };

  /** @param again measures the largest anew: a collection of another test's garbage may have met it. */
  const expectLinear = async (
    costs: readonly Cost[],
    again: () => Promise<Cost>,
  ): Promise<void> => {
    const [smaller, largest] = costs.slice(-2);
    const most = MAX_GROWTH * (smaller?.cpuMs ?? 0) + NOISE_MS;
    const cpuMs = largest?.cpuMs ?? Infinity;
    expect(cpuMs > most ? (await again()).cpuMs : cpuMs).to.be.at.most(most);
  };

  const check = async (
    sizes: readonly number[],
    measureOf: (size: number) => Promise<Cost>,
  ): Promise<void> => {
    const costs: Cost[] = [];
    for (const size of sizes) costs.push(await measureOf(size));
    costs.forEach(expectBounded);
    await expectLinear(costs, () => measureOf(sizes.at(-1) ?? 0));
  };

  for (const [what, make] of Object.entries(COSTLY)) {
    it(`grows at most with its size: ${what}`, async () => {
      await check(SIZES, (size) => measure(make(size)));
    });

    it(`grows at most with its size, for a 2026-07-28 client: ${what}`, async () => {
      await check(SIZES, (size) => {
        const { body, headers } = latest(make(size));
        return measure(body, headers);
      });
    });
  }

  it("grows at most with its size, whatever is repeated, and wherever", async () => {
    const places = ["arguments", "_meta", "clientInfo", "ref", "context", "name", "capabilities"];
    const methods = [
      "tools/call",
      "initialize",
      "prompts/get",
      "completion/complete",
      "tools/list",
    ];
    const tools = ["add", ...picayuneTools().map(({ name }) => name)];
    const shape = fc.record({
      unit: fc.jsonValue({ maxDepth: 2 }),
      place: fc.constantFrom(...places),
      method: fc.constantFrom(...methods),
      name: fc.constantFrom(...tools),
    });

    await fc.assert(
      fc.asyncProperty(shape, async ({ unit, place, method, name }) => {
        await check([100_000, 1_000_000], (size) => {
          const count = Math.ceil(size / (JSON.stringify(unit).length + 1));
          const xs = Array.from({ length: count }, () => unit);
          const params = { name, [place]: place === "arguments" ? { xs } : xs };
          return measure({ jsonrpc: "2.0", id: 1, method, params });
        });
      }),
      { numRuns: propertyRuns(40) },
    );
  });

  it("leaves nothing behind in the memory", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const round = async (): Promise<number> => {
      for (const make of Object.values(COSTLY)) await measure(make(100_000));
      collect();
      return process.memoryUsage().heapUsed;
    };
    await round();

    const before = await round();
    await round();
    const after = await round();

    expect(after - before).to.be.at.most(2_000_000);
  });
});

/** The request as a 2026-07-28 client sends it; what is no request is left as it is. */
function latest(body: object | string): {
  body: object | string;
  headers: Readonly<Record<string, string>>;
} {
  const { method, params } = body as { method?: string; params?: Record<string, unknown> };
  if (method === undefined) return { body, headers: {} };
  const { body: enveloped, headers } = modern(method, params);
  const message = enveloped as { params: { _meta: object } };
  const own = params?.["_meta"] as object | undefined;
  const _meta = { ...own, ...message.params._meta };
  return {
    body: { ...(body as object), params: { ...message.params, _meta } },
    // API Gateway takes 10,240 bytes of headers.
    headers: Object.fromEntries(
      Object.entries(headers).filter(([, value]) => /^[\x20-\x7e]{0,8000}$/.test(value)),
    ),
  };
}
