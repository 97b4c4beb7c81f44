import { expect } from "chai";
import * as z from "zod";
import { failure, text } from "../definitions/tool";
import { plainTool, serverWith } from "../testing/definitions";
import { call } from "../testing/mcp";
import { capturing, type FunctionLog, readLog } from "../testing/output";
import { runTask } from "../testing/run-task";
import type { HandlerAnswer } from "../testing/ask";
import { askingTool } from "./support/asking-client";
import { askingServer } from "./support/handler";

const SECRET = "hunter2-4711";

const ITEM = z.object({ price: z.number().max(10), tags: z.array(z.string()).optional() });
const ARGUMENTS = z.object({
  item: ITEM.optional(),
  byName: z.record(z.string(), z.number()).optional(),
  list: z.array(ITEM).optional(),
  either: z
    .discriminatedUnion("kind", [
      z.object({ kind: z.literal("a"), size: z.number() }),
      z.object({ kind: z.literal("b"), name: z.string() }),
    ])
    .optional(),
  made: z.preprocess((given) => given, ITEM).optional(),
});

const definition = serverWith({
  tools: [
    plainTool("good", () => text("good")),
    plainTool("coded", () => failure("Sold out.", { code: "out-of-stock" })),
    plainTool("spread", () => ({ ...failure("No.", { code: "a.b_C-9" }), _meta: { x: 1 } })),
    plainTool("miscoded", () => failure("No.", { code: `user ${SECRET}` as string })),
    plainTool("throws", () => {
      throw new TypeError(SECRET);
    }),
    plainTool("waits", () => new Promise(() => undefined)),
    plainTool("large", () => text("x".repeat(7_000_000))),
    plainTool("picky", () => text(""), ARGUMENTS),
    askingTool("confirms", async (_, { confirm }) => text(String(await confirm("Sure?")))),
    askingTool("fills-in", async (_, { ask }) =>
      text(JSON.stringify(await ask(z.object({ name: z.string() }), "Who?"))),
    ),
  ],
});

describe("the outcome of a call", () => {
  const ask = askingServer(definition);

  const logOf = async (
    body: unknown,
    options: Parameters<typeof ask>[1] = {},
  ): Promise<FunctionLog & { readonly output: string; readonly result: HandlerAnswer }> => {
    const { result, output } = await capturing(() => ask(body, options));
    return { ...readLog(output), output, result };
  };
  const endings: readonly (readonly [string, object])[] = [
    ["good", { outcome: "ok", level: "INFO" }],
    ["coded", { outcome: "failed", code: "out-of-stock", level: "WARN" }],
    ["spread", { outcome: "failed", code: "a.b_C-9", level: "WARN" }],
    ["throws", { outcome: "threw", code: "TypeError", level: "WARN" }],
    ["large", { outcome: "too-large", level: "WARN" }],
    ["nope", { outcome: "unknown-tool", tool: "nope", level: "WARN" }],
  ];
  for (const [tool, expected] of endings) {
    it(`is said in the line and the metrics of ${tool}`, async () => {
      const { answered, metrics } = await logOf(call(tool));

      const { level, tool: asked = tool, ...ending } = expected as Record<string, unknown>;
      expect(answered[0]).to.include({ ...ending, level, tool: asked });
      expect(metrics[0]).to.include(ending);
    });
  }

  it("is told to the caller of a tool whose result is too large, with what to do", async () => {
    const { json } = await ask(call("large"));

    expect(json.result).to.deep.equal({
      content: [
        {
          type: "text",
          text: 'The result of the tool "large" is larger than 6000000 bytes, which is all that can be sent: ask for less of it.',
        },
      ],
      isError: true,
    });
  });

  it("is asked, and no error of the tool, where a 2025 client is told what to send", async () => {
    const { answered, metrics } = await logOf(call("confirms"));

    expect(answered[0]).to.include({ outcome: "asked", level: "INFO" });
    expect(metrics[0]).to.include({ tool: "confirms", outcome: "asked", ToolErrors: 0 });
  });

  it("is failed where a 2025 client cannot be asked in a form", async () => {
    const { answered } = await logOf(call("fills-in"));

    expect(answered[0]).to.include({ outcome: "failed", code: "cannot-ask", level: "WARN" });
  });

  it("is late of a tool that has not ended in time", async () => {
    const { answered } = await logOf(call("waits"), { remainingMs: 1_050 });

    expect(answered[0]).to.include({ outcome: "late", tool: "waits" });
  });

  it("tells the caller no code", async () => {
    const { result } = await logOf(call("coded"));

    expect(result.body).to.include("Sold out.").and.not.include("out-of-stock");
  });

  it("leaves out a code that is none, and says so, without it", async () => {
    const { answered, others, output } = await logOf(call("miscoded"));

    expect(answered[0]).to.include({ outcome: "failed" }).and.not.have.property("code");
    expect(others[0]).to.include({ level: "WARN", tool: "miscoded" });
    expect(others[0]?.["message"]).to.match(/^the code of a failure was left out: /);
    expect(output).to.not.include(SECRET);
  });

  it("takes by its type what is a code, and what only a run can tell", () => {
    const dynamic: string = "x";

    failure("", { code: "Out_of.stock-2" });
    failure("", { code: dynamic });
    failure("", { code: undefined });
    // @ts-expect-error -- a blank
    failure("", { code: "out of stock" });
    // @ts-expect-error -- nothing
    failure("", { code: "" });
    // @ts-expect-error -- 65 characters
    failure("", { code: "a234567890123456789012345678901234567890123456789012345678901234x" });
    expect(failure("", { code: "a" })).to.deep.include({ isError: true });
  });

  const wrong: readonly (readonly [string, object, readonly string[]])[] = [
    ["a member", { item: { price: SECRET } }, ["item.price: invalid_type"]],
    ["a bound", { item: { price: 4711 } }, ["item.price: too_big"]],
    ["a key that the caller chose", { byName: { [SECRET]: "x" } }, ["byName.*: invalid_type"]],
    ["places in a list", { list: [{ price: 1 }, { price: "" }] }, ["list.*.price: invalid_type"]],
    ["an item of a list", { item: { price: 1, tags: [1] } }, ["item.tags.*: invalid_type"]],
    ["a member of a union", { either: { kind: "a", size: SECRET } }, ["either.size: invalid_type"]],
    ["what is made first", { made: { price: SECRET } }, ["made.price: invalid_type"]],
    ["a kind", { either: { kind: SECRET } }, ["either.kind: invalid_union"]],
  ];
  for (const [what, args, issues] of wrong) {
    it(`has path and code of ${what}, and no value`, async () => {
      const { answered, metrics, output } = await logOf(call("picky", args));

      expect(answered[0]).to.deep.include({ outcome: "invalid-arguments", issues, level: "WARN" });
      expect(metrics[0]).to.deep.include({ outcome: "invalid-arguments", issues });
      expect(output).to.not.include(SECRET).and.not.include("4711");
    });
  }

  it("lists what differs in a batch, whose blobs have one outcome each", async () => {
    const { answered, metrics } = await logOf([
      call("good", {}, 1),
      call("coded", {}, 2),
      call("coded", {}, 3),
      call("throws", {}, 4),
    ]);

    const listed = (name: string): string[] => String(answered[0]?.[name]).split(", ");
    expect(listed("tool")).to.have.members(["good", "coded", "throws"]);
    expect(listed("outcome")).to.have.members(["ok", "failed", "threw"]);
    expect(listed("code")).to.have.members(["out-of-stock", "TypeError"]);
    expect(metrics.map(({ tool, outcome, code }) => [tool, outcome, code])).to.have.deep.members([
      ["good", "ok", undefined],
      ["coded", "failed", "out-of-stock"],
      ["throws", "threw", "TypeError"],
    ]);
  });

  it("lists paths and codes of a batch's wrong calls, and none where there are none", async () => {
    const wrong = await logOf([
      call("picky", { item: { price: SECRET } }, 1),
      call("picky", { item: { price: 4711 } }, 2),
    ]);
    const right = await logOf([call("good", {}, 1), call("good", {}, 2)]);

    const issues = ["item.price: invalid_type", "item.price: too_big"];
    expect(wrong.answered[0]).to.deep.include({ outcome: "invalid-arguments", issues });
    expect(right.answered[0]).to.not.have.property("issues");
  });

  it("has API Gateway's id in every line, and leaves out one that is none", async () => {
    const gatewayRequestId = "f3ea53d5-2a17-4b0f-8d3c-1c2b3a4d5e6f";
    const requestContext = { requestId: gatewayRequestId };

    const { output } = await logOf(call("throws"), { requestContext });
    const forged = await logOf(call("good"), { requestContext: { requestId: `x\n"${SECRET}` } });

    const lines = output.trim().split("\n");
    expect(lines).to.have.length(4);
    for (const line of lines) expect(JSON.parse(line)).to.include({ gatewayRequestId });
    expect(forged.output).to.not.include("gatewayRequestId").and.not.include(SECRET);
  });

  it("follows a line that names the tool before it runs", async () => {
    const { begun, output } = await logOf(call("good"));

    expect(output).to.match(/^\{.*"message":"call"\}\n/);
    expect(begun[0]).to.include({ level: "INFO", tool: "good", requestId: "request-1" });
    expect((await logOf(call("nope"))).begun).to.deep.equal([]);
  });

  it("has no such line with logLevel warn", async () => {
    const quiet = askingServer(definition, { logLevel: "warn" });

    const { output } = await capturing(() => quiet(call("good")));

    expect(readLog(output).begun).to.deep.equal([]);
  });
});

describe("the outcome of a task", () => {
  const task = (run: Parameters<typeof plainTool>[1]) => ({
    ...plainTool("works", run),
    background: { minutes: 1, otherwise: "refuse" } as const,
  });

  it("keeps the code out of what the client gets", async () => {
    const { result } = await runTask(
      task(() => failure("No.", { code: "no-luck" })),
      {},
    );

    expect(result).to.deep.equal({ content: [{ type: "text", text: "No." }], isError: true });
  });
});
