/** Tools that ask 2026-07-28 clients, through the handler. */
import { expect } from "chai";
import * as z from "zod";
import { checkDefinition } from "../definitions/check-definition";
import { failure, text } from "../definitions/tool";
import { plainTool, serverWith } from "../testing/definitions";
import { capturing } from "../testing/output";
import {
  answerWith,
  askingTool,
  callModern,
  CANCELLED,
  DECLINED,
  NO,
  YES,
} from "./support/asking-client";
import { askingServer } from "./support/handler";
import { modern } from "../testing/mcp";

const stateKey = "k".repeat(32);

const orders = z.object({ count: z.number() });
const deleteOrders = askingTool(
  "delete-orders",
  async ({ count }, { confirm }) =>
    (await confirm(`Delete ${String(count)} orders?`)) ? text("deleted") : failure("kept"),
  orders,
);
const book = askingTool("book", async (_, { ask, confirm }) => {
  const trip = await ask(z.object({ city: z.string(), nights: z.int().min(1) }), "Where to?");
  if (trip === undefined) return text("not at all");
  const isSure = await confirm(`${trip.nights} nights in ${trip.city}?`);
  return text(`${trip.city} ${trip.nights} ${String(isSure)}`);
});

const both = askingTool("both", async (_, { confirm }) => {
  const [a, b] = await Promise.all([confirm("A?"), confirm("B?")]);
  return text(`${String(a)} ${String(b)}`);
});

const server = serverWith({ tools: [deleteOrders, book, both] });
const args = { count: 3 };

describe("a tool that asks a 2026-07-28 client", () => {
  const ask = askingServer(server, { stateKey });

  it("is answered with the question, in a form", async () => {
    const asked = await callModern(ask, "delete-orders", { args });

    expect(asked.answer.status).to.equal(200);
    expect(asked.messages).to.deep.equal(["Delete 3 orders?"]);
    expect(asked.questions[0]?.[1]).to.deep.include({ mode: "form" });
    const { properties } = asked.questions[0]?.[1].requestedSchema ?? {};
    expect(properties).to.deep.equal({ confirm: { type: "boolean", description: "Yes" } });
  });

  for (const [what, response, expected] of [
    ["yes", YES, "deleted"],
    ["no", NO, "kept"],
    ["declined", DECLINED, "kept"],
    ["cancelled", CANCELLED, "kept"],
  ] as const) {
    it(`goes on with the answer: ${what}`, async () => {
      const asked = await callModern(ask, "delete-orders", { args });

      const done = await answerWith(ask, "delete-orders", asked, [response], { args });

      expect(done.text).to.equal(expected);
    });
  }

  it("asks one after the other, under keys that are never used again, and is replayed", async () => {
    const first = await callModern(ask, "book");
    const lisbon = { action: "accept", content: { city: "Lisbon", nights: 2 } };
    const second = await answerWith(ask, "book", first, [lisbon]);
    const done = await answerWith(ask, "book", second, [YES]);

    expect(first.messages).to.deep.equal(["Where to?"]);
    expect(second.messages).to.deep.equal(["2 nights in Lisbon?"]);
    expect(done.text).to.equal("Lisbon 2 true");
    expect(first.questions[0]?.[0]).to.not.equal(second.questions[0]?.[0]);
  });

  for (const response of [DECLINED, CANCELLED]) {
    it(`gives undefined to ask: ${response.action}`, async () => {
      const first = await callModern(ask, "book");

      expect((await answerWith(ask, "book", first, [response])).text).to.equal("not at all");
    });
  }

  it("asks again what was answered wrongly, and says what was wrong", async () => {
    const first = await callModern(ask, "book");
    const wrong = { action: "accept", content: { city: "Lisbon", nights: 0 } };
    const again = await answerWith(ask, "book", first, [wrong]);
    const right = { action: "accept", content: { city: "Lisbon", nights: 1 } };
    const next = await answerWith(ask, "book", again, [right]);

    expect(again.messages[0]).to.match(
      /^Where to\?\n\nThe last answer could not be taken: nights: /,
    );
    expect(again.questions[0]?.[0]).to.not.equal(first.questions[0]?.[0]);
    expect(next.messages).to.deep.equal(["1 nights in Lisbon?"]);
  });

  for (const [what, response] of [
    ["accepted without content", { action: "accept" }],
    ["a text for a boolean", { action: "accept", content: { confirm: "true" } }],
    ["nothing", undefined],
    ["something else", { roots: [] }],
  ] as const) {
    it(`takes nothing but true for a yes: ${what}`, async () => {
      const asked = await callModern(ask, "delete-orders", { args });
      const [key = ""] = asked.questions[0] ?? [];

      const again = await callModern(ask, "delete-orders", {
        args,
        state: asked.state,
        responses: response === undefined ? {} : { [key]: response },
      });

      expect(again.messages[0]).to.match(/^Delete 3 orders\?/);
      expect(again.text).to.equal(undefined);
    });
  }

  it("sends questions that are asked side by side together, and asks what is left", async () => {
    const asked = await callModern(ask, "both");
    const [first = "", second = ""] = asked.questions.map(([key]) => key);
    const half = await callModern(ask, "both", {
      state: asked.state,
      responses: { [second]: NO },
    });
    const done = await answerWith(ask, "both", half, [YES]);

    expect(asked.messages).to.deep.equal(["A?", "B?"]);
    expect(first).to.not.equal(second);
    expect(half.messages).to.deep.equal(["A?"]);
    expect(done.text).to.equal("true false");
  });

  it("takes no answer to what was not asked yet", async () => {
    const responses = { "question-1-0": YES, "question-1-1": YES, "question-2-1": YES };

    const asked = await callModern(ask, "delete-orders", { args, responses });

    expect(asked.messages).to.deep.equal(["Delete 3 orders?"]);
  });

  it("stands still while it waits: nothing after the question happens, and its signal is aborted", async () => {
    const seen: string[] = [];
    const aborted: boolean[] = [];
    const slow = askingTool("slow", async (_, { confirm, signal }) => {
      signal.addEventListener("abort", () => aborted.push(true));
      try {
        await confirm("Go on?");
        seen.push("after");
      } finally {
        seen.push("finally");
      }
      return text("done");
    });
    const asks = askingServer(serverWith({ tools: [slow] }), { stateKey });

    const asked = await callModern(asks, "slow");
    await new Promise(setImmediate);

    expect(asked.messages).to.deep.equal(["Go on?"]);
    expect(seen).to.deep.equal([]);
    expect(aborted).to.deep.equal([true]);
  });

  it("ends what is under once beside a question, and keeps it, before the question goes out", async () => {
    let count = 0;
    const beside = askingTool("beside", async (_, { confirm, once }) => {
      const slow = async (): Promise<number> => {
        await new Promise((resolve) => setTimeout(resolve, 30));
        return ++count;
      };
      const [isSure, number] = await Promise.all([confirm("Sure?"), once("slow", slow)]);
      return text(`${String(isSure)} ${number}`);
    });
    const asks = askingServer(serverWith({ tools: [beside] }), { stateKey });

    const asked = await callModern(asks, "beside");
    const countWhenAsked = count;
    const done = await answerWith(asks, "beside", asked, [YES]);

    expect(countWhenAsked).to.equal(1);
    expect(done.text).to.equal("true 1");
  });

  it("gets the error of what is under once in each round, and does it once", async () => {
    let count = 0;
    const failing = askingTool("failing", async (_, { confirm, once }) => {
      const refuse = (): never => {
        count += 1;
        throw new Error("refused");
      };
      const reason = await once("charge", refuse).catch((error: unknown) => String(error));
      return text(`${reason} ${String(await confirm("Another card?"))}`);
    });
    const asks = askingServer(serverWith({ tools: [failing] }), { stateKey });

    const done = await answerWith(asks, "failing", await callModern(asks, "failing"), [YES]);

    expect(done.text).to.equal("Error: refused true");
    expect(count).to.equal(1);
  });

  it("fails with what it throws, as any tool", async () => {
    const broken = askingTool("broken", () => {
      throw new Error("secret reason");
    });
    const asks = askingServer(serverWith({ tools: [broken] }), { stateKey });

    const { result: failed, output } = await capturing(() => callModern(asks, "broken"));

    expect(failed.text).to.equal(
      'The tool "broken" failed. The reason is in the server\'s log under request id request-1.',
    );
    expect(output).to.include("secret reason");
  });

  it("tells clients without forms what it takes", async () => {
    const { body, headers } = modern("tools/call", { name: "delete-orders", arguments: args });

    const { status, json } = await ask(body, { headers });

    expect(status).to.equal(400);
    expect(json.error?.code).to.equal(-32021);
  });

  it("lists no argument for them, and takes none", async () => {
    const { body, headers } = modern("tools/list");
    const listed = await ask(body, { headers });
    const asked = await callModern(ask, "delete-orders", { args: { ...args, confirm: true } });

    const [tool] = (listed.json.result as { tools: { inputSchema: object }[] }).tools;
    expect(tool?.inputSchema).to.deep.equal({
      type: "object",
      properties: { count: { type: "number" } },
      required: ["count"],
    });
    expect(asked.messages).to.deep.equal(["Delete 3 orders?"]);
  });

  it("fails when it returns a question of its own, and its author learns how to ask", async () => {
    const own = askingTool(
      "own",
      () => ({ resultType: "input_required", requestState: "7" }) as never,
    );
    const asks = askingServer(serverWith({ tools: [own] }), { stateKey });

    const { result: failed, output } = await capturing(() => callModern(asks, "own"));

    expect(failed.isError).to.equal(true);
    expect(output).to.include("asks by confirm and ask of its context");
  });

  it("fails where a form cannot have such a schema, which its author learns", async () => {
    const nested = z.object({ a: z.object({ b: z.string() }) });
    const deep = askingTool("deep", async (_, { ask: of }) =>
      text(JSON.stringify(await of(nested, "?"))),
    );
    const asks = askingServer(serverWith({ tools: [deep] }), { stateKey });

    const { result: failed, output } = await capturing(() => callModern(asks, "deep"));

    expect(failed.isError).to.equal(true);
    expect(output).to.include("flat primitive properties");
  });
});

describe("the ways to ask", () => {
  for (const way of ["confirm", "ask", "once"] as const) {
    it(`fail in a tool that does not say so, which its author learns: ${way}`, async () => {
      const silent = plainTool("silent", async (_, context) => {
        await (context[way] as (first: string, second: () => string) => unknown)("x", () => "y");
        return text("done");
      });
      const ask = askingServer(serverWith({ tools: [silent] }), { stateKey });

      const { result: failed, output } = await capturing(() => callModern(ask, "silent"));

      expect(failed.isError).to.equal(true);
      expect(output).to.include("write asks: true into the definition");
    });
  }

  it("fail in resources", async () => {
    const ask = askingServer(
      serverWith({
        resources: [
          {
            uri: "docs://x",
            name: "x",
            title: "X",
            description: "X.",
            mimeType: "text/plain",
            read: async (context) => String(await context.confirm("Really?")),
          },
        ],
      }),
    );
    const { body, headers } = modern("resources/read", { uri: "docs://x" });

    const { result: answer, output } = await capturing(() => ask(body, { headers }));

    expect(answer.json.error?.code).to.equal(-32603);
    expect(output).to.include("are for tools");
  });

  it("are refused with the definition where they cannot be had", () => {
    const check = (parts: object, more = {}): string => {
      try {
        checkDefinition(serverWith({ tools: [{ ...deleteOrders, ...parts }], ...more }));
        return "";
      } catch (error) {
        return (error as Error).message;
      }
    };

    expect(check({})).to.equal("");
    expect(check({ asks: 1 })).to.equal('tool "delete-orders": asks: write true, or leave it out');
    expect(check({ inputSchema: z.object({ confirm: z.string() }) })).to.equal(
      'tool "delete-orders": inputSchema.confirm: a tool that asks has an argument of this name already: rename it',
    );
    expect(check({}, { options: { requestState: { verify: () => "" } } })).to.equal(
      'options.requestState: the tool "delete-orders" asks: take one or the other out',
    );
  });
});
