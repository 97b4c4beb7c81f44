import { expect } from "chai";
import { ANONYMOUS } from "../http/caller";
import { formatBlob } from "../telemetry/embedded-metrics";
import { UNKNOWN_TOOL } from "../telemetry/metrics";
import type { ToolCall } from "../telemetry/request-metrics";
import { createRequestTelemetry } from "../telemetry/request-telemetry";
import { capturing, readLog } from "../testing/output";

const REQUEST = {
  method: "POST",
  body: "",
  bodyBytes: 0,
  domainName: undefined,
  caller: ANONYMOUS,
};

/** What is written of a request with these calls, whose texts are all `name`. */
async function logOf(
  calls: readonly ToolCall[],
  { name = "n", errorCodes = [] as readonly number[] } = {},
): Promise<string> {
  const telemetry = createRequestTelemetry({
    service: "test-function",
    logLevel: "info",
    logPayloads: false,
  });
  const headers = { "user-agent": name, "mcp-protocol-version": name, traceparent: name };
  const request = { ...REQUEST, headers };
  const { output } = await capturing(() => {
    const span = telemetry.startSpan(request, "11111111-2222-3333-4444-555555555555");
    const params = { clientInfo: { name, version: name }, _meta: { traceparent: name } };
    const message = { jsonrpc: "2.0", id: name, method: name, params };
    const begun = calls.filter(({ tool }) => tool !== UNKNOWN_TOOL).slice(0, 16);
    for (const { tool } of begun) span.begin(tool);
    span.setMessage(calls.length > 1 ? calls.map(() => message) : [message], "2025");
    for (const call of calls) span.addToolCall(call);
    span.end({ status: 200, headers: {}, body: "", errorCodes });
  });
  return output;
}

const unknown = (requestedTool: string): ToolCall => ({
  tool: UNKNOWN_TOOL,
  requestedTool,
  outcome: "unknown-tool",
});

describe("the log of a request", () => {
  it("has 2 kB at most of 32 tools that do not exist, whatever they are called", async () => {
    for (const name of ["x", "x".repeat(5_000)]) {
      const calls = Array.from({ length: 32 }, (_, n) => unknown(`${n}${name}`));

      const output = await logOf(calls);

      expect(Buffer.byteLength(output)).to.be.below(2_048);
      expect(output.trim().split("\n")).to.have.length(2);
      const [blob] = readLog(output).metrics;
      expect(blob).to.include({ tool: "unknown", ToolRefusals: 32 });
      expect(blob?.["requestedTool"]).to.match(/^0x+, 1x+, 2x+, … \(32\)$/);
    }
  });

  it("has a bounded length, whatever a caller's texts hold", async () => {
    for (const character of ["x", "€", "\u0000", "😀", '"', "\ud83d", "\u2028"]) {
      const name = character.repeat(10_000);
      const calls = Array.from({ length: 1_000 }, (_, n) => unknown(`${n}${name}`));

      const output = await logOf(calls, { name });

      expect(Buffer.byteLength(output)).to.be.below(10_000);
      expect(output).to.not.match(/\\ud[89a-f]/i);
    }
  });

  it("has 16 kB at most of a batch whose calls of some tools end in every way", async () => {
    const outcomes = ["ok", "invalid-arguments", "failed", "threw"] as const;
    const calls = Array.from({ length: 16 }, (_, n): ToolCall => ({
      tool: `${"tool".repeat(10)}-${n >> 2}`,
      outcome: outcomes[n % 4] ?? "ok",
      milliseconds: 1.234567,
    }));

    const output = await logOf(calls, { name: "\u0000".repeat(10_000) });

    expect(readLog(output).metrics).to.have.length(16);
    expect(Buffer.byteLength(output)).to.be.below(16_384);
  });

  it("names each of a batch's tools and errors once, and five of them", async () => {
    const tools = Array.from({ length: 40 }, (_, n) => `tool-${n % 20}`);
    const calls = tools.map((tool): ToolCall => ({ tool, outcome: "ok", milliseconds: 1 }));
    const errorCodes = [1, 2, 2, 3, 4, 5, 6, 7];

    const { answered } = readLog(await logOf(calls, { errorCodes }));
    const few = readLog(await logOf(calls.slice(0, 2), { errorCodes: [2, 2] }));

    expect(answered[0]).to.deep.include({
      tool: "tool-0, tool-1, tool-2, tool-3, tool-4, … (20)",
      errorCodes: [1, 2, 3, 4, 5, "… (7)"],
    });
    expect(few.answered[0]).to.deep.include({ tool: "tool-0, tool-1", errorCodes: [2] });
  });

  it("has another blob for each 100 calls of a tool, which are all that one may have", async () => {
    const calls = Array.from({ length: 250 }, (_, n): ToolCall => ({
      tool: "t",
      outcome: n % 2 === 0 ? "ok" : "failed",
      milliseconds: n / 7,
    }));

    const { metrics } = readLog(await logOf(calls));

    expect(metrics.map(({ ToolCalls, Requests }) => [ToolCalls, Requests])).to.deep.equal([
      [100, 1],
      [100, undefined],
      [25, undefined],
      [25, undefined],
    ]);
    expect(metrics.map(({ outcome }) => outcome)).to.deep.equal(["ok", "failed", "ok", "failed"]);
    expect(metrics[3]?.["ToolErrors"]).to.deep.equal(Array.from({ length: 25 }, () => 1));
    expect((metrics[3]?.["ToolDuration"] as number[])[0]).to.equal(35.571);
  });

  it("has another blob for each outcome of a tool, and says who asks in the first alone", async () => {
    const calls: ToolCall[] = [
      { tool: "t", outcome: "invalid-arguments" },
      { tool: "t", outcome: "failed", milliseconds: 2 },
    ];

    const { metrics } = readLog(await logOf(calls));

    expect(metrics).to.have.length(2);
    expect(metrics[0]).to.include({ outcome: "invalid-arguments", ToolRefusals: 1, era: "2025" });
    expect(metrics[0]).to.not.have.any.keys("ToolCalls", "ToolErrors");
    expect(metrics[1]).to.include({ outcome: "failed", ToolCalls: 1, ToolErrors: 1 });
    expect(metrics[1]).to.not.have.any.keys("ToolRefusals", "Requests", "era", "userAgent");
    expect(metrics[1]?.["requestId"]).to.equal(metrics[0]?.["requestId"]);
  });
});

describe("formatBlob", () => {
  it("keeps the JSON of 100 kinds of directives at most, which are told apart by names", () => {
    const unitIn = (name: string, unit: "Count" | "Bytes"): string | undefined => {
      const metrics = [{ name, unit, value: 1 }];
      const directives = [{ by: [["service"]], metrics }];
      const line = formatBlob({ dimensions: { service: "s" }, directives, properties: {} });
      return /"Unit":"(\w+)"/.exec(line)?.[1];
    };

    const first = [unitIn("Kept", "Count"), unitIn("Kept", "Bytes")];
    for (let n = 0; n < 100; n += 1) unitIn(`Other${n}`, "Count");

    expect(first).to.deep.equal(["Count", "Count"]);
    expect(unitIn("Kept", "Bytes")).to.equal("Bytes");
  });
});
