/** What is sent of a streamed response, and when: without Lambda, whose stream is a stand-in. */
import { expect } from "chai";
import { mock } from "node:test";
import { setTimeout } from "node:timers/promises";
import { text } from "../definitions/tool";
import { createOutlet, type OpenOutlet } from "../streaming/outlet";
import { plainTool, serverWith } from "../testing/definitions";
import { call, modern } from "../testing/mcp";
import { askStreamed, KeptStream, withLambdaStreams } from "./support/streaming";

const EVENTS = { accept: "application/json, text/event-stream" };

function openedBy(headers: Readonly<Record<string, string>>): OpenOutlet & { stream: KeptStream } {
  const stream = new KeptStream();
  return { stream, ...createOutlet(stream, { headers }, (response) => response) };
}

function responseOf(body: unknown): Parameters<OpenOutlet["end"]>[0] {
  return { status: 500, headers: {}, body: JSON.stringify(body) };
}

const ERROR = { jsonrpc: "2.0", error: { code: -32603, message: "broken" } };

describe("a stream that has begun", () => {
  withLambdaStreams();

  it("ends with an event for each response of a batch", async () => {
    const talks = plainTool("talks", async (_, { progress }) => {
      await progress(1);
      return text("done");
    });
    const batch = [1, 2].map((id) => {
      const params = { name: "talks", arguments: {}, _meta: { progressToken: `p${id}` } };
      return { jsonrpc: "2.0", id, method: "tools/call", params };
    });

    const { head, messages } = await askStreamed(serverWith({ tools: [talks] }), batch);

    expect(head?.headers["content-type"]).to.equal("text/event-stream");
    const result = { content: [{ type: "text", text: "done" }] };
    expect(messages.slice(0, 2).map(({ method }) => method)).to.deep.equal(
      Array(2).fill("notifications/progress"),
    );
    expect(messages.slice(2)).to.deep.equal([
      { jsonrpc: "2.0", id: 1, result },
      { jsonrpc: "2.0", id: 2, result },
    ]);
  });

  it("has of progress what the tool has said, and no more", async () => {
    const walks = plainTool("walks", async (_, { progress }) => {
      await progress(1);
      await progress(2, 4);
      await progress(3, 4, "three");
      await progress(4, undefined, "four");
      return text("done");
    });
    const params = { name: "walks", arguments: {}, _meta: { progressToken: "p" } };
    const request = { jsonrpc: "2.0", id: 1, method: "tools/call", params };

    const { messages } = await askStreamed(serverWith({ tools: [walks] }), request);

    expect(messages.slice(0, -1).map((message) => message["params"])).to.deep.equal([
      { progressToken: "p", progress: 1 },
      { progressToken: "p", progress: 2, total: 4 },
      { progressToken: "p", progress: 3, total: 4, message: "three" },
      { progressToken: "p", progress: 4, message: "four" },
    ]);
  });

  for (const ids of [[7], [7, "b"]]) {
    it(`has an error without an id as one of each of ${ids.length} requests`, async () => {
      const { outlet, end, stream } = openedBy(EVENTS);
      outlet.expect(ids);
      await outlet.send('{"method":"first"}');

      const { status } = end(responseOf({ ...ERROR, id: null }));

      expect(status).to.equal(200);
      const { messages } = await stream.whole();
      expect(messages.slice(1)).to.deep.equal(ids.map((id) => ({ ...ERROR, id })));
    });
  }

  it("leaves an error as it is that has an id, or that nobody's request caused", async () => {
    for (const [ids, id] of [
      [[7], 9],
      [[], null],
    ] as const) {
      const { outlet, end, stream } = openedBy(EVENTS);
      outlet.expect(ids);
      await outlet.send('{"method":"first"}');

      end(responseOf({ ...ERROR, id }));

      expect((await stream.whole()).messages[1]).to.deep.equal({ ...ERROR, id });
    }
  });

  it("has each notification at once, whatever order its members have, in both eras", async () => {
    let stream = new KeptStream();
    const isThere = async (): Promise<boolean> => {
      for (let turn = 0; turn < 100 && stream.text === ""; turn += 1) await setTimeout(5);
      return stream.text !== "";
    };
    const reversed = plainTool("reversed", async (_, { mcp }) => {
      const params = { progressToken: "p", progress: 1 };
      await mcp.mcpReq.notify({ params, method: "notifications/progress" });
      return text((await isThere()) ? "sent before" : "held back");
    });
    const server = serverWith({ tools: [reversed] });
    for (const { body, headers } of [
      { body: call("reversed"), headers: {} },
      modern("tools/call", { name: "reversed", arguments: {} }),
    ]) {
      stream = new KeptStream();

      const { messages } = await askStreamed(server, body, { headers, stream });

      expect(messages).to.have.length(2);
      expect(messages[0]).to.deep.include({ params: { progressToken: "p", progress: 1 } });
      expect(messages[1]?.["result"]).to.deep.include({
        content: [{ type: "text", text: "sent before" }],
      });
    }
  });
});

describe("a stream in which nothing is sent", () => {
  withLambdaStreams();
  beforeEach(() => {
    mock.timers.enable({ apis: ["setInterval"] });
  });
  afterEach(() => {
    mock.timers.reset();
  });

  it("opens with a comment after 15 seconds, and has one every 15 seconds until its end", async () => {
    const { end, stream } = openedBy(EVENTS);

    mock.timers.tick(14_999);
    expect(stream.head).to.equal(undefined);
    mock.timers.tick(1);
    expect(stream.head).to.deep.include({ statusCode: 200 });
    expect(stream.head?.headers["content-type"]).to.equal("text/event-stream");
    mock.timers.tick(15_000);
    end(responseOf({ jsonrpc: "2.0", id: 1, result: {} }));
    mock.timers.tick(60_000);

    const { text: sent } = await stream.whole();
    expect(sent.split("\n\n").slice(0, 2)).to.deep.equal([": keep-alive", ": keep-alive"]);
    expect(sent.split(": keep-alive")).to.have.length(3);
    expect(stream.messages).to.deep.equal([{ jsonrpc: "2.0", id: 1, result: {} }]);
  });

  it("has no comment for a client that takes JSON alone, and keeps its status", async () => {
    const { end, stream } = openedBy({ accept: "application/json" });

    mock.timers.tick(60_000);
    end(responseOf({ ...ERROR, id: null }));

    const { text: sent, head } = await stream.whole();
    expect(head?.statusCode).to.equal(500);
    expect(JSON.parse(sent)).to.deep.equal({ ...ERROR, id: null });
  });
});
