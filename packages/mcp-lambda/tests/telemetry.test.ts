import { expect } from "chai";
import * as z from "zod";
import { failure, text } from "../definitions/tool";
import { ANONYMOUS, type Caller } from "../http/caller";
import type { Ask } from "../testing/ask";
import { readAttributes } from "../telemetry/request-attributes";
import { createRequestTelemetry } from "../telemetry/request-telemetry";
import { call, modern } from "../testing/mcp";
import { capturing, type FunctionLog, readLog } from "../testing/output";
import { plainTool, serverWith } from "../testing/definitions";
import { OPTIONS, PARTNER, person, ROLE } from "./support/callers";
import { askingServer, createHandler } from "./support/handler";

type Fields = Readonly<Record<string, unknown>>;

/** What a blob says is a metric: "Name by service, tool" to value and unit. */
function metricsOf(blob: Fields | undefined): Record<string, string> {
  const { CloudWatchMetrics } = blob?.["_aws"] as {
    CloudWatchMetrics: {
      Namespace: string;
      Dimensions: string[][];
      Metrics: { Name: string; Unit: string }[];
    }[];
  };
  return Object.fromEntries(
    CloudWatchMetrics.flatMap(({ Dimensions, Metrics }) =>
      Dimensions.flatMap((set) =>
        Metrics.map(({ Name, Unit }) => [
          `${Name} by ${set.map((key) => `${key}=${String(blob?.[key])}`).join(", ")}`,
          `${JSON.stringify(blob?.[Name])} ${Unit}`,
        ]),
      ),
    ),
  );
}

describe("telemetry", () => {
  const count = z.object({ counter: z.string(), by: z.number().optional() });
  const definition = serverWith({
    tools: [
      plainTool("good", () => text("good")),
      plainTool("failing", () => failure("no")),
      plainTool("throwing", () => {
        throw new Error("inside");
      }),
      plainTool(
        "counting",
        ({ counter, by }, context) => {
          context.count(String(counter), by as number | undefined);
          context.count(String(counter), by as number | undefined);
          return text(context.deadline.toISOString());
        },
        count,
      ),
      plainTool("secretive", () => text('{"token":"hidden-99","name":"n"}'), z.looseObject({})),
    ],
  });
  let ask: Ask;

  const logOf = async (...args: Parameters<Ask>): Promise<FunctionLog> => {
    const { output } = await capturing(() => ask(...args));
    return readLog(output);
  };

  before(async () => {
    ask = askingServer(definition);
  });

  it("has these names, units and dimensions, which a dashboard and alarms rely on", async () => {
    const first = await logOf(call("good"));
    const second = await logOf(call("failing"));

    expect(first.metrics).to.have.length(1);
    const own = metricsOf(first.metrics[0]);
    const duration = own["ToolDuration by service=test-function, tool=good"];
    expect(duration).to.match(/^\d+(\.\d+)? Milliseconds$/);
    expect(own).to.deep.equal({
      "Requests by service=test-function": "1 Count",
      "ColdStarts by service=test-function": "1 Count",
      "RequestBytes by service=test-function": "86 Bytes",
      "ResponseBytes by service=test-function": "77 Bytes",
      "ToolCalls by service=test-function": "1 Count",
      "ToolCalls by service=test-function, tool=good": "1 Count",
      "ToolErrors by service=test-function": "0 Count",
      "ToolErrors by service=test-function, tool=good": "0 Count",
      "ToolDuration by service=test-function, tool=good": duration,
    });
    expect(first.metrics[0]?.["_aws"]).to.have.nested.property(
      "CloudWatchMetrics[0].Namespace",
      "McpServer",
    );
    const warm = metricsOf(second.metrics[0]);
    expect(warm).to.not.have.property("ColdStarts by service=test-function");
    expect(warm["ToolErrors by service=test-function, tool=failing"]).to.equal("1 Count");
  });

  const classes: readonly (readonly [string, unknown, string])[] = [
    ["what is not JSON", "{", "ParseErrors"],
    ["what is not a message", { n: 1 }, "InvalidRequestErrors"],
    ["an unknown method", { jsonrpc: "2.0", id: 1, method: "no/such", params: {} }, "MethodErrors"],
    ["parameters of a wrong shape", call("good", [1]), "ParamsErrors"],
  ];
  for (const [what, body, name] of classes) {
    it(`counts ${what} as one of ${name}, and nothing else as an error`, async () => {
      const { metrics, answered } = await logOf(body);
      const errors = Object.entries(metricsOf(metrics[0])).filter(([key]) => /Errors/.test(key));

      expect(errors).to.deep.equal([[`${name} by service=test-function`, "1 Count"]]);
      expect(answered[0]).to.include({ level: "WARN" });
    });
  }

  it("counts a protocol version that is not served, in either era, and an error of its own", async () => {
    const old = await logOf(call("good"), { headers: { "MCP-Protocol-Version": "1999-01-01" } });
    expect(metricsOf(old.metrics[0])).to.include({
      "VersionErrors by service=test-function": "1 Count",
    });

    const broken = askingServer(
      serverWith({
        prompts: [
          {
            name: "broken",
            title: "Broken",
            description: "Fails.",
            arguments: z.object({}),
            write: () => {
              throw new Error("inside");
            },
          },
        ],
      }),
    );
    const get = { jsonrpc: "2.0", id: 1, method: "prompts/get", params: { name: "broken" } };
    const { output } = await capturing(() => broken(get));
    expect(metricsOf(readLog(output).metrics[0])).to.include({
      "InternalErrors by service=test-function": "1 Count",
    });
  });

  it("counts a tool that throws as failed, in both eras", async () => {
    const { body, headers } = modern("tools/call", { name: "throwing", arguments: {} });

    for (const log of [await logOf(call("throwing")), await logOf(body, { headers })]) {
      expect(metricsOf(log.metrics[0])).to.include({
        "ToolErrors by service=test-function, tool=throwing": "1 Count",
        "ToolErrors by service=test-function": "1 Count",
      });
    }
  });

  it("keeps one dimension value for 10,000 names of tools that do not exist", async () => {
    const { output } = await capturing(async () => {
      for (let n = 0; n < 10_000; n += 1) await ask(call(`nope-${n}`));
    });

    const { metrics } = readLog(output);
    expect(metrics).to.have.length(10_000);
    const sets = new Set(metrics.flatMap((blob) => Object.keys(metricsOf(blob))));
    expect([...sets].filter((key) => key.includes("Tool"))).to.deep.equal([
      "ToolRefusals by service=test-function",
      "ToolRefusals by service=test-function, tool=unknown",
    ]);
    expect(metrics[9_999]).to.include({ requestedTool: "nope-9999" });
  });

  it("writes a blob for each tool of a batch, and counts the request once", async () => {
    const ping = { jsonrpc: "2.0", id: 3, method: "ping" };

    const { metrics, answered } = await logOf([call("good"), call("failing", {}, 2), ping]);

    expect(metrics.map((blob) => [blob["tool"], blob["Requests"]])).to.deep.equal([
      ["good", 1],
      ["failing", undefined],
    ]);
    expect(answered).to.have.length(1);
    expect(answered[0]).to.include({ method: "batch of 3", tool: "good, failing", status: 200 });
  });

  it("has the values of a tool that a batch calls more than once in one blob, slowest first", async () => {
    const calls = ["throwing", "good", "throwing", "throwing"].map((tool, id) =>
      call(tool, {}, id),
    );

    const { metrics } = await logOf(calls);

    expect(metrics).to.have.length(2);
    const [throwing, good] = metrics;
    expect(throwing).to.deep.include({ tool: "throwing", ToolCalls: 3, ToolErrors: [1, 1, 1] });
    const durations = throwing?.["ToolDuration"] as number[];
    expect(durations).to.have.length(3);
    expect([...durations].sort((a, b) => b - a)).to.deep.equal(durations);
    expect(good).to.deep.include({ tool: "good", ToolCalls: 1, ToolErrors: 0 });
    expect(good?.["ToolDuration"]).to.be.a("number");
  });

  it("counts a call that was refused as nothing else: no such tool, or arguments unlike its schema", async () => {
    const wrong = await logOf(call("counting", { counter: 1 }));
    const unknown = await logOf(call("nope"));

    for (const [{ metrics, answered }, tool, called] of [
      [wrong, "counting", "counting"],
      [unknown, "unknown", "nope"],
    ] as const) {
      const ofTools = Object.entries(metricsOf(metrics[0])).filter(([key]) => /Tool/.test(key));
      expect(Object.fromEntries(ofTools)).to.deep.equal({
        "ToolRefusals by service=test-function": "1 Count",
        [`ToolRefusals by service=test-function, tool=${tool}`]: "1 Count",
      });
      expect(answered[0]).to.include({ level: "WARN", tool: called });
    }
  });

  it("sums the errors of a batch by class, each metric once", async () => {
    const unknown = (id: number): object => ({ jsonrpc: "2.0", id, method: "no/such" });

    const { metrics } = await logOf([unknown(1), call("nope", {}, 2), unknown(3)]);
    const [blob] = metrics;

    expect(blob).to.include({ MethodErrors: 2, ParamsErrors: 1 });
    expect(JSON.stringify(blob?.["_aws"]).match(/"MethodErrors"/g)).to.have.length(1);
  });

  it("says who asked and as part of which trace, as properties, not as dimensions", async () => {
    const traceId = "0af7651916cd43dd8448eb211c80319c";
    const { body, headers } = modern("tools/call", {
      name: "good",
      arguments: {},
    });
    const { params } = body as { params: { _meta: Record<string, unknown> } };
    params._meta["io.modelcontextprotocol/clientInfo"] = { name: "c".repeat(500), version: "7" };
    params._meta["traceparent"] = `00-${traceId}-b7ad6b7169203331-01`;

    const { metrics, answered } = await logOf(body, { headers });

    expect(metrics[0]).to.include({
      requestId: "request-1",
      era: "2026",
      method: "tools/call",
      rpcId: "1",
      protocolVersion: "2026-07-28",
      clientName: "c".repeat(100),
      clientVersion: "7",
      traceId,
      parentSpanId: "b7ad6b7169203331",
      status: 200,
    });
    expect(answered[0]).to.include({ requestId: "request-1", rpcId: "1", traceId, tool: "good" });
  });

  it("takes the client of an initialize and a traceparent header, and no malformed one", async () => {
    const params = {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "old", version: "1" },
    };
    const initialize = { jsonrpc: "2.0", id: "i", method: "initialize", params };
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const known = await logOf(initialize, { headers: { traceparent } });
    expect(known.metrics[0]).to.include({
      era: "2025",
      clientName: "old",
      protocolVersion: "2025-11-25",
      parentSpanId: "b7ad6b7169203331",
    });

    const odd = await logOf(initialize, { headers: { traceparent: "00-xyz" } });
    expect(odd.metrics[0]).to.not.have.property("traceId");
  });

  const callers: readonly (readonly [string, Caller, object, Fields])[] = [
    ["anonymous", ANONYMOUS, {}, {}],
    ["iam", ROLE, OPTIONS.iam, { callerKind: "iam", caller: ROLE.arn }],
    ["apiKey", PARTNER, OPTIONS.apiKey, { callerKind: "apiKey", caller: "partner" }],
    ["jwt", person("alice"), OPTIONS.jwt, { callerKind: "jwt", caller: "alice-app" }],
    [
      "jwt, logged with its subject",
      person("alice"),
      { ...OPTIONS.jwt, logCallers: true },
      { callerKind: "jwt", caller: "alice-app", subject: "alice" },
    ],
  ];
  for (const [what, caller, options, expected] of callers) {
    it(`says who called, as properties, and in the line of what went wrong: ${what}`, async () => {
      const ask = askingServer(undefined, options);
      const sent = [call("add", { a: 1, b: 2 }), call("none")];

      const { output } = await capturing(async () => {
        for (const message of sent) await ask(message, { caller });
      });

      const { metrics, answered } = readLog(output);
      const said = [metrics[0], metrics[1], answered[1]].map((line) => {
        const { callerKind, caller: name, subject } = line ?? {};
        return JSON.parse(JSON.stringify({ callerKind, caller: name, subject })) as unknown;
      });
      expect(said).to.deep.equal([expected, expected, expected]);
      expect(answered[0]).to.not.have.any.keys("callerKind", "caller", "subject");
      expect(JSON.stringify(metrics[0]?.["_aws"])).to.not.include("caller");
      if (!("subject" in expected)) expect(output).to.not.match(/"alice"|alice@/);
    });
  }

  it("counts who is not known as a refused request, and says so", async () => {
    const { output } = await capturing(() => askingServer(undefined, OPTIONS.jwt)(call("add")));
    const { metrics, answered } = readLog(output);

    expect(metrics[0]).to.include({ Requests: 1, InvalidRequestErrors: 1, callerKind: "unknown" });
    expect(metrics[0]).to.not.have.any.keys("InternalErrors", "ToolCalls", "ToolRefusals");
    const line = { level: "WARN", status: 401, callerKind: "unknown", message: "answered" };
    expect(answered[0]).to.include(line);
  });

  it("cuts what is long of a caller, and lets no tool say it in its own lines", async () => {
    const forge = plainTool("forge", (_, { log }) => {
      log.info("answered", { caller: "root", callerKind: "jwt", subject: "root", order: "7" });
      return text("");
    });
    const ask = askingServer(serverWith({ tools: [forge] }), OPTIONS.jwt);
    const caller = person("alice", { clientId: "c".repeat(1_000) });

    const { output } = await capturing(() => ask(call("forge"), { caller }));

    const { answered, metrics } = readLog(output);
    const [forged] = answered;
    expect(metrics[0]?.["caller"]).to.equal("c".repeat(200));
    expect(forged).to.include({
      caller_: "root",
      callerKind_: "jwt",
      subject_: "root",
      order: "7",
    });
    expect(forged).to.not.have.any.keys("caller", "callerKind", "subject");
  });

  it("adds a tool's counters by service, and refuses names that are none or too many", async () => {
    const { metrics } = await logOf(call("counting", { counter: "Orders", by: 2 }));
    expect(metricsOf(metrics[0])).to.include({ "Orders by service=test-function": "4 Count" });

    for (const counter of ["orders", "Requests", "A b", ""]) {
      const refused = await logOf(call("counting", { counter }));
      expect(refused.metrics[0]).to.not.have.property(counter, 2);
      expect(refused.others[0]).to.include({ level: "WARN", counter });
    }
    for (let n = 1; n < 20; n += 1) await ask(call("counting", { counter: `C${n}` }));

    const tooMany = await logOf(call("counting", { counter: "OneMore" }));
    expect(tooMany.metrics[0]).to.not.have.property("OneMore");
    expect(tooMany.others[0]?.["message"]).to.include("there are 20 counters already");

    const still = await logOf(call("counting", { counter: "C3" }));
    expect(still.metrics[0]).to.include({ C3: 2 });
  });

  const uncounted: readonly (readonly [string, unknown, unknown])[] = [
    ["a list as a name", ["Requests"], 1],
    ["null as a name", null, 1],
    ["a symbol as a name", Symbol("Orders"), 1],
    ["what has no text as a name", Object.create(null), 1],
    ["a text as a value", "Orders", "1"],
    ["a bigint as a value", "Orders", 1n],
    ["a symbol as a value", "Orders", Symbol("1")],
    ["an endless value", "Orders", Infinity],
    ["NaN", "Orders", NaN],
    ["a value that CloudWatch cannot keep", "Orders", -2e15],
    ["a sum that CloudWatch cannot keep", "Big", 6e14],
  ];
  for (const [what, counter, by] of uncounted) {
    it(`refuses ${what} of a counter, and throws nothing`, async () => {
      const options = { service: "s", logLevel: "info", logPayloads: false };
      const request = {
        httpMethod: "POST",
        path: "/mcp",
        headers: {},
        bodyBytes: 0,
        caller: ANONYMOUS,
      };
      const span = createRequestTelemetry(options).startSpan(request as never, "r-1");
      span.count("Big", 6e14);

      const { output } = await capturing(() => {
        span.count(counter as string, by as number);
        span.end({ status: 200, headers: {}, body: "" });
      });

      const { metrics, others } = readLog(output);
      expect(metrics[0]).to.include({ Big: 6e14 }).and.not.have.property("Orders");
      expect(metricsOf(metrics[0])).to.include({ "Requests by service=s": "1 Count" });
      expect(others[0]?.["message"]).to.match(/^not counted: /);
    });
  }

  it("says at most 64 characters of a counter's name that is none", async () => {
    const { others } = await logOf(call("counting", { counter: `a${"b".repeat(100)}` }));

    expect(others[0]?.["counter"]).to.equal(`a${"b".repeat(63)}`);
  });

  it("says nothing of params that are null, and of texts that are empty", () => {
    const headers = { "user-agent": "", "mcp-protocol-version": "" };

    const said = readAttributes(headers, [{ method: "", id: "", params: null }]);

    expect(Object.values(said)).to.deep.equal(Array(8).fill(undefined));
  });

  it("gives a tool the time at which its caller is answered without it", async () => {
    const before = Date.now();

    const { json } = await ask(call("counting", { counter: "Orders" }), { remainingMs: 6_000 });
    const [content] = json.result?.["content"] as { text: string }[];
    const deadline = Date.parse(content?.text ?? "");

    expect(deadline - before)
      .to.be.at.least(4_999)
      .and.at.most(6_000);
  });

  it("cuts payloads that are long", async () => {
    const telling = askingServer(definition, { logPayloads: true });
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, n) => [`k${n}`, "x".repeat(2_000)]),
    );

    const { output } = await capturing(() => telling(call("secretive", many)));

    expect(JSON.stringify(readLog(output).others[0]).length).to.be.below(21_000);
  });

  it("keeps counters apart whose names together are another's", async () => {
    const both = askingServer(
      serverWith({
        tools: [
          plainTool("one", (_, context) => {
            context.count("OrdersPlaced");
            return text("");
          }),
          plainTool("two", (_, context) => {
            context.count("Orders");
            context.count("Placed");
            return text("");
          }),
        ],
      }),
    );

    const { output } = await capturing(async () => {
      // The first has a cold start more.
      for (const name of ["two", "one", "two"]) await both(call(name));
    });
    const [, one, two] = readLog(output).metrics;

    expect(metricsOf(one)).to.include({ "OrdersPlaced by service=test-function": "1 Count" });
    expect(metricsOf(two)).to.include({
      "Orders by service=test-function": "1 Count",
      "Placed by service=test-function": "1 Count",
    });
  });

  it("refuses a tool that would be counted with those that do not exist", () => {
    const unknown = plainTool("unknown", () => text(""));

    expect(() => createHandler(serverWith({ tools: [unknown] }))).to.throw(
      'tool "unknown": name: metrics call tools that do not exist so',
    );
  });

  it("cuts the names of tools that do not exist", async () => {
    const { metrics } = await logOf(call("n".repeat(200)));

    expect(metrics[0]).to.include({ requestedTool: `${"n".repeat(99)}…` });
  });

  it("cuts no character of a caller's text in half", async () => {
    const name = `${"n".repeat(99)}😀`;

    const { metrics } = await logOf(call("good"), { headers: { "User-Agent": name } });

    expect(metrics[0]).to.include({ userAgent: "n".repeat(99) });
  });

  it("writes metrics at every log level, which its own lines obey", async () => {
    const quiet = askingServer(definition, { logLevel: "error" });

    const { output } = await capturing(() => quiet(call("failing")));
    const log = readLog(output);
    expect(log.metrics).to.have.length(1);
    expect(log.answered).to.have.length(0);
  });

  it("logs arguments and results only when set to, and never what is named like a secret", async () => {
    const args = {
      name: "n",
      passwordConfirmation: "hunter2",
      deep: { apiKey: "k-1", ok: 1 },
      header: { name: "Cookie", value: "hunter2" },
      url: "https://me:hunter2@a.test/?access_token=hunter2&n=1",
    };

    const silent = await capturing(() => ask(call("secretive", args)));
    expect(silent.output).to.not.include("hunter2").and.not.include("hidden-99");

    const telling = askingServer(definition, { logLevel: "info", logPayloads: true });
    const { output } = await capturing(() => telling(call("secretive", args)));
    const [line] = readLog(output).others;
    expect(line).to.deep.include({
      message: "tool called",
      arguments: {
        name: "n",
        passwordConfirmation: "[redacted]",
        deep: { apiKey: "[redacted]", ok: 1 },
        header: { name: "Cookie", value: "[redacted]" },
        url: "https://me:[redacted]@a.test/?access_token=[redacted]&n=1",
      },
      result: { content: [{ type: "text", text: '{"token":"[redacted]","name":"n"}' }] },
    });
  });
});
