import { expect } from "chai";
import * as z from "zod";
import { definePrompt, failure, structured, text } from "../index";
import { wellFormedJson } from "../protocol/well-formed";
import { capturing } from "../testing/output";
import { plainTool, serverWith } from "../testing/definitions";
import { call, modern } from "../testing/mcp";
import { readStrictly } from "../testing/strict-reader";
import { askingServer } from "./support/handler";

/** Half of an emoji, as `"👍".slice(0, 1)` leaves it. */
const HALF = "\ud83d";

describe("wellFormedJson", () => {
  const CASES: readonly unknown[] = [
    HALF,
    "\udc4d",
    `${HALF}${HALF}`,
    `👍${HALF}👍`,
    `\\${HALF}`,
    `\\\\${HALF}`,
    { [HALF]: [HALF] },
  ];
  for (const value of CASES) {
    it(`replaces what is no character in ${JSON.stringify(value)}`, () => {
      const json = JSON.stringify(value);

      const result = wellFormedJson(json);

      expect(readStrictly(result)).to.deep.equal(
        JSON.parse(json.replaceAll(/\\ud[89a-f]../g, "\ufffd")),
      );
    });
  }

  const KEPT = ["👍", "\\ud83d", "\\\\ud83d", "\u0001\n\u2028", "\ufffd", 'a "quoted" text'];
  for (const value of KEPT) {
    it(`keeps ${JSON.stringify(value)}`, () => {
      const json = JSON.stringify({ value });

      expect(wellFormedJson(json)).to.equal(json);
    });
  }
});

describe("what leaves the server", () => {
  const ask = askingServer(
    serverWith({
      tools: [
        plainTool("cut", () => text(`a text${HALF}`)),
        plainTool("fails", () => failure(`there is no ${HALF}`)),
        plainTool("fields", () => structured({ [`key${HALF}`]: [HALF] })),
        plainTool("throws", () => {
          throw new Error(HALF);
        }),
        plainTool("takes", () => text("taken"), z.object({ one: z.enum(["a"]) })),
        plainTool("reports", async (_, { mcp }) => {
          const params = { progressToken: "p", progress: 1, message: HALF };
          await mcp.mcpReq.notify({ method: "notifications/progress", params });
          return text(HALF);
        }),
      ],
      resources: [
        {
          uri: "x://y",
          name: "y",
          title: "Y",
          description: `Y${HALF}`,
          mimeType: "text/plain",
          read: () => HALF,
        },
      ],
      prompts: [
        definePrompt({
          name: "write",
          title: "Write",
          description: "Writes.",
          arguments: z.object({ about: z.string() }),
          write: ({ about }) => about,
        }),
      ],
    }),
  );
  const REQUESTS: Readonly<Record<string, readonly [method: string, params: object]>> = {
    "a text": ["tools/call", { name: "cut" }],
    "a failure": ["tools/call", { name: "fails" }],
    "structured content": ["tools/call", { name: "fields" }],
    "what a tool throws": ["tools/call", { name: "throws" }],
    "a refused argument": ["tools/call", { name: "takes", arguments: { one: HALF } }],
    "a notification": ["tools/call", { name: "reports", _meta: { progressToken: "p" } }],
    "an unknown tool": ["tools/call", { name: HALF }],
    "an unknown prompt": ["prompts/get", { name: HALF }],
    "a prompt": ["prompts/get", { name: "write", arguments: { about: HALF } }],
    "a resource": ["resources/read", { uri: "x://y" }],
    "a URI that does not exist": ["resources/read", { uri: `x://${HALF}` }],
    "a list": ["resources/list", {}],
    "an unknown method": [`no/${HALF}`, {}],
    "a version that does not exist": [
      "initialize",
      { protocolVersion: HALF, capabilities: {}, clientInfo: { name: HALF, version: HALF } },
    ],
  };
  for (const [what, [method, params]] of Object.entries(REQUESTS)) {
    it(`can be read by strict clients, and its log: ${what}`, async () => {
      const headers = { accept: "application/json, text/event-stream" };
      const { body, headers: own } = modern(method, params as Record<string, unknown>);
      const encoded = Object.fromEntries(
        Object.entries(own).map(([key, value]) => [key, value.toWellFormed()]),
      );

      const { output } = await capturing(async () => {
        const legacy = await ask({ jsonrpc: "2.0", id: 1, method, params }, { headers });
        const latest = await ask(body, { headers: { ...headers, ...encoded } });
        for (const answer of [legacy, latest])
          expect(readStrictly(answer.body)).not.to.equal(undefined);
      });

      for (const line of output.trimEnd().split("\n")) readStrictly(line);
    });
  }

  it("is one event for each message, whatever characters are in it", async () => {
    const asking = askingServer(
      serverWith({
        tools: [
          plainTool("lines", async (_, { mcp }) => {
            const message = 'a\u2028{"error": 1}\u2029\u0085\r{"error"';
            const params = { progressToken: "p", progress: 1, message };
            await mcp.mcpReq.notify({ method: "notifications/progress", params });
            return text(message);
          }),
        ],
      }),
    );
    const headers = { accept: "application/json, text/event-stream" };
    const params = { name: "lines", _meta: { progressToken: "p" } };
    const { body, headers: own } = modern("tools/call", params);

    const legacy = await asking({ ...call("lines"), params }, { headers });
    const latest = await asking(body, { headers: { ...headers, ...own } });

    for (const answer of [legacy, latest]) {
      expect(answer.status).to.equal(200);
      const [progress, result] = readStrictly(answer.body) as [object, object];
      expect(progress).to.have.property("method", "notifications/progress");
      expect(result).to.have.property("result");
    }
  });
});
