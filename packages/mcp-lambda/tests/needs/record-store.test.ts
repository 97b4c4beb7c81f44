import { expect } from "chai";
import { dynamoStore } from "../../store/dynamo-store";
import { memoryStore } from "../../store/memory-store";
import type { Json, RecordStore } from "../../store/record-store";
import { createTable, losingAnswers, startDynamoDb } from "./support";
import { closedAfter } from "../../../../tests/support/closed-after";

const seconds = (): number => Math.floor(Date.now() / 1000);
const LATER = seconds() + 3_600;
const PAST = seconds() - 5;

const STORES: readonly (readonly [string, () => Promise<RecordStore>])[] = [
  ["in memory", async () => memoryStore()],
  [
    "as a table",
    async () => {
      await createTable("records", { key: ["key", "S"] });
      return dynamoStore("records");
    },
  ],
];

for (const [where, open] of STORES) {
  describe(`a record store ${where}`, () => {
    const keep = closedAfter();
    let store: RecordStore;
    before(async () => {
      keep(await startDynamoDb(), (stop) => stop());
      store = await open();
    });

    it("inserts a record once, and gives it back", async () => {
      const record = { key: "one", value: { a: [1, null, "x"], b: true }, expiresAt: LATER };

      expect(await store.get("one")).to.equal(undefined);
      expect(await store.insert(record)).to.equal(true);
      expect(await store.insert(record)).to.equal(false);
      expect(await store.get("one")).to.deep.equal({ ...record, version: 1 });
    });

    it("keeps whatever JSON has, as it is", async () => {
      let deep: Json = 1e300;
      for (let level = 0; level < 50; level += 1) deep = [deep, 5e-324, { level }];
      await store.insert({ key: "odd", value: deep, expiresAt: LATER });

      expect((await store.get("odd"))?.value).to.deep.equal(deep);
    });

    it("lets one of many insert", async () => {
      const record = { key: "race", value: 1, expiresAt: LATER };
      const inserted = await Promise.all(Array.from({ length: 20 }, () => store.insert(record)));

      expect(inserted.filter(Boolean)).to.have.length(1);
    });

    it("replaces the version that was read, and no later one", async () => {
      await store.insert({ key: "two", value: 1, expiresAt: LATER });
      const read = await store.get("two");
      if (read === undefined) throw new Error("nothing there");

      expect(await store.replace({ ...read, value: 2 })).to.equal(true);
      expect(await store.replace({ ...read, value: 3 })).to.equal(false);
      expect(await store.get("two")).to.include({ value: 2, version: 2 });
    });

    it("takes what has expired as not there", async () => {
      await store.insert({ key: "old", value: 1, expiresAt: PAST });

      expect(await store.get("old")).to.equal(undefined);
      expect(await store.replace({ key: "old", value: 2, expiresAt: LATER, version: 1 })).to.equal(
        false,
      );
      expect(await store.insert({ key: "old", value: 3, expiresAt: LATER })).to.equal(true);
    });

    it("counts up to a limit, and down again", async () => {
      const rule = { max: 2, expiresAt: LATER };
      const added = [await store.add("n", 1, rule), await store.add("n", 1, rule)];
      const beyond = await store.add("n", 1, rule);
      const back = await store.add("n", -1, rule);

      expect([...added, beyond, back]).to.deep.equal([true, true, false, true]);
      expect(await store.add("n", 1, rule)).to.equal(true);
      expect(await store.add("n", 5, { max: 4, expiresAt: LATER })).to.equal(false);
    });

    it("never counts beyond the limit, however many count at once", async () => {
      const rule = { max: 7, expiresAt: LATER };
      const added = await Promise.all(Array.from({ length: 30 }, () => store.add("m", 1, rule)));

      expect(added.filter(Boolean)).to.have.length(7);
    });

    it("begins a counter anew that has expired, and lets nobody count twice for it", async () => {
      await store.add("late", 3, { expiresAt: PAST });
      const rule = { max: 3, expiresAt: LATER };
      const added = await Promise.all(Array.from({ length: 6 }, () => store.add("late", 1, rule)));

      expect(added.filter(Boolean)).to.have.length(3);
    });

    it("removes a record, also where there is none", async () => {
      await store.insert({ key: "gone", value: 1, expiresAt: LATER });
      await store.remove("gone");
      await store.remove("gone");

      expect(await store.get("gone")).to.equal(undefined);
    });
  });
}

describe("a record store whose answers are lost", () => {
  const keep = closedAfter();
  before(async () => {
    keep(await startDynamoDb(), (stop) => stop());
    await createTable("lost", { key: ["key", "S"] });
  });

  it("knows what it has written itself, and what somebody else has", async () => {
    const store = dynamoStore("lost");
    const record = { key: "one", value: 1, expiresAt: LATER };
    const inserted = await losingAnswers("PutItem", () => store.insert(record));
    const replaced = await losingAnswers("PutItem", () =>
      store.replace({ ...record, value: 2, version: 1 }),
    );
    const again = await losingAnswers("PutItem", () => store.insert(record));

    expect([inserted, replaced, again]).to.deep.equal([true, true, false]);
    expect(await store.get("one")).to.include({ value: 2, version: 2 });
  });
});
