/** Tools that ask 2025 clients, who answer by an argument. */
import { expect } from "chai";
import * as z from "zod";
import { text } from "../definitions/tool";
import { plainTool, serverWith } from "../testing/definitions";
import { call, modern } from "../testing/mcp";
import { askingTool, type Round, roundOf } from "./support/asking-client";
import { askingServer } from "./support/handler";

const seen: unknown[] = [];
const tools = [
  askingTool(
    "delete-orders",
    async (input, { confirm }) => {
      seen.push(input);
      return text(String(await confirm(`Delete ${String(input["count"])} orders?`)));
    },
    z.strictObject({ count: z.number() }),
  ),
  askingTool(
    "loose",
    async (input, { confirm }) => {
      seen.push(input);
      return text(String(await confirm("Sure?")));
    },
    z.looseObject({}),
  ),
  askingTool("twice", async (_, { confirm }) =>
    text(`${String(await confirm("A?"))} ${String(await confirm("B?"))}`),
  ),
  askingTool("fill-in", async (_, { ask }) =>
    text(JSON.stringify(await ask(z.object({ name: z.string() }), "Who?"))),
  ),
  askingTool("work", async (_, { confirm, once }) => {
    const first = await once("a", () => ++count);
    const same = await once("a", () => ++count);
    return text(`${String(await confirm("Sure?"))} ${first} ${same}`);
  }),
  plainTool("plain", () => text("x"), z.object({ confirm: z.string().optional() })),
];
let count = 0;

describe("a tool that asks a 2025 client", () => {
  const ask = askingServer(serverWith({ tools }));
  const callLegacy = async (name: string, args: object = {}): Promise<Round> =>
    roundOf(await ask(call(name, args)));

  beforeEach(() => {
    seen.length = 0;
    count = 0;
  });

  it("is listed with the argument that answers, and others are not", async () => {
    const listed = await ask({ jsonrpc: "2.0", id: 1, method: "tools/list" });

    const { tools: shown } = listed.json.result as {
      tools: readonly { name: string; inputSchema: { properties: object; required?: string[] } }[];
    };
    const confirm = {
      type: "boolean",
      description: "true once the user has agreed to what the last answer asked",
    };
    expect(shown[0]?.inputSchema).to.deep.include({
      properties: { count: { type: "number" }, confirm },
      required: ["count"],
    });
    expect(shown.find(({ name }) => name === "plain")?.inputSchema.properties).to.deep.equal({
      confirm: { type: "string" },
    });
  });

  it("is listed without it to 2026-07-28 clients, whoever lists first", async () => {
    const { body, headers } = modern("tools/list");
    const both = askingServer(serverWith({ tools }));

    const old = await both({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    const listed = await both(body, { headers });

    expect(old.body).to.include("the user has agreed");
    expect(listed.body).to.not.include("the user has agreed");
    expect(listed.json.result).to.deep.include({ cacheScope: "public" });
  });

  it("fails with the question, and with what to send", async () => {
    const failed = await callLegacy("delete-orders", { count: 3 });

    expect(failed.isError).to.equal(true);
    expect(failed.text).to.equal(
      'The tool "delete-orders" asks: Delete 3 orders?\nAsk the user. Only if they agree, call again with the same arguments and "confirm": true.',
    );
  });

  it("goes on when it is called with the answer, which it does not see", async () => {
    const done = await callLegacy("delete-orders", { count: 3, confirm: true });
    const loose = await callLegacy("loose", { confirm: true, other: 1 });

    expect(done.text).to.equal("true");
    expect(loose.text).to.equal("true");
    expect(seen).to.deep.equal([{ count: 3 }, { other: 1 }]);
  });

  for (const confirm of [false, "true", 1, null]) {
    it(`asks again unless the answer is true: ${JSON.stringify(confirm)}`, async () => {
      expect((await callLegacy("delete-orders", { count: 3, confirm })).isError).to.equal(true);
    });
  }

  it("has its first question answered, and no other", async () => {
    const failed = await callLegacy("twice", { confirm: true });

    expect(failed.isError).to.equal(true);
    expect(failed.text).to.match(/takes a client of protocol version 2026-07-28\. It asks: B\?$/);
  });

  it("fails where something is to be filled in, and says what it takes", async () => {
    const failed = await callLegacy("fill-in");

    expect(failed.isError).to.equal(true);
    expect(failed.text).to.match(/takes a client of protocol version 2026-07-28\. It asks: Who\?$/);
  });

  it("does what is under once, once in a call", async () => {
    expect((await callLegacy("work", { confirm: true })).text).to.equal("true 1 1");
  });

  it("is told from others in a batch", async () => {
    const { body } = await ask([
      call("delete-orders", { count: 1, confirm: true }, 1),
      call("delete-orders", { count: 2 }, 2),
    ]);

    const [first, second] = JSON.parse(body) as { result: { isError?: boolean } }[];
    expect(first?.result.isError).to.equal(undefined);
    expect(second?.result.isError).to.equal(true);
  });

  it("takes no argument away from a tool that does not ask", async () => {
    const { isError, text: answer } = await callLegacy("plain", { confirm: "x" });

    expect({ isError, answer }).to.deep.equal({ isError: false, answer: "x" });
  });
});
