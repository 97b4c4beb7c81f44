/** What is under `once`: at most once under its name, and what came of it for all who ask. */
import { expect } from "chai";
import { createOnce, type Once, UnfinishedWork } from "../asks/once";
import { memoryStore } from "../store/memory-store";
import type { RecordStore } from "../store/record-store";

const expiresAt = Date.now() / 1000 + 60;

async function errorOf(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => expect.fail("it did not throw"),
    (error: unknown) => error as Error,
  );
}

describe("work under once", () => {
  let store: RecordStore;
  let count: number;
  const work = (): number => ++count;
  /** As another process has it. */
  const another = (): Once => createOnce({ store, prefix: "call-1", expiresAt });

  beforeEach(() => {
    store = memoryStore();
    count = 0;
  });

  it("is done at its first time, and found afterwards", async () => {
    expect(await another()("charge", work)).to.equal(1);
    expect(await another()("charge", work)).to.equal(1);
    expect(count).to.equal(1);
  });

  it("is another one under another name, and in another call", async () => {
    await another()("charge", work);
    await another()("mail", work);
    await createOnce({ store, prefix: "call-2", expiresAt })("charge", work);

    expect(count).to.equal(3);
  });

  it("is waited for by who asks twice at once", async () => {
    const once = another();

    expect(await Promise.all([once("charge", work), once("charge", work)])).to.deep.equal([1, 1]);
  });

  it("fails for who asks elsewhere while it runs, and does not happen there", async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const running = another()("charge", () => promise);

    const error = await errorOf(another()("charge", work));
    resolve(7);

    expect(error).to.be.instanceOf(UnfinishedWork);
    expect(error.message).to.equal(
      '"charge" has begun before and did not come to its end: it may have happened',
    );
    expect(count).to.equal(0);
    expect(await running).to.equal(7);
    expect(await another()("charge", work)).to.equal(7);
  });

  it("has not begun when the store could not say that it begins", async () => {
    store = { ...store, insert: async () => Promise.reject(new Error("away")) };

    await errorOf(another()("charge", work));

    expect(count).to.equal(0);
  });

  it("may have happened when the store could not keep what came of it: never a second time", async () => {
    const before = store;
    store = { ...store, replace: async () => Promise.reject(new Error("away")) };
    await errorOf(another()("charge", work));
    store = before;

    const error = await errorOf(another()("charge", work));

    expect(error).to.be.instanceOf(UnfinishedWork);
    expect(count).to.equal(1);
  });

  it("fails for all what has thrown, and is not tried again", async () => {
    const refuse = (): never => {
      count += 1;
      throw new TypeError("the card was refused");
    };

    const first = await errorOf(another()("charge", refuse));
    const later = await errorOf(another()("charge", refuse));

    for (const { name, message } of [first, later]) {
      expect({ name, message }).to.deep.equal({
        name: "TypeError",
        message: "the card was refused",
      });
    }
    expect(count).to.equal(1);
  });

  for (const [what, value, kept] of [
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["undefined", undefined, undefined],
    ["null", null, null],
    ["a small number", 1e-300, 1e-300],
    ["an object", { a: [1, { b: undefined }] }, { a: [1, {}] }],
  ] as const) {
    it(`gives what JSON keeps, the first time as later: ${what}`, async () => {
      expect(await another()<unknown>("look", () => value)).to.deep.equal(kept);
      expect(await another()<unknown>("look", () => "other")).to.deep.equal(kept);
    });
  }

  it("gives a value that nobody else changes", async () => {
    const once = another();
    const first = await once("look", () => ({ list: [1] }));
    first.list.push(2);

    expect(await once("look", () => ({ list: [0] }))).to.deep.equal({ list: [1] });
  });

  it("fails with more than a record takes", async () => {
    const error = await errorOf(another()("look", () => "x".repeat(350_000)));

    expect(error.message).to.equal("what is done once gives at most 350000 bytes of JSON");
  });

  for (const name of ["", "x".repeat(101)]) {
    it(`needs a name: ${name.length} characters`, async () => {
      expect((await errorOf(another()(name, work))).message).to.include("1 to 100 characters");
    });
  }
});
