/** Tasks whose tool, store or caller does what nobody expects. */
import { createRequestStateCodec } from "@modelcontextprotocol/server";
import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import * as z from "zod";
import { type AnyTool, text } from "../index";
import { memoryStore } from "../store/memory-store";
import type { RecordStore } from "../store/record-store";
import { serverWith } from "../testing/definitions";
import { askingServer } from "./support/handler";
import { asClient, backgroundTool, resultOf, taskServer, textOf } from "./support/tasks";

const SURE = z.object({ sure: z.boolean() });

const askingTool = (): AnyTool =>
  backgroundTool("asking", async (_, { task }) =>
    text(JSON.stringify(await task.ask(SURE, "Sure?"))),
  );

describe("a task", () => {
  const strange: readonly (readonly [string, () => unknown])[] = [
    ["a BigInt", () => 1n],
    [
      "a cycle",
      () => {
        const cycle: Record<string, unknown> = {};
        cycle["self"] = cycle;
        return cycle;
      },
    ],
  ];
  for (const [what, make] of strange) {
    it(`is a failed call when its result has what JSON does not have: ${what}`, async () => {
      const tool = backgroundTool("strange", () => ({
        ...text("done"),
        structuredContent: { value: make() },
      }));
      const server = taskServer([tool]);
      const { taskId } = await server.call("strange");

      await server.work();

      const task = await server.get(taskId);
      expect(task["status"]).to.equal("completed");
      expect(task["result"]).to.include({ isError: true });
      expect(textOf(task["result"] as Record<string, unknown>)).to.match(/^The tool "strange" /);
    });
  }

  it("goes on, and ends, whatever it says of its progress", async () => {
    const tool = backgroundTool("says", async (_, { task }) => {
      await task.progress(5 as unknown as string);
      await setTimeout(400);
      return text("done");
    });
    const server = taskServer([tool]);
    const { taskId } = await server.call("says");

    const working = server.work();
    await setTimeout(200);
    const during = await server.get(taskId);
    await working;

    expect(during).to.include({ status: "working", statusMessage: "5" });
    expect(await server.get(taskId)).to.include({ status: "completed" });
  });

  it("begins nothing under once after it was cancelled, though it does not look at the signal", async () => {
    let paid = 0;
    const { promise: begun, resolve: begin } = Promise.withResolvers<undefined>();
    const tool = backgroundTool("deaf", async (_, { task }) => {
      begin(undefined);
      await setTimeout(800);
      await task.once("pay", () => (paid += 1));
      return text("paid");
    });
    const server = taskServer([tool]);
    const { taskId } = await server.call("deaf");
    const working = server.work();
    await begun;

    await server.request("tasks/cancel", { taskId });
    await working;
    await setTimeout(700);

    expect(await server.get(taskId)).to.include({ status: "cancelled" });
    expect(paid).to.equal(0);
  });

  it("takes no place for an answer that could not be written", async () => {
    const kept = memoryStore();
    let isDown = false;
    const store: RecordStore = {
      ...kept,
      replace: async (record) => {
        if (isDown) throw new Error("the store is down");
        return kept.replace(record);
      },
    };
    const server = taskServer([askingTool()], { limit: 1, store });
    const { taskId } = await server.call("asking");
    await server.work();
    const { inputRequests = {} } = await server.get(taskId);
    const [key = ""] = Object.keys(inputRequests as object);
    const inputResponses = { [key]: { action: "accept", content: { sure: true } } };

    isDown = true;
    for (let time = 0; time < 3; time += 1) {
      expect(await server.request("tasks/update", { taskId, inputResponses })).to.have.property(
        "error",
      );
    }
    isDown = false;

    expect(await server.call("asking")).to.include({ resultType: "task" });
  });

  it("runs in its request also where the definition seals states in its own way", async () => {
    const tool = backgroundTool("plain", () => text("done"));
    const codec = createRequestStateCodec({ key: "k".repeat(32) });
    const options = {
      requestState: {
        verify: (state: string, context: Parameters<typeof codec.verify>[1]) =>
          codec.verify(state, context),
      },
    };
    const ask = askingServer({ ...serverWith({ tools: [tool] }), options });

    const result = resultOf(
      await ask(...asClient("tools/call", { name: "plain", arguments: {} }, {})),
    );

    expect(textOf(result)).to.equal("done");
  });
});
