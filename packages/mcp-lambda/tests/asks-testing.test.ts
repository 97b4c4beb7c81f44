/** runTool with tools that ask: answers are ready, in the order of the questions. */
import { expect } from "chai";
import * as z from "zod";
import { failure, text } from "../definitions/tool";
import { ANONYMOUS } from "../http/caller";
import { plainTool } from "../testing/definitions";
import { runTool } from "../testing/run-tool";
import { askingTool } from "./support/asking-client";

let count = 0;
const book = askingTool("book", async (_, { ask, confirm, once }) => {
  const trip = await ask(z.object({ city: z.string() }), "Where to?");
  if (trip === undefined) return failure("not at all");
  if (!(await confirm(`${trip.city}?`))) return failure("not there");
  const first = await once("pay", () => ++count);
  return text(`${trip.city} ${first + (await once("pay", () => ++count))}`);
});

const run = async (answers?: readonly unknown[]): Promise<unknown> => {
  const { content } = await runTool(book, {}, ANONYMOUS, answers && { answers });
  return content[0];
};

async function messageOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "",
    (error: unknown) => (error as Error).message,
  );
}

describe("a test of a tool that asks", () => {
  it("gives the answers in their order", async () => {
    count = 0;

    expect(await run([{ city: "Lisbon" }, true])).to.include({ text: "Lisbon 2" });
    expect(count).to.equal(1);
  });

  it("declines and says no", async () => {
    expect(await run(["decline"])).to.include({ text: "not at all" });
    expect(await run([{ city: "Lisbon" }, false])).to.include({ text: "not there" });
    expect(await run([{ city: "Lisbon" }, "decline"])).to.include({ text: "not there" });
  });

  it("is told which question has no answer, and which answers were not asked for", async () => {
    expect(await messageOf(run())).to.equal(
      '"book" asks "Where to?": add an answer to { answers }',
    );
    expect(await messageOf(run(["decline", true]))).to.equal(
      '"book" has asked 1 of the 2 questions answered',
    );
  });

  it("is told of answers that a client's form could not give", async () => {
    expect(await messageOf(run([{ city: 1 }]))).to.include("expected string");
    expect(await messageOf(run([{ city: "Lisbon" }, "yes"]))).to.include("expected boolean");
  });

  it("gives clients of what the tool needs", async () => {
    const noting = plainTool("noting", (_, context) =>
      text(String((context as unknown as { notes: number }).notes)),
    );

    const { content } = await runTool(noting, {}, ANONYMOUS, { clients: { notes: 3 } });

    expect(content).to.deep.equal([{ type: "text", text: "3" }]);
  });

  it("is told of a tool that does not say that it asks", async () => {
    const silent = plainTool("silent", async (_, { confirm }) => text(String(await confirm("?"))));
    const working = plainTool("working", async (_, { once }) =>
      text(await once("work", () => "done")),
    );

    expect(await messageOf(runTool(silent, {}, ANONYMOUS, { answers: [true] }))).to.equal(
      '"silent" asks: write asks: true into its definition',
    );
    expect(await messageOf(runTool(working, {}))).to.equal('"working" needs asks: true for once');
  });
});
