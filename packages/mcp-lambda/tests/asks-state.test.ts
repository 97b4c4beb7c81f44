/** States of calls that wait for an answer: whose they are, for what, for how long, and how often. */
import { expect } from "chai";
import * as fc from "fast-check";
import * as z from "zod";
import { text } from "../definitions/tool";
import { openStore } from "../store/open-store";
import { serverWith } from "../testing/definitions";
import { modern } from "../testing/mcp";
import {
  answerWith,
  askingTool,
  callModern,
  type Round,
  type Sent,
  YES,
} from "./support/asking-client";
import { OPTIONS, PARTNER, person, ROLE } from "./support/callers";
import { askingServer } from "./support/handler";
import type { Caller } from "../http/caller";
import { propertyRuns } from "../../../tests/support/property-runs";

const stateKey = "k".repeat(32);
const SECRET = "a result that the client must not see";

let deleted = 0;
let question = "Delete it?";
const remove = (name: string): ReturnType<typeof askingTool> =>
  askingTool(
    name,
    async (_, { confirm, once }) => {
      await once("look", () => SECRET);
      if (!(await confirm(question))) return text("kept");
      await once("delete", () => ++deleted);
      return text(`deleted ${deleted}`);
    },
    z.object({ order: z.string(), options: z.object({}).loose().optional() }),
  );
const server = serverWith({ tools: [remove("delete-order"), remove("delete-all")] });
const args = { order: "7", options: { a: 1, b: [2] } };

/** A state's content, which its client can read. */
function contentOf(state: string | undefined): { id: string; until: number; asked: object[] } {
  const [, payload = ""] = (state ?? "").split(".");
  const { p } = JSON.parse(Buffer.from(payload, "base64url").toString()) as { p: string };
  return JSON.parse(p) as ReturnType<typeof contentOf>;
}

describe("the state of a call that waits for an answer", () => {
  const ask = askingServer(server, { stateKey });
  const start = async (sent: Sent = {}): Promise<Round> =>
    callModern(ask, "delete-order", { args, ...sent });
  const goOn = async (asked: Round, sent: Sent = {}): Promise<Round> =>
    answerWith(ask, "delete-order", asked, [YES], { args, ...sent });

  beforeEach(() => {
    deleted = 0;
    question = "Delete it?";
  });

  it("is taken by another environment with the same key", async () => {
    const other = askingServer(server, { stateKey });

    const done = await answerWith(other, "delete-order", await start(), [YES], { args });

    expect(done.text).to.equal("deleted 1");
  });

  it("holds who is asked what, and no result", async () => {
    const { state } = await start({ caller: { kind: "anonymous" } });

    const content = contentOf(state);

    expect(Object.keys(content)).to.have.members(["id", "round", "until", "args", "asked"]);
    expect(content.asked.map((asked) => Object.keys(asked))).to.deep.equal([["digest"]]);
    expect(Buffer.from(state ?? "", "base64url").toString()).to.not.include(SECRET);
    expect(JSON.stringify(content)).to.not.include(SECRET);
  });

  it("is refused when it is forged, changed, or sealed with another key", async () => {
    const asked = await start();
    const { state = "" } = asked;
    const stranger = askingServer(server, { stateKey: "x".repeat(32) });
    const foreign = await callModern(stranger, "delete-order", { args });
    const states = ["7", `${state}A`, state.replace(".", ".A"), foreign.state, ""];

    for (const forged of states) {
      const { answer } = await goOn({ ...asked, state: forged });
      expect(answer.json.error).to.include({
        code: -32602,
        message: "Invalid or expired requestState",
      });
    }
    expect(deleted).to.equal(0);
    expect((await goOn(asked)).text).to.equal("deleted 1");
  });

  it("is refused for another tool, and good for its own afterwards", async () => {
    const asked = await start();

    const { answer } = await answerWith(ask, "delete-all", asked, [YES], { args });

    expect(answer.json.error?.code).to.equal(-32602);
    expect((await goOn(asked)).text).to.equal("deleted 1");
  });

  const strangers: readonly (readonly [keyof typeof OPTIONS, Caller, Caller])[] = [
    ["jwt", person("alice"), person("bob")],
    ["jwt", person("alice"), person("alice", { issuer: "https://other.test" })],
    ["iam", ROLE, { ...ROLE, arn: `${ROLE.arn}2` }],
    ["apiKey", PARTNER, { kind: "apiKey", id: "k2", name: "other" }],
  ];
  for (const [auth, owner, stranger] of strangers) {
    it(`is refused of somebody else, and good for its owner afterwards: ${auth}`, async () => {
      const known = askingServer(server, { stateKey, ...OPTIONS[auth] });
      const sent = { args, caller: owner };
      const asked = await callModern(known, "delete-order", sent);

      const stolen = await answerWith(known, "delete-order", asked, [YES], {
        ...sent,
        caller: stranger,
      });
      const own = await answerWith(known, "delete-order", asked, [YES], sent);

      expect(stolen.answer.json.error?.code).to.equal(-32602);
      expect(own.text).to.equal("deleted 1");
    });
  }

  it("is refused after ten minutes", async () => {
    const asked = await start();

    const { answer } = await inSeconds(601, () => goOn(asked));

    expect(answer.json.error?.code).to.equal(-32602);
    expect(deleted).to.equal(0);
  });

  it("is refused after an hour, however often it was answered wrongly meanwhile", async () => {
    const wrong = [{ action: "accept", content: {} }];
    let asked = await start();
    for (let minutes = 9; minutes < 60; minutes += 9) {
      const again = asked;
      asked = await inSeconds(minutes * 60, () =>
        answerWith(ask, "delete-order", again, wrong, { args }),
      );
    }

    const refused = await inSeconds(3_601, () => goOn(asked));

    expect(refused.isError).to.equal(true);
    expect(refused.text).to.equal(
      'The tool "delete-order" was not continued: it has waited for too long. To start again, call it without requestState.',
    );
    expect(deleted).to.equal(0);
  });

  for (const changed of [{ ...args, order: "8" }, { order: "7" }, { ...args, options: { a: 1 } }]) {
    it(`is refused with other arguments: ${JSON.stringify(changed)}`, async () => {
      const asked = await start();

      const refused = await goOn(asked, { args: changed });

      expect(refused.isError).to.equal(true);
      expect(refused.text).to.include("its arguments are not those of its start");
      expect(deleted).to.equal(0);
      expect((await goOn(asked)).text).to.equal("deleted 1");
    });
  }

  it("is taken with the same arguments in another order", async () => {
    const same = { options: { b: [2], a: 1 }, order: "7" };

    expect((await goOn(await start(), { args: same })).text).to.equal("deleted 1");
  });

  it("is not used up by arguments that the tool does not take", async () => {
    const asked = await start();

    expect((await goOn(asked, { args: {} })).text).to.include("Invalid arguments");
    expect((await goOn(asked)).text).to.equal("deleted 1");
  });

  it("is good once: what it led to is not repeated", async () => {
    const asked = await start();

    const done = await goOn(asked);
    const again = await goOn(asked);

    expect(done.text).to.equal("deleted 1");
    expect(again.isError).to.equal(true);
    expect(again.text).to.include("this answer was taken before");
    expect(deleted).to.equal(1);
  });

  it("is good once, too, for those who send it at the same time to several environments", async () => {
    const asked = await start();
    const environments = [ask, askingServer(server, { stateKey }), ask, ask];

    const rounds = await Promise.all(
      environments.map((each) => answerWith(each, "delete-order", asked, [YES], { args })),
    );

    expect(rounds.filter(({ text: said }) => said === "deleted 1")).to.have.length(1);
    expect(rounds.filter(({ isError }) => isError)).to.have.length(3);
    expect(deleted).to.equal(1);
  });

  it("answers no other question than the one that was asked", async () => {
    const asked = await start();
    question = "Delete everything?";

    const refused = await goOn(asked);

    expect(refused.isError).to.equal(true);
    expect(refused.text).to.equal(
      'The tool "delete-order" cannot go on: what it has to ask is not what was answered. Start again, with a call of its own.',
    );
    expect(deleted).to.equal(0);
  });

  it("ends the call where something has begun before and nobody knows how it went", async () => {
    const asked = await start();
    const { id, until } = contentOf(asked.state);
    const begun = { key: `ask/${id}/once/delete`, value: {}, expiresAt: until };
    await openStore().insert(begun);

    const failed = await goOn(asked);

    expect(failed.isError).to.equal(true);
    expect(failed.text).to.equal(
      'The tool "delete-order" cannot go on: "delete" has begun before and did not come to its end: it may have happened. Find out whether it has before you call again.',
    );
    expect(deleted).to.equal(0);
  });

  it("is refused after the tool that left it has changed its ways", async () => {
    const own = {
      ...remove("delete-order"),
      run: () =>
        ({
          resultType: "input_required",
          inputRequests: {},
          requestState: JSON.stringify({ order: 7 }),
        }) as never,
    };
    const { asks: _, ...before } = own;
    const old = askingServer(serverWith({ tools: [before] }), { stateKey });
    const { state } = await callModern(old, "delete-order", { args });

    const refused = await callModern(ask, "delete-order", { args, state });

    expect(refused.isError).to.equal(true);
    expect(refused.text).to.include("its requestState is of another version of the tool");
  });

  it("is answered in time and without a word of the inside, whatever comes with it", async () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    const answers = fc.oneof(
      value,
      fc.dictionary(fc.constantFrom("question-1-1", "question-1-0", "__proto__", "x"), value),
    );
    const sent = fc.record({
      responses: answers as fc.Arbitrary<object>,
      state: fc.oneof(fc.string(), fc.constant(undefined), fc.constant("own")),
      args: fc.oneof(fc.constant(args), fc.constant({ ...args, confirm: true }), value),
    });
    const property = fc.asyncProperty(sent, async ({ state, ...rest }) => {
      const own = state === "own" ? (await start()).state : state;

      const { answer } = await start({ ...rest, state: own });

      expect(answer.status).to.be.oneOf([200, 400]);
      expect(answer.body).to.not.include(" at ").and.not.include(SECRET);
      expect(deleted).to.equal(0);
    });

    await fc.assert(property, { numRuns: propertyRuns(200) });
  });

  it("is not made of arguments that are too deep, and the next call is served", async () => {
    const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    const { body, headers } = modern("tools/call", { name: "delete-order", arguments: "DEEP" });
    const text = JSON.stringify(body).replace('"DEEP"', `{"order":"7","options":${deep}}`);

    const { status } = await ask(text, { headers });

    expect(status).to.be.oneOf([200, 400, 500]);
    expect((await goOn(await start())).text).to.equal("deleted 1");
  });

  it("is not used up by an outage of the store, and what it led to has not begun", async () => {
    const asked = await start();
    const store = openStore() as { insert: ReturnType<typeof openStore>["insert"] };
    const { insert } = store;

    store.insert = async () => Promise.reject(new Error("DynamoDB is away"));
    const failed = await goOn(asked).finally(() => (store.insert = insert));

    expect(failed.isError).to.equal(true);
    expect(failed.text).to.not.include("DynamoDB");
    expect((await goOn(asked)).text).to.equal("deleted 1");
  });
});

/** Does something as if it were later. */
async function inSeconds<Value>(seconds: number, work: () => Promise<Value>): Promise<Value> {
  const { now } = Date;
  Date.now = () => now() + seconds * 1000;
  try {
    return await work();
  } finally {
    Date.now = now;
  }
}
