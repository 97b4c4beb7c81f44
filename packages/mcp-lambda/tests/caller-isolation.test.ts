/**
 * Nobody acts as anybody else: calls of two callers run at the same time in one environment, and each
 * tool sees its own caller, before it waits, after it, and in a batch.
 */
import { setImmediate, setTimeout } from "node:timers/promises";
import { expect } from "chai";
import * as z from "zod";
import { text } from "../index";
import type { Ask, HandlerAnswer } from "../testing/ask";
import { plainTool, serverWith } from "../testing/definitions";
import { call, modern } from "../testing/mcp";
import { capturing, readLog } from "../testing/output";
import { OPTIONS, person } from "./support/callers";
import { askingServer } from "./support/handler";

const CALLS = 1_000;
const CALLERS = ["alice", "bob"].map((name) => person(name, { scopes: [`${name}:all`] }));

/** From nothing to some milliseconds, so that later calls overtake earlier ones. */
const PAUSES: readonly (() => Promise<unknown>)[] = [
  () => Promise.resolve(),
  () => setImmediate(),
  () => setTimeout(1),
  () => setTimeout(4),
];

const who = plainTool(
  "who",
  async ({ pause }, context) => {
    const seen = (): unknown => [context.caller, context.mcp.http?.authInfo];
    const before = JSON.stringify(seen());
    await PAUSES[Number(pause)]?.();
    context.log.info("who", { seen: before });
    return text(JSON.stringify([JSON.parse(before), seen()]));
  },
  z.object({ pause: z.number() }),
);

describe("two callers at the same time", () => {
  let ask: Ask;
  before(() => {
    ask = askingServer(serverWith({ tools: [who] }), { ...OPTIONS.jwt, logCallers: true });
  });

  const FORMS = ["2025", "2026", "batch"] as const;

  function send(index: number): Promise<HandlerAnswer> {
    // Neither forms nor pauses go with a caller.
    const caller = CALLERS[index % 2];
    const form = FORMS[(index >> 1) % FORMS.length];
    const args = { pause: (index * 7 + (index >> 3)) % PAUSES.length };
    const parts = caller === undefined ? {} : { caller };
    if (form === "batch") return ask([call("who", args, 1), call("who", args, 2)], parts);
    if (form === "2025") return ask(call("who", args), parts);
    const { body, headers } = modern("tools/call", { name: "who", arguments: args });
    return ask(body, { ...parts, headers });
  }

  it(`never see each other in ${CALLS} interleaved calls`, async () => {
    const { result: answers, output } = await capturing(() =>
      Promise.all(Array.from({ length: CALLS }, (_, index) => send(index))),
    );

    for (const [index, { status, body }] of answers.entries()) {
      const [own = "", other = ""] = index % 2 === 0 ? ["alice", "bob"] : ["bob", "alice"];
      expect(status).to.equal(200);
      expect(body.split(`${own}@example.com`)).to.have.length.greaterThan(2);
      expect(body).to.include(`${own}:all`).and.not.include(other);
    }
    const { metrics } = readLog(output);
    expect(metrics).to.have.length(CALLS);
    const ofAlice = metrics.filter(({ caller, subject }) => {
      return caller === "alice-app" && subject === "alice";
    });
    expect(ofAlice).to.have.length(CALLS / 2);
  });
});
