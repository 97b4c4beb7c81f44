/** The data path from source, without Lambda or HTTP: the response to each message. */
import { expect } from "chai";
import { warmUp } from "../protocol/warm-up";
import { failure, type AnyTool, text } from "../definitions/tool";
import * as z from "zod";
import type { Ask, HandlerAnswer } from "../testing/ask";
import type { EventParts } from "../testing/event";
import { plainTool as tool, serverWith } from "../testing/definitions";
import { capturing, readLog } from "../testing/output";
import { call, FIRST_ANSWER, FIRST_REQUEST, modern } from "../testing/mcp";
import { fixtureServer } from "./support/fixture-server";
import { askingServer } from "./support/handler";

function leak(): never {
  throw new Error("the password is hunter2");
}

/** A call without arguments, as each era sends it. */
function callsOf(name: string): { body: object; headers: Record<string, string> }[] {
  return [{ body: call(name), headers: {} }, modern("tools/call", { name, arguments: {} })];
}

const CAPABILITIES = {
  tools: { listChanged: false },
  resources: { listChanged: false },
  prompts: { listChanged: false },
  completions: {},
};

describe("the handler", () => {
  let ask: Ask;

  before(() => {
    ask = askingServer();
  });

  it("warms up with a call that succeeds and logs nothing", async () => {
    const { result, output } = await capturing(warmUp);

    expect(result.status).to.equal(200);
    expect(JSON.parse(result.body)).to.have.nested.property("result.content");
    expect(result.body).to.not.include("isError");
    expect(output).to.equal("");
  });

  it("answers the request that everybody tries first", async () => {
    const { status, headers, json } = await ask(FIRST_REQUEST);

    expect(status).to.equal(200);
    expect(headers["content-type"]).to.equal("application/json");
    expect(json).to.deep.equal(FIRST_ANSWER);
  });

  it("answers the same to a 2026-07-28 client, with the server's identity", async () => {
    const { body, headers } = modern("tools/call", { name: "add", arguments: { a: 10, b: 5 } });

    const { status, json } = await ask(body, { headers });

    expect(status).to.equal(200);
    expect(json.result).to.deep.include({ ...FIRST_ANSWER.result, resultType: "complete" });
    const meta = JSON.stringify(json.result?.["_meta"]);
    expect(meta).to.include('"name":"fixture-server"').and.not.include("icons");
  });

  it("discovers for a 2026-07-28 client, with a cache hint", async () => {
    const { body, headers } = modern("server/discover");

    const { json } = await ask(body, { headers });

    expect(json.result).to.include({ ttlMs: 300_000, cacheScope: "public" });
    expect(json.result?.["supportedVersions"]).to.include("2026-07-28");
    expect(json.result?.["capabilities"]).to.deep.equal(CAPABILITIES);
  });

  it("lists all tools, in order, in both eras", async () => {
    const names = (json: HandlerAnswer["json"]): unknown =>
      (json.result?.["tools"] as { name: string }[]).map(({ name }) => name);
    const expected = ["add", "text-length"];
    const legacy = await ask({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    expect(names(legacy.json)).to.deep.equal(expected);

    const { body, headers } = modern("tools/list");
    expect(names((await ask(body, { headers })).json)).to.deep.equal(expected);
  });

  for (const version of ["2025-11-25", "2025-06-18", "2025-03-26"]) {
    it(`initializes a ${version} client and advertises tools`, async () => {
      const params = {
        protocolVersion: version,
        capabilities: {},
        clientInfo: { name: "test", version: "1" },
      };

      const { json } = await ask({ jsonrpc: "2.0", id: "i", method: "initialize", params });

      expect(json.result).to.deep.include({
        protocolVersion: version,
        capabilities: CAPABILITIES,
      });
    });
  }

  it("answers a ping, and accepts a notification with 202 and no body", async () => {
    const ping = await ask({ jsonrpc: "2.0", id: 1, method: "ping" });
    expect(ping.json).to.deep.equal({ jsonrpc: "2.0", id: 1, result: {} });

    const initialized = await ask({ jsonrpc: "2.0", method: "notifications/initialized" });
    expect(initialized).to.include({ status: 202, body: "" });
  });

  it("answers a batch with an array, in the order of the requests", async () => {
    const { body } = await ask([FIRST_REQUEST, { jsonrpc: "2.0", id: 2, method: "ping" }]);
    const replies = JSON.parse(body) as { id: number }[];

    expect(replies.map(({ id }) => id)).to.deep.equal([1, 2]);
  });

  it("answers a request whose cancellation lies in the same batch", async () => {
    const cancel = { method: "notifications/cancelled", params: { requestId: 1 } };

    const { body } = await ask([FIRST_REQUEST, { jsonrpc: "2.0", ...cancel }]);

    expect(JSON.parse(body)).to.deep.equal([FIRST_ANSWER]);
  });

  const wrong: readonly (readonly [string, unknown, number, number])[] = [
    ["text that is not JSON", "{bad", 400, -32700],
    ["an empty body", "", 400, -32700],
    ["an empty batch", [], 400, -32600],
    ["a batch of 17", Array.from({ length: 17 }, () => FIRST_REQUEST), 400, -32600],
    ["an object that is not a message", { a: 1 }, 400, -32600],
    ["null", null, 400, -32600],
    ["a message whose id is null", { jsonrpc: "2.0", id: null, method: "ping" }, 400, -32600],
    ["an unknown method", { jsonrpc: "2.0", id: 1, method: "no/such" }, 200, -32601],
    ["an unknown tool", call("nope"), 200, -32602],
  ];
  for (const [what, body, status, code] of wrong) {
    it(`answers ${what} with ${status} and ${code}`, async () => {
      const answer = await ask(body);

      expect(answer.status).to.equal(status);
      expect(answer.json.error?.code).to.equal(code);
    });
  }

  const misshapenParams: readonly (readonly [string, string, object, RegExp])[] = [
    ["a call without a name", "tools/call", {}, /params\.name: .*expected string/],
    [
      "arguments that are a list",
      "tools/call",
      { name: "add", arguments: [] },
      /params\.arguments/,
    ],
    ["a cursor that is not a text", "tools/list", { cursor: 1 }, /params\.cursor/],
    ["a resource without a URI", "resources/read", {}, /params\.uri/],
  ];
  for (const [what, method, params, message] of misshapenParams) {
    it(`reports ${what} with -32602, in both eras`, async () => {
      const legacy = await ask({ jsonrpc: "2.0", id: 1, method, params });
      const { body, headers } = modern(method, params as Record<string, unknown>);
      const answers = [legacy, await ask(body, { headers: { "mcp-name": "", ...headers } })];

      for (const { json } of answers) {
        // Without a name the header that repeats it cannot be right either.
        if (json.error?.code === -32020) continue;
        expect(json.error?.code).to.equal(-32602);
        expect(json.error?.message).to.match(message);
      }
      expect(legacy.json.error?.code).to.equal(-32602);
    });
  }

  it("refuses a protocol version that it does not speak, and accepts those that it does", async () => {
    const headers = (version: string): EventParts => ({
      headers: { "MCP-Protocol-Version": version },
    });

    const refused = await ask(FIRST_REQUEST, headers("1999-01-01"));
    expect(refused.status).to.equal(400);

    const accepted = await ask(FIRST_REQUEST, headers("2025-06-18"));
    expect(accepted.json).to.deep.equal(FIRST_ANSWER);
  });

  it("refuses a 2026-07-28 request whose headers contradict its body", async () => {
    const { body, headers } = modern("tools/call", { name: "add", arguments: { a: 1, b: 2 } });

    const answer = await ask(body, { headers: { ...headers, "mcp-name": "other" } });

    expect(answer.status).to.equal(400);
    expect(answer.json.error?.code).to.equal(-32020);
  });

  it("reports to a model which arguments were wrong", async () => {
    const { json } = await ask(call("add", { a: "x" }));

    expect(json.result?.["isError"]).to.equal(true);
    expect(JSON.stringify(json.result)).to.include("a: Invalid input: expected number");
  });

  it("refuses what the guard refuses before MCP sees it", async () => {
    const { status, headers } = await ask("", { method: "GET" });

    expect(status).to.equal(405);
    expect(headers["allow"]).to.equal("POST");
  });

  it("gives an allowed origin's browser what it needs to show an answer, and no other", async () => {
    const allowedOrigins = ["https://a.test", "https://b.test"];
    const askFromBrowser = askingServer(fixtureServer(), { allowedOrigins });

    const allowed = await askFromBrowser(FIRST_REQUEST, { headers: { Origin: "https://b.test" } });
    expect(allowed.status).to.equal(200);
    expect(allowed.headers).to.include({
      "access-control-allow-origin": "https://b.test",
      vary: "origin",
    });
    const foreign = await askFromBrowser(FIRST_REQUEST, { headers: { Origin: "https://c.test" } });
    expect(foreign.status).to.equal(403);
    expect(foreign.headers).to.not.have.any.keys("access-control-allow-origin");
    const none = await askFromBrowser(FIRST_REQUEST);
    expect(none.headers).to.not.have.any.keys("access-control-allow-origin");
  });

  it("takes header values that no Request object would", async () => {
    const { body, headers } = modern("tools/call", { name: "add", arguments: { a: 10, b: 5 } });

    const { status } = await ask(body, { headers: { ...headers, "X-Odd": "日本語" } });

    expect(status).to.equal(200);
  });

  it("logs a tool's error with its stack and answers nothing of it, in both eras", async () => {
    const secret = tool("throws", () => {
      throw new Error("the password is hunter2");
    });
    const askThrowing = askingServer(serverWith({ tools: [secret] }));
    for (const { body, headers } of callsOf("throws")) {
      const { result, output } = await capturing(() => askThrowing(body, { headers }));
      expect(result.status).to.equal(200);
      expect(result.json.result?.["isError"]).to.equal(true);
      expect(result.body).to.include("request-1").and.not.include("hunter2");
      const [line] = readLog(output).others;
      expect(line).to.include({ level: "ERROR", message: "tool failed", tool: "throws" });
      expect(line).to.have.nested.property("error.stack");
      expect(output).to.include("hunter2").and.include("handler.test.ts");
    }
  });

  const misshapen: readonly (readonly [string, Partial<AnyTool>])[] = [
    ["whose schema throws", { inputSchema: z.object({}).refine(leak) }],
    ["that returns nothing", { run: () => undefined as never }],
    [
      "that returns content of a wrong shape",
      { run: () => ({ content: [{ type: "text" }] }) as never },
    ],
    [
      "whose result is not as its outputSchema says",
      { outputSchema: z.object({ a: z.number() }), run: () => text("no structured content") },
    ],
  ];
  for (const [what, parts] of misshapen) {
    it(`logs the fault of a tool ${what} and answers nothing of it, in both eras`, async () => {
      const faulty = { ...tool("faulty", () => text("never")), ...parts };
      const askFaulty = askingServer(serverWith({ tools: [faulty] }));
      for (const { body, headers } of callsOf("faulty")) {
        const { result, output } = await capturing(() => askFaulty(body, { headers }));
        expect(result.status).to.equal(200);
        expect(result.json.result?.["isError"]).to.equal(true);
        expect(result.body).to.not.include("hunter2").and.not.include("undefined");
        const [line] = readLog(output).others;
        expect(line).to.include({ level: "ERROR", tool: "faulty", requestId: "request-1" });
      }
    });
  }

  it("answers a cancellation that carries an id, and one that cancels nothing", async () => {
    const cancel = { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 9 } };

    const withId = await ask({ ...cancel, id: 1 });

    expect(withId.json.error?.code).to.equal(-32601);
    expect(await ask(cancel)).to.include({ status: 202, body: "" });
  });

  it("lets nothing out that a tool sends after its deadline", async () => {
    let sent: Promise<void> | undefined;

    const late = tool("late", async (_, { mcp, signal }) => {
      await new Promise((resolve) => {
        signal.addEventListener("abort", resolve);
      });
      const params = { progressToken: "p", progress: 1 };
      sent = mcp.mcpReq.notify({ method: "notifications/progress", params });
      return text("too late");
    });
    const { result } = await capturing(() =>
      askingServer(serverWith({ tools: [late] }))(call("late"), { remainingMs: 1_050 }),
    );

    expect(result.body).to.include("did not finish");
    expect(
      await sent?.then(
        () => "sent",
        () => "refused",
      ),
    ).to.equal("refused");
  });

  it("passes a tool's own failure on to the caller", async () => {
    const askFailing = askingServer(
      serverWith({ tools: [tool("fails", () => failure("try tomorrow"))] }),
    );

    const { json } = await askFailing(call("fails"));

    expect(json.result).to.deep.equal({
      content: [{ type: "text", text: "try tomorrow" }],
      isError: true,
    });
  });

  it("answers for a tool that never settles when its time is up, and aborts its signal", async () => {
    let aborted = false;
    const endless = tool("endless", (_, { signal }) => {
      signal.addEventListener("abort", () => (aborted = true));
      return new Promise(() => undefined);
    });
    const askEndless = askingServer(serverWith({ tools: [endless] }));
    for (const { body, headers } of callsOf("endless")) {
      aborted = false;
      const { result } = await capturing(() => askEndless(body, { headers, remainingMs: 1_050 }));
      expect(result.json.result?.["isError"]).to.equal(true);
      expect(result.body).to.include("did not finish");
      expect(aborted).to.equal(true);
    }
  });

  it("answers in time for a tool that sends a notification and never settles, in both eras", async () => {
    const stuck = tool("stuck", async (_, { mcp }) => {
      const params = { progressToken: "p", progress: 1 };
      await mcp.mcpReq.notify({ method: "notifications/progress", params });
      return new Promise(() => undefined);
    });
    const askStuck = askingServer(serverWith({ tools: [stuck] }));
    const accept = { Accept: "application/json, text/event-stream" };
    for (const { body, headers } of callsOf("stuck")) {
      const { result } = await capturing(() =>
        askStuck(body, { headers: { ...headers, ...accept }, remainingMs: 1_050 }),
      );
      expect(result.headers["content-type"]).to.equal("text/event-stream");
      expect(result.body).to.include("notifications/progress").and.include("did not finish");
    }
  });

  describe("with a tool that sends a notification", () => {
    const talks = tool("talks", async (_, { mcp }) => {
      const params = { progressToken: "p", progress: 1, total: 2 };
      await mcp.mcpReq.notify({ method: "notifications/progress", params });
      return text("done");
    });
    const accept = { Accept: "application/json, text/event-stream" };
    let askTalking: Ask;
    before(() => (askTalking = askingServer(serverWith({ tools: [talks] }))));

    it("streams it, and then the result, to a client that accepts a stream", async () => {
      const { headers, body } = await askTalking(call("talks"), { headers: accept });
      expect(headers["content-type"]).to.equal("text/event-stream");
      const frames = body.trimEnd().split("\n\n");

      const messages = frames.map(
        (frame) => JSON.parse(frame.replace(/^event: message\ndata: /, "")) as object,
      );
      expect(messages).to.have.length(2);
      expect(messages[0]).to.include({ method: "notifications/progress" });
      expect(messages[1]).to.deep.include({ id: 1 });
    });

    it("answers the result alone, as JSON, to a client that does not", async () => {
      const { headers, json } = await askTalking(call("talks"));

      expect(headers["content-type"]).to.equal("application/json");
      expect(json.result).to.deep.equal({ content: [{ type: "text", text: "done" }] });
    });

    it("streams both to a 2026-07-28 client", async () => {
      const { body, headers } = modern("tools/call", { name: "talks", arguments: {} });

      const answer = await askTalking(body, { headers });
      expect(answer.headers["content-type"]).to.equal("text/event-stream");
      expect(answer.body).to.include("notifications/progress").and.include('"done"');
      // API Gateway would rename the SDK's "connection".
      expect(answer.headers).to.have.all.keys("content-type", "cache-control", "x-accel-buffering");
    });
  });

  it("refuses a call whose header is not the argument that it repeats", async () => {
    const region = z.string().meta({ "x-mcp-header": "Region" });
    const inputSchema = z.object({ region });
    const echo = tool("echo", ({ region: given }) => text(String(given)), inputSchema);
    const ask = askingServer(serverWith({ tools: [echo] }));
    const { body, headers } = modern("tools/call", { name: "echo", arguments: { region: "a" } });
    const send = (value: string): Promise<HandlerAnswer> =>
      ask(body, { headers: { ...headers, "mcp-param-region": value } });

    const [same, other] = [await send("a"), await send("b")];

    expect(same.json.result).to.deep.include({ content: [{ type: "text", text: "a" }] });
    expect(other.status).to.equal(400);
    expect(other.json.error).to.include({ code: -32020 });
  });

  it("answers with 500 and -32603 when a method of one's own is never answered", async () => {
    const ask = askingServer({
      ...fixtureServer(),
      extend: ({ server }) => {
        server.setRequestHandler("logging/setLevel", () => new Promise(() => undefined));
      },
      options: { capabilities: { logging: {} } },
    });
    const request = {
      jsonrpc: "2.0",
      id: 1,
      method: "logging/setLevel",
      params: { level: "info" },
    };

    const { result, output } = await capturing(() => ask(request, { remainingMs: 550 }));

    expect(result.status).to.equal(500);
    expect(result.json.error?.code).to.equal(-32603);
    expect(output).to.include("the request was not answered in time");
  });

  it("answers an internal failure with 500 and -32603, and logs it", async () => {
    const broken = serverWith({ tools: [tool("any", () => text(""))], extend: leak });
    const askBroken = askingServer(broken);

    const { result, output } = await capturing(() => askBroken(call("any")));

    expect(result.status).to.equal(500);
    expect(result.json.error).to.deep.equal({
      code: -32603,
      message: "Internal error; it is in the server's log under request id request-1.",
    });
    const { others, answered, metrics } = readLog(output);
    expect(others[0]).to.include({ level: "ERROR", message: "request failed" });
    expect(others[0]).to.have.nested.property("error.message", "the password is hunter2");
    expect(answered[0]).to.include({ level: "WARN", status: 500 });
    expect(metrics[0]).to.include({ InternalErrors: 1 });
  });

  it("fails a tool that asks its client something at once", async () => {
    const asks = tool("asks", async (_, { mcp }) => {
      await mcp.mcpReq.send({ method: "ping" });
      return text("never");
    });
    const started = Date.now();
    const { result } = await capturing(() =>
      askingServer(serverWith({ tools: [asks] }))(call("asks")),
    );

    expect(result.json.result?.["isError"]).to.equal(true);
    expect(Date.now() - started).to.be.lessThan(1_000);
  });
});
