import { expect } from "chai";
import { call, modern } from "../testing/mcp";
import { gatewayEvent, lambdaContext } from "../testing/event";
import { askingServer, createHandler } from "./support/handler";

const ping = { jsonrpc: "2.0", id: 1, method: "ping" };
const PONG = { jsonrpc: "2.0", id: 1, result: {} };

describe("a message as it was sent", () => {
  const ask = askingServer();

  const TAKEN: Readonly<Record<string, object>> = {
    "params: null": { ...ping, params: null },
    "_meta: null": { ...ping, params: { _meta: null } },
    "a progress token that is null": { ...ping, params: { _meta: { progressToken: null } } },
    "a member beside its own": { ...ping, extra: { a: 1 }, auth: "x" },
    "a text as id": { ...ping, id: "a" },
    "the largest integer as id": { ...ping, id: Number.MAX_SAFE_INTEGER },
  };
  for (const [what, message] of Object.entries(TAKEN)) {
    it(`is taken with ${what}`, async () => {
      const { status, json } = await ask(message);

      expect(status).to.equal(200);
      expect(json).to.deep.equal({ ...PONG, id: (message as { id: unknown }).id });
    });
  }

  it("is taken with arguments that are null, by a tool that needs none", async () => {
    const { json } = await ask({ ...ping, method: "tools/list", params: { cursor: null } });

    expect(json.result).to.have.property("tools");
  });

  it("is taken with what a client leaves open as null, in the handshake too", async () => {
    const clientInfo = { name: "x", version: "1", title: null, icons: null };
    const params = { protocolVersion: "2025-11-25", capabilities: { roots: null }, clientInfo };

    const { json } = await ask({ ...ping, method: "initialize", params });

    expect(json.result).to.have.property("protocolVersion", "2025-11-25");
  });

  it("keeps null in a tool's arguments, which are for its own schema", async () => {
    const { json } = await ask(call("add", { a: null, b: 1 }));

    expect(json.result).to.deep.include({ isError: true });
    expect(JSON.stringify(json.result)).to.include("a: Invalid input: expected number");
  });

  const REFUSED: readonly (readonly [unknown, string, unknown])[] = [
    [{ ...ping, id: null }, "id: must be", null],
    [{ ...ping, id: 1.5 }, "id: must be", null],
    [{ ...ping, id: 2 ** 53 }, "id: must be", null],
    [{ ...ping, id: "\ud83d" }, "id: must be", null],
    [{ ...ping, id: [1] }, "id: must be", null],
    [{ ...ping, jsonrpc: "1.0" }, 'jsonrpc: must be "2.0"', 1],
    [{ id: 1, method: "ping" }, 'jsonrpc: must be "2.0"', 1],
    [{ ...ping, method: 1 }, "method: must be a string", 1],
    [{ ...ping, method: "m".repeat(201) }, "method: at most 200 characters", 1],
    [{ ...ping, params: [1] }, "params: must be an object", 1],
    [{ ...ping, params: "x" }, "params: must be an object", 1],
    [{ jsonrpc: "2.0", id: 1 }, "method: must be a string", 1],
    [1, "the message must be an object", null],
  ];
  for (const [message, reason, id] of REFUSED) {
    it(`is refused by field: ${JSON.stringify(message).slice(0, 60)}`, async () => {
      const { status, json } = await ask(message);

      expect(status).to.equal(400);
      expect(json).to.have.property("id", id);
      expect(json.error).to.include({ code: -32600 });
      expect(json.error?.message).to.include(reason);
    });
  }

  it("is refused with a name that no tool can have", async () => {
    const { status, json } = await ask(call("n".repeat(201)));

    expect(status).to.equal(400);
    expect(json.error).to.deep.equal({
      code: -32602,
      message: "Invalid params: name: at most 200 characters",
    });
  });

  const METAS: readonly (readonly [unknown, string])[] = [
    [1, "_meta: must be an object"],
    [[], "_meta: must be an object"],
    [{ progressToken: 1.5 }, "_meta.progressToken: must be as an id"],
    [{ progressToken: {} }, "_meta.progressToken: must be as an id"],
  ];
  for (const [_meta, reason] of METAS) {
    it(`is refused by field, alone and in a batch, with _meta: ${JSON.stringify(_meta)}`, async () => {
      const message = { ...ping, params: { _meta } };

      const { status, json } = await ask(message);
      const batch = await ask([message]);

      expect(status).to.equal(400);
      expect(json.error?.message).to.equal(`Invalid params: ${reason}`);
      expect(batch.body).to.include(reason);
    });
  }

  it("is refused with a name that every object has, as with any other that no tool has", async () => {
    const { json } = await ask(call("constructor"));

    expect(json.error).to.deep.equal({ code: -32602, message: "Tool constructor not found" });
  });

  it("is refused with more than 1,000 values outside of a tool's arguments", async () => {
    const icons = Array.from({ length: 1_000 }, () => 0);

    const { status, json } = await ask({ ...ping, params: { clientInfo: { icons } } });

    expect(status).to.equal(400);
    expect(json.error?.code).to.equal(-32602);
    expect(json.error?.message).to.include("more than 1000 values");
  });

  it("may have any number of values in a tool's arguments", async () => {
    const many = Array.from({ length: 5_000 }, () => 0);

    const { json } = await ask(call("add", { a: 1, b: 2, many }));

    expect(JSON.stringify(json.result)).to.include("1 + 2 = 3");
  });
});

describe("headers and body of a request", () => {
  const ask = askingServer();
  const answersPing = async (headers: Record<string, string>, body = JSON.stringify(ping)) => {
    const { status, json } = await ask(body, { headers });
    expect(status).to.equal(200);
    expect(json).to.deep.equal(PONG);
  };

  it("may begin with a byte order mark", async () => {
    await answersPing({}, `\ufeff${JSON.stringify(ping)}`);
  });

  it("may have an empty MCP-Protocol-Version", async () => {
    await answersPing({ "MCP-Protocol-Version": "" });
  });

  it("may have one header twice with the same value", async () => {
    const event = gatewayEvent({ body: JSON.stringify(ping) });
    const twice = ["2025-06-18", "2025-06-18"];
    const multiValueHeaders = { ...event.multiValueHeaders, "mcp-protocol-version": twice };

    const { statusCode } = await createHandler()({ ...event, multiValueHeaders }, lambdaContext());

    expect(statusCode).to.equal(200);
  });

  it("may not have one header twice in two cases, of which the last would be looked at", async () => {
    const event = gatewayEvent({ body: JSON.stringify(ping) });
    const origins = { Origin: ["https://evil.example"], origin: ["https://ok.example"] };
    const multiValueHeaders = { ...event.multiValueHeaders, ...origins };
    const handler = createHandler(undefined, { allowedOrigins: ["https://ok.example"] });

    const { statusCode } = await handler({ ...event, multiValueHeaders }, lambdaContext());

    expect(statusCode).to.equal(403);
  });

  it("is told that 2026-07-28 has no batches, and which versions there are", async () => {
    const batch = await ask([ping], { headers: { "mcp-protocol-version": "2026-07-28" } });
    const unknown = await ask(ping, { headers: { "mcp-protocol-version": "1999-01-01" } });

    expect(batch.json.error?.code).to.equal(-32600);
    expect(batch.json.error?.message).to.include("2026-07-28 has neither batches");
    expect(unknown.json).to.have.property("id", 1);
    expect(unknown.json.error?.code).to.equal(-32022);
  });

  it("may not have one header twice with two values", async () => {
    const event = gatewayEvent({ body: JSON.stringify(ping) });
    const twice = ["2025-06-18", "2025-03-26"];
    const multiValueHeaders = { ...event.multiValueHeaders, "mcp-protocol-version": twice };

    const { statusCode } = await createHandler()({ ...event, multiValueHeaders }, lambdaContext());

    expect(statusCode).to.equal(400);
  });
});

describe("a batch", () => {
  const ask = askingServer();

  it("is answered item by item: what is wrong with one is wrong with no other", async () => {
    const { status, body } = await ask([
      { ...ping, id: "first" },
      1,
      { ...ping, id: "bad", jsonrpc: "1.0" },
      { jsonrpc: "2.0", method: "notifications/initialized" },
      { ...ping, id: "last" },
    ]);

    expect(status).to.equal(200);
    const answers = JSON.parse(body) as { id: unknown; error?: { code: number } }[];
    expect(answers.map(({ id, error }) => [id, error?.code])).to.deep.equal([
      ["first", undefined],
      [null, -32600],
      ["bad", -32600],
      ["last", undefined],
    ]);
  });

  it("of nothing but wrong items is answered with an error for each", async () => {
    const { status, body } = await ask([1, "x", null]);

    expect(status).to.equal(200);
    const codes = (JSON.parse(body) as { error: { code: number } }[]).map((one) => one.error.code);
    expect(codes).to.deep.equal([-32600, -32600, -32600]);
  });

  it("of one message is answered with a list of one", async () => {
    const { body } = await ask([ping]);

    expect(JSON.parse(body)).to.deep.equal([PONG]);
  });

  it("refuses a request of 2026-07-28 in it, and answers the others", async () => {
    const { body: request } = modern("tools/list");

    const { body } = await ask([request, { ...ping, id: 2 }]);

    const [refused, answered] = JSON.parse(body) as { error?: { code: number }; result?: object }[];
    expect(refused?.error?.code).to.equal(-32600);
    expect(answered?.result).to.deep.equal({});
  });

  it("answers for what the SDK's schemas do not take", async () => {
    const wrong = { _meta: { "io.modelcontextprotocol/related-task": 1 } };

    const { body } = await ask([
      { ...ping, params: wrong },
      { ...ping, id: 2 },
    ]);

    const [refused, answered] = JSON.parse(body) as { id: unknown; error?: { code: number } }[];
    expect(refused).to.have.property("id", 1);
    expect(refused?.error?.code).to.equal(-32600);
    expect(answered).to.deep.equal({ ...PONG, id: 2 });
  });

  it("has at most the messages that the handler is told", async () => {
    const asking = askingServer(undefined, { maxBatch: 2 });

    const two = await asking([ping, { ...ping, id: 2 }]);
    const three = await asking([ping, { ...ping, id: 2 }, { ...ping, id: 3 }]);

    expect(two.status).to.equal(200);
    expect(three.status).to.equal(400);
    expect(three.json.error?.message).to.equal(
      "Invalid Request: the batch has 3 messages; at most 2 are accepted",
    );
  });
});
