/** Values that pass through what a tool asks and does once: names, arguments, digests. */
import { expect } from "chai";
import { takeConfirm } from "../asks/legacy";
import { createOnce, UnfinishedWork } from "../asks/once";
import { answerIn, digestOf } from "../asks/question";
import { memoryStore } from "../store/memory-store";

const rules = { prefix: "call", expiresAt: Date.now() / 1000 + 60 };

describe("the name of work under once", () => {
  it("has 100 characters at most", async () => {
    const once = createOnce({ ...rules, store: memoryStore() });

    expect(await once("x".repeat(100), () => 1)).to.equal(1);
  });
});

describe("work under once", () => {
  it("may have happened where its record is not the same any more", async () => {
    const store = { ...memoryStore(), replace: async () => false };
    const once = createOnce({ ...rules, store });

    const error = await once("charge", () => 1).catch((thrown: unknown) => thrown);

    expect(error).to.be.instanceOf(UnfinishedWork).and.include({ work: "charge" });
  });

  it("gives 350,000 bytes of JSON at most", async () => {
    const once = createOnce({ ...rules, store: memoryStore() });
    const text = "x".repeat(349_998);

    expect(await once("look", () => text)).to.equal(text);
  });

  it("fails for all what has thrown no error, and keeps 10,000 characters of a message", async () => {
    const once = createOnce({ ...rules, store: memoryStore() });
    const thrown = async (name: string, value: unknown): Promise<Error> =>
      once(name, () => {
        throw value;
      }).catch((error: unknown) => error as Error);

    expect(await thrown("a", "plain text")).to.include({ name: "Error", message: "plain text" });
    expect((await thrown("b", new Error("x".repeat(20_000)))).message).to.have.length(10_000);
  });
});

describe("arguments of a 2025 client", () => {
  for (const input of [null, undefined, "text", 1]) {
    it(`are left as they are where they are no object: ${String(input)}`, () => {
      expect(takeConfirm(input)).to.deep.equal({ args: input, isConfirmed: false });
    });
  }
});

describe("a digest", () => {
  it("is the same whatever the order of members, and tells all else apart", () => {
    expect(digestOf({ a: 1, b: [1, 2] })).to.equal(digestOf({ b: [1, 2], a: 1 }));
    const values = [null, "null", {}, [], { a: null }, { a: {} }, { a: [] }, [null], ["a", null]];
    expect(new Set(values.map(digestOf)).size).to.equal(values.length);
  });

  it("has 22 characters", () => {
    expect(digestOf("x")).to.match(/^[\w-]{22}$/);
  });
});

describe("an answer", () => {
  const responses = {
    yes: { action: "accept", content: { name: "Ada" } },
    empty: { action: "accept" },
    no: { action: "decline" },
  };

  it("is what was filled in, null where it was declined, and undefined where there is none", () => {
    expect(answerIn(responses, "yes")).to.deep.equal({ name: "Ada" });
    expect(answerIn(responses, "empty")).to.deep.equal({});
    expect(answerIn(responses, "no")).to.equal(null);
    expect(answerIn(responses, "other")).to.equal(undefined);
  });
});
