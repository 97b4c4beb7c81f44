import { expect } from "chai";
import * as z from "zod";
import { type AnyTool, defineTool, structured, text, type ToolResult } from "../index";
import { capturing, readLog } from "../testing/output";
import { plainTool, serverWith } from "../testing/definitions";
import { call } from "../testing/mcp";
import { askingServer } from "./support/handler";

function toolWith(outputSchema: z.ZodObject, result: () => ToolResult): AnyTool {
  return defineTool({
    name: "gives",
    title: "Gives",
    description: "Gives a result.",
    inputSchema: z.object({}),
    outputSchema,
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: result,
  });
}

/** The result of a call, and the rest of the log. */
async function callTool(outputSchema: z.ZodObject, result: () => ToolResult) {
  const ask = askingServer(serverWith({ tools: [toolWith(outputSchema, result)] }));
  const answer = await capturing(() => ask(call("gives")));
  return { result: answer.result.json.result, log: readLog(answer.output) };
}

describe("structuredContent", () => {
  it("has what outputSchema promises, and so has the text that is made of it", async () => {
    const schema = z.object({ a: z.number(), b: z.string().default("x") });

    const { result } = await callTool(schema, () => structured({ a: 1, secret: 2 }));

    expect(result).to.deep.equal({
      structuredContent: { a: 1, b: "x" },
      content: [{ type: "text", text: '{"a":1,"b":"x"}' }],
    });
  });

  it("keeps a text that the tool has written itself", async () => {
    const content = [{ type: "text" as const, text: "one" }];
    const structuredContent = { a: 1, b: 2 };

    const { result } = await callTool(z.object({ a: z.number() }), () => ({
      content,
      structuredContent,
    }));

    expect(result).to.deep.equal({ content, structuredContent: { a: 1 } });
  });

  it("keeps members that a loose schema takes", async () => {
    const { result } = await callTool(z.looseObject({ a: z.number() }), () =>
      structured({ a: 1, b: 2 }),
    );

    expect(result).to.have.deep.property("structuredContent", { a: 1, b: 2 });
  });

  it("may have a Date where the schema has a text of that form", async () => {
    const schema = z.object({ at: z.iso.datetime() });

    const { result } = await callTool(schema, () => structured({ at: new Date(0) }));

    expect(result).to.have.deep.property("structuredContent", { at: "1970-01-01T00:00:00.000Z" });
  });

  it("is not sent as outputSchema forbids: the log says field and reason, the caller a request id", async () => {
    const { result, log } = await callTool(z.object({ a: z.object({ b: z.number() }) }), () =>
      structured({ a: { b: "secret" } }),
    );

    expect(result).to.have.property("isError", true);
    expect(JSON.stringify(result)).to.include("request id").and.not.include("secret");
    expect(log.others[0]).to.have.nested.property(
      "error.message",
      "structuredContent is not as outputSchema says: a.b: Invalid input: expected number, received string",
    );
  });

  it("may not be missing where there is an outputSchema", async () => {
    const { result, log } = await callTool(z.object({ a: z.number() }), () => ({ content: [] }));

    expect(result).to.have.property("isError", true);
    expect(log.others[0]).to.have.nested.property(
      "error.message",
      "the tool has an outputSchema, and its result no structuredContent",
    );
  });

  it("of a failed call is sent when it is as outputSchema says", async () => {
    const failed = { ...structured({ a: 1 }), isError: true };

    const { result } = await callTool(z.object({ a: z.number() }), () => failed);

    expect(result).to.deep.equal(failed);
  });

  it("of a failed call is left out, and logged, when it breaks outputSchema", async () => {
    const failed = { ...structured({ code: "E1" }), isError: true };

    const { result, log } = await callTool(z.object({ a: z.number() }), () => failed);

    expect(result).to.deep.equal({
      content: [{ type: "text", text: '{"code":"E1"}' }],
      isError: true,
    });
    expect(log.others[0]).to.include({
      level: "WARN",
      message: "a failed call's structuredContent was left out",
      reason:
        "structuredContent is not as outputSchema says: a: Invalid input: expected number, received undefined",
    });
  });
});

describe("a tool's arguments", () => {
  it("are checked once, also by what is asynchronous", async () => {
    let checks = 0;
    const check = z.string().refine(async () => {
      checks += 1;
      return true;
    });
    const tool = plainTool("takes", () => text("taken"), z.object({ a: check }));

    const { json } = await askingServer(serverWith({ tools: [tool] }))(call("takes", { a: "x" }));

    expect(json.result).to.deep.equal({ content: [{ type: "text", text: "taken" }] });
    expect(checks).to.equal(1);
  });

  it("are refused within bounds in a batch, too", async () => {
    const choice = z.enum(Array.from({ length: 60 }, (_, index) => `option${index}`));
    const fields = Array.from({ length: 30 }, (_, index) => [`field${index}`, choice]);
    const schema = z.object(Object.fromEntries(fields) as Record<string, typeof choice>);
    const tool = plainTool("chooses", () => text("chosen"), schema);
    const batch = Array.from({ length: 16 }, (_, id) => call("chooses", {}, id));

    const { body } = await askingServer(serverWith({ tools: [tool] }))(batch);

    expect(body.length).to.be.lessThan(8_192 + 3 * JSON.stringify(batch).length);
    expect(JSON.parse(body)).to.have.length(16);
  });
});
