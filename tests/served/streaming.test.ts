/**
 * Streamed responses through the emulated stack: function, Lambda's response stream, API Gateway's
 * STREAM mode, HTTP. Does not prove what AWS does between them.
 */
import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import { closedAfter } from "../support/closed-after";
import {
  callFor,
  postForEvents,
  type StreamedAnswer,
  type StreamOptions,
} from "../support/event-stream";
import { startTestServer, type TestServer } from "../support/local-server";

const STREAMING = { "mcp-server:streaming": "true", "mcp-server:memoryMb": "512" };

type Message = Readonly<Record<string, unknown>>;

describe("a server with streaming", function () {
  this.timeout(60_000);
  const keep = closedAfter();
  let server: TestServer;
  before(async () => {
    server = keep(await startTestServer({ fixture: "streaming", config: STREAMING }));
  });

  const call = (
    name: string,
    args: object = {},
    { modern, progress, ...options }: CallOptions = {},
  ): Promise<StreamedAnswer> => {
    const { message, headers } = callFor(name, args, {
      modern: modern ?? false,
      progress: progress ?? true,
    });
    return postForEvents(server.endpoint, message, {
      ...options,
      headers: { ...headers, ...options.headers },
    });
  };

  for (const modern of [false, true]) {
    const era = modern ? "2026-07-28" : "2025";

    it(`sends progress to ${era} clients before the tool has ended`, async () => {
      const answer = await call("counts", { steps: 3, pauseMs: 1_000 }, { modern });

      expect(answer.headers["content-type"]).to.equal("text/event-stream");
      expect(answer.isWhole).to.equal(true);
      expect(answer.messages.map(({ message }) => shown(message))).to.deep.equal([
        "1 of 3 step 1",
        "2 of 3 step 2",
        "3 of 3 step 3",
        "counted to 3",
      ]);
      const [first, second, , last] = answer.messages.map(({ at }) => at);
      expect((last ?? 0) - (first ?? 0)).to.be.at.least(1_150);
      expect((second ?? 0) - (first ?? 0)).to.be.at.least(350);
    });

    it(`answers in JSON to ${era} clients who asked for no progress`, async () => {
      const answer = await call("counts", { steps: 2, pauseMs: 1 }, { modern, progress: false });

      expect(answer.headers["content-type"]).to.equal("application/json");
      expect(shown(JSON.parse(answer.body) as Message)).to.equal("counted to 2");
    });

    it(`answers in JSON to ${era} clients who accept no stream, without the progress`, async () => {
      const headers = { accept: "application/json" };

      const answer = await call("counts", { steps: 2, pauseMs: 1 }, { modern, headers });

      expect(answer.headers["content-type"]).to.equal("application/json");
      expect(shown(JSON.parse(answer.body) as Message)).to.equal("counted to 2");
    });

    it(`gives ${era} clients a result of 20 MB`, async () => {
      const answer = await call("gives-much", { megabytes: 20 }, { modern });

      expect(answer.status).to.equal(200);
      expect(shown(JSON.parse(answer.body) as Message)).to.have.length(20_000_000);
    });
  }

  it("sends log messages before the tool has ended", async () => {
    const { messages } = await call("logs");

    expect(messages.map(({ message }) => message["method"] ?? "result")).to.deep.equal([
      "notifications/message",
      "result",
    ]);
    expect((messages[1]?.at ?? 0) - (messages[0]?.at ?? 0)).to.be.at.least(250);
  });

  it("keeps the status of what is refused before the first event", async () => {
    const answer = await postForEvents(server.endpoint, [], {
      headers: { origin: "https://elsewhere.example.com" },
    });

    expect(answer.status).to.equal(403);
    expect(answer.headers["content-type"]).to.equal("application/json");
  });

  it("answers a notification with 202 and no body", async () => {
    const answer = await postForEvents(server.endpoint, {
      jsonrpc: "2.0",
      method: "notifications/initialized",
    });

    expect([answer.status, answer.bytes, answer.isWhole]).to.deep.equal([202, 0, true]);
  });

  it("cuts the connection when the function dies in the middle", async () => {
    const answer = await call("dies");

    expect([answer.status, answer.isWhole, answer.messages.length]).to.deep.equal([200, false, 1]);
  });

  it("lets a tool go on whose client has hung up", async () => {
    const before = server.log().split('"counted"').length;

    await call("counts", { steps: 3, pauseMs: 200 }, { leaveAfter: 1 });
    await setTimeout(1_500);

    expect(server.log().split('"counted"').length - before).to.equal(3);
  });
});

describe("a tool of a server with streaming that takes too long", function () {
  this.timeout(30_000);
  const keep = closedAfter();

  it("ends with a failed result, as an event under HTTP 200", async () => {
    const config = { ...STREAMING, "mcp-server:timeoutSeconds": "3" };
    const server = keep(await startTestServer({ fixture: "streaming", config }));
    const { message } = callFor("sleeps");

    const answer = await postForEvents(server.endpoint, message);

    expect([answer.status, answer.isWhole]).to.deep.equal([200, true]);
    const last = answer.messages.at(-1)?.message as { id: number; result: { isError: boolean } };
    expect([last.id, last.result.isError]).to.deep.equal([7, true]);
  });
});

describe("the product itself with streaming", function () {
  this.timeout(60_000);
  const keep = closedAfter();

  it("has the handler whose responses the API expects", async () => {
    const server = keep(await startTestServer({ fixture: "product", config: STREAMING }));
    const list = { jsonrpc: "2.0", id: 7, method: "tools/list" };

    const { status, body } = await postForEvents(server.endpoint, list);

    expect(status, body).to.equal(200);
    expect(JSON.parse(body)).to.have.nested.property("result.tools");
  });
});

describe("150 MB of a server with streaming", function () {
  this.timeout(120_000);
  const keep = closedAfter();

  for (const modern of [false, true]) {
    it(`come in bounded memory to ${modern ? "2026-07-28" : "2025"} clients who read slowly`, () =>
      expectBounded(modern));
  }

  async function expectBounded(modern: boolean): Promise<void> {
    // Memory is looked at, not time: a tool has 10 s otherwise.
    const config = { ...STREAMING, "mcp-server:timeoutSeconds": "60" };
    const fixture = { fixture: "streaming", config, concurrency: 1 };
    const server = keep(await startTestServer(fixture));
    const functionPeak = async (): Promise<number> => {
      const { message } = callFor("memory");
      const { body } = await postForEvents(server.endpoint, message);
      return Number(shown(JSON.parse(body) as Message));
    };
    const functionBefore = await functionPeak();
    const gateway = watchPeak(() => process.memoryUsage().rss / 1e6);

    const { message, headers } = callFor("tells-much", { megabytes: 150 }, { modern });
    const options = { headers, slowMs: 1, keepsText: false };
    const answer = await postForEvents(server.endpoint, message, options);

    const gatewayMb = gateway.stop();
    const functionMb = (await functionPeak()) - functionBefore;
    expect(answer.bytes).to.be.greaterThan(150_000_000);
    expect([answer.isWhole, answer.messages.length]).to.deep.equal([true, 1501]);
    // Seen: 80 and 30 MB, with 50 MB of a stream as with 150; kept whole it would be all of it.
    expect(gatewayMb, "the gateway's process, the client in it").to.be.below(120);
    expect(functionMb, "the function's process").to.be.below(60);
  }
});

interface CallOptions extends StreamOptions {
  readonly modern?: boolean;
  readonly progress?: boolean;
}

/** Progress in words, or the text of a result. */
function shown({ params, result }: Message): string {
  if (params !== undefined) {
    const { progress, total, message } = params as Record<string, unknown>;
    return `${String(progress)} of ${String(total)} ${String(message)}`;
  }
  return (result as { content: { text: string }[] }).content[0]?.text ?? "";
}

/** @returns by how much it has grown at most. */
function watchPeak(read: () => number): { readonly stop: () => number } {
  global.gc?.();
  const before = read();
  let peak = before;
  const timer = setInterval(() => (peak = Math.max(peak, read())), 20);
  return {
    stop: () => {
      clearInterval(timer);
      return Math.max(peak, read()) - before;
    },
  };
}
