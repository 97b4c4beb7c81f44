/** Questions of a tool, answered by the command line or at a terminal. */
import { expect } from "chai";
import { PassThrough } from "node:stream";
import { answersTo, askingAt, givenAnswers } from "../cli/questions";
import { UserError } from "../user-error";

const REQUESTS = {
  first: {
    method: "elicitation/create",
    params: {
      message: "Where to?\u001b[2J",
      requestedSchema: {
        properties: {
          city: { type: "string" },
          nights: { type: "integer" },
          class: { type: "string", enum: ["economy", "first"] },
          paid: { type: "boolean" },
        },
        required: ["city"],
      },
    },
  },
};

/** Types these lines, one a question, and returns what was answered and shown. */
async function typed(...lines: readonly string[]): Promise<{ answers: object; shown: string }> {
  const [input, output] = [new PassThrough(), new PassThrough()];
  let shown = "";
  let next = 0;
  output.on("data", (chunk: Buffer) => {
    shown += chunk.toString("utf8");
    if (shown.endsWith("): ") && next < lines.length) input.write(`${lines[next++] ?? ""}\n`);
  });
  return { answers: await answersTo(REQUESTS, askingAt({ input, output })), shown };
}

describe("answers to a tool's questions", () => {
  it("are asked for at a terminal, member by member, in their types", async () => {
    const { answers, shown } = await typed("Oslo", "2", "first", "y");

    expect(answers).to.deep.equal({
      first: { action: "accept", content: { city: "Oslo", nights: 2, class: "first", paid: true } },
    });
    expect(shown).to.equal(
      "Where to?\\u001b[2J\n  city (string):   nights (integer):   class (economy | first):   paid (y/n): ",
    );
  });

  it("leave out what is left empty, and decline where it is needed", async () => {
    const some = await typed("Oslo", "", "", "n");
    const none = await typed("");

    expect(some.answers).to.deep.equal({
      first: { action: "accept", content: { city: "Oslo", paid: false } },
    });
    expect(none.answers).to.deep.equal({ first: { action: "decline" } });
  });

  it("are not given where somebody leaves: one line, and no stack", async () => {
    const [input, output] = [new PassThrough(), new PassThrough()];
    output.on("data", (chunk: Buffer) => {
      if (chunk.toString("utf8").endsWith("): ")) input.end();
    });

    const left: unknown = await answersTo(REQUESTS, askingAt({ input, output })).catch(
      (error: unknown) => error,
    );

    expect(left).to.be.instanceOf(UserError).with.property("message", "Not answered.");
  });

  it("are given in their order, and asked for when there are no more", async () => {
    const answer = givenAnswers(['{"city":"Oslo"}', "decline"], async () => ({ city: "Bergen" }));
    const question = { message: "", properties: {}, required: [] };

    expect(await answer(question)).to.deep.equal({ city: "Oslo" });
    expect(await answer(question)).to.equal(undefined);
    expect(await answer(question)).to.deep.equal({ city: "Bergen" });
  });

  it("are refused to what is not a question in a form", async () => {
    const requests = { a: { method: "sampling/createMessage", params: {} } };
    const answered: unknown = await answersTo(requests, async () => ({})).catch((e: unknown) => e);

    expect(String(answered)).to.include('The tool asks for "sampling/createMessage"');
  });
});
