import { expect } from "chai";
import * as z from "zod";
import { type AnyTool, defineTool, failure, text } from "../index";
import { runTask, runTool } from "../testing/index";
import { messageOf } from "./support/tasks";

const ANNOTATIONS = {
  readOnlyHint: false,
  destructiveHint: true,
  idempotentHint: false,
  openWorldHint: false,
};

function cleanUp(): AnyTool {
  return defineTool({
    name: "clean-up",
    title: "Clean up",
    description: "Deletes what is old.",
    inputSchema: z.object({ files: z.int().positive() }),
    annotations: ANNOTATIONS,
    background: { minutes: 5, otherwise: "inline" },
    run: async ({ files }, { task }) => {
      const answer = await task.ask(z.object({ sure: z.boolean() }), `Delete ${files} files?`);
      if (answer?.sure !== true) return failure("Nothing was deleted.");
      for (let file = 1; file <= files; file += 1) await task.progress(`${file} of ${files}`);
      return text(`Deleted ${files} files.`);
    },
  });
}

describe("runTask", () => {
  it("gives the result of a task, and what it asked and said", async () => {
    const outcome = await runTask(cleanUp(), { files: 2 }, { answers: [{ sure: true }] });

    expect(outcome).to.deep.equal({
      status: "completed",
      result: { content: [{ type: "text", text: "Deleted 2 files." }] },
      said: ["1 of 2", "2 of 2"],
      asked: ["Delete 2 files?"],
    });
  });

  it("gives what a declined question leads to", async () => {
    const { status, result } = await runTask(cleanUp(), { files: 2 }, { answers: ["decline"] });

    expect([status, result?.isError]).to.deep.equal(["completed", true]);
  });

  for (const answer of [true, false]) {
    it(`answers ${answer} to a question by confirm`, async () => {
      const tool: AnyTool = {
        ...cleanUp(),
        asks: true,
        run: async (_, { confirm }) => text(String(await confirm("Sure?"))),
      };

      const { result, asked } = await runTask(tool, { files: 1 }, { answers: [answer] });

      expect(result?.content).to.deep.equal([{ type: "text", text: String(answer) }]);
      expect(asked).to.deep.equal(["Sure?"]);
    });
  }

  it("cancels a task at what it says", async () => {
    const options = { answers: [{ sure: true }], cancelAt: "1 of 3" };

    const { status, said } = await runTask(cleanUp(), { files: 3 }, options);

    expect(status).to.equal("cancelled");
    expect(said).to.include("1 of 3");
  });

  it("names a question without an answer, and answers to no question", async () => {
    const missing = await messageOf(runTask(cleanUp(), { files: 2 }));
    const answers = [{ sure: false }, true];
    const left = await messageOf(runTask(cleanUp(), { files: 2 }, { answers }));

    expect(missing).to.equal('"clean-up" asks "Delete 2 files?": add an answer to { answers }');
    expect(left).to.equal('"clean-up" has asked 1 of the 2 questions answered');
  });

  it("refuses a tool without background", async () => {
    const { background, ...tool } = cleanUp();

    const message = await messageOf(runTask(tool, { files: 1 }));

    expect(message).to.equal('"clean-up" has no background: use runTool');
  });

  it("leaves runTool for the run alone", async () => {
    const answers = [{ sure: true }];

    const { content } = await runTool(cleanUp(), { files: 1 }, undefined, { answers });

    expect(content).to.deep.equal([{ type: "text", text: "Deleted 1 files." }]);
  });
});
