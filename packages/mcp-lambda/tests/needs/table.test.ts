import { expect } from "chai";
import * as z from "zod";
import { table } from "../../needs/table";
import { createTable, startDynamoDb } from "./support";
import { closedAfter } from "../../../../tests/support/closed-after";

const NOTE = z.object({
  owner: z.string(),
  id: z.string().min(1),
  text: z.string(),
  tags: z.array(z.string()).optional(),
  reads: z.number().optional(),
  expires: z.number().optional(),
});

const ALL = ["get", "put", "update", "delete", "query", "scan"] as const;
const notesNeed = table({ item: NOTE, key: "owner", sort: "id", expires: "expires", may: ALL });

const note = (id: string, more: object = {}): z.output<typeof NOTE> => ({
  owner: "alice",
  id,
  text: `text of ${id}`,
  ...more,
});

describe("a table", () => {
  const keep = closedAfter();
  let count = 0;
  let notes: ReturnType<typeof notesNeed.connect>;
  before(async () => {
    keep(await startDynamoDb(), (stop) => stop());
  });
  beforeEach(async () => {
    count += 1;
    await createTable(`notes-${count}`, { key: ["owner", "S"], sort: ["id", "S"] });
    notes = notesNeed.connect(`notes-${count}`);
  });

  it("declares keys with their types, when items expire, and what is done with it", () => {
    expect(notesNeed.declared).to.deep.equal({
      kind: "table",
      key: { name: "owner", type: "S" },
      sort: { name: "id", type: "S" },
      expires: "expires",
      may: [...ALL],
    });
  });

  it("refuses a key that DynamoDB cannot have, and says what to write", () => {
    const wrong = () => table({ item: NOTE, key: "tags" as "id", may: ["get"] });

    expect(wrong).to.throw('table: the key "tags" is optional: a key is a z.string() or');
  });

  it("gives back what was put, and nothing where there is none", async () => {
    await notes.put(note("1", { tags: ["a", "b"], reads: 3 }));

    expect(await notes.get({ owner: "alice", id: "1" })).to.deep.equal(
      note("1", { tags: ["a", "b"], reads: 3 }),
    );
    expect(await notes.get({ owner: "alice", id: "2" })).to.equal(undefined);
  });

  it("puts a new item only where it is asked to, and not over one that is there", async () => {
    expect(await notes.put(note("1"), { ifNew: true })).to.equal(true);
    expect(await notes.put(note("1", { text: "other" }), { ifNew: true })).to.equal(false);
    expect(await notes.get({ owner: "alice", id: "1" })).to.have.property("text", "text of 1");
    expect(await notes.put(note("1", { text: "other" }))).to.equal(true);
  });

  it("refuses an item that is not as the schema says, before it is sent", async () => {
    const wrong = { owner: "alice", id: "", text: 7 } as unknown as z.output<typeof NOTE>;
    const error = await notes.put(wrong).catch((reason: unknown) => reason as Error);

    expect(error)
      .to.have.property("message")
      .that.matches(/^not an item of the table: /);
    expect(String(error)).to.include("id").and.include("text");
    expect(await notes.scan()).to.deep.equal([]);
  });

  it("changes members of an item, adds to numbers, and only where it is as expected", async () => {
    await notes.put(note("1"));
    const key = { owner: "alice", id: "1" };

    expect(await notes.update(key, { set: { text: "new" }, add: { reads: 2 } })).to.deep.equal(
      note("1", { text: "new", reads: 2 }),
    );
    expect(await notes.update(key, { add: { reads: 1 }, only: { text: "old" } })).to.equal(
      undefined,
    );
    expect(await notes.update({ owner: "bob", id: "1" }, { set: { text: "x" } })).to.equal(
      undefined,
    );
    const nothing = await notes.update(key, {}).catch((reason: unknown) => String(reason));
    expect(nothing).to.include("nothing to set or to add");
  });

  it("changes no member that is not named, whatever default the schema has for it", async () => {
    const item = z.object({
      id: z.string(),
      stock: z.number().default(0),
      tags: z.array(z.string()).default([]),
    });
    await createTable(`stock-${count}`, { key: ["id", "S"] });
    const stock = table({ item, key: "id", may: ALL }).connect(`stock-${count}`);
    await stock.put({ id: "1", stock: 5, tags: ["a"] });

    await stock.update({ id: "1" }, { add: { stock: -1 } });
    await stock.update({ id: "1" }, { set: { tags: ["b"] } });

    expect(await stock.get({ id: "1" })).to.deep.equal({ id: "1", stock: 4, tags: ["b"] });
    const nothing = await stock.update({ id: "1" }, {}).catch(String);
    expect(nothing).to.include("nothing to set or to add");
  });

  it("changes an item whose schema asks something of the whole", async () => {
    const range = z.object({ id: z.string(), from: z.number(), to: z.number() });
    const item = range.refine(({ from, to }) => from <= to);
    await createTable(`ranges-${count}`, { key: ["id", "S"] });
    const ranges = table({ item, key: "id", may: ALL }).connect(`ranges-${count}`);
    await ranges.put({ id: "1", from: 1, to: 2 });

    await ranges.update({ id: "1" }, { set: { to: 3 } });

    expect(await ranges.get({ id: "1" })).to.deep.equal({ id: "1", from: 1, to: 3 });
  });

  it("sets no member that a strict schema does not name", async () => {
    await createTable(`strict-${count}`, { key: ["id", "S"] });
    const item = z.strictObject({ id: z.string(), text: z.string() });
    const strict = table({ item, key: "id", may: ALL }).connect(`strict-${count}`);
    await strict.put({ id: "1", text: "old" });
    const set: object = { text: "new", color: "red" };

    const error = await strict.update({ id: "1" }, { set }).catch(String);

    expect(error).to.include("not members of an item of the table").and.include("color");
    expect(await strict.get({ id: "1" })).to.deep.equal({ id: "1", text: "old" });
  });

  it("keeps what a loose schema does not name, as a strict one refuses it", async () => {
    await createTable(`loose-${count}`, { key: ["id", "S"], sort: ["at", "N"] });
    const item = z.looseObject({ id: z.string(), at: z.number(), expires: z.number().optional() });
    const keys = { key: "id", sort: "at", expires: "expires" } as const;
    const loose = table({ item, ...keys, may: ALL }).connect(`loose-${count}`);
    await loose.put({ id: "1", at: 1, color: "red", count: 1 });

    await loose.update({ id: "1", at: 1 }, { set: { color: "blue" }, add: { count: 2 } });

    const [kept] = await loose.query({ id: "1" }, { where: { from: 1 } });
    expect(kept).to.deep.equal({ id: "1", at: 1, color: "blue", count: 3 });
  });

  it("refuses a change that the schema does not take, and leaves the item as it was", async () => {
    await notes.put(note("1"));
    const wrong = { text: 7 } as unknown as { text: string };
    const key = { owner: "alice", id: "1" };

    const error = await notes
      .update(key, { set: wrong })
      .catch((reason: unknown) => String(reason));

    expect(error).to.include("not members of an item of the table").and.include("text");
    expect(await notes.get(key)).to.deep.equal(note("1"));
  });

  it("changes nothing that has expired, and compares with nothing that is undefined", async () => {
    const past = Math.floor(Date.now() / 1000) - 10;
    await notes.put(note("1", { expires: past }));
    const key = { owner: "alice", id: "1" };

    const revived = await notes.update(key, { set: { expires: past + 3_600 } });
    const only = { text: undefined } as unknown as { text: string };
    const error = await notes.update(key, { set: { text: "x" }, only }).catch(String);

    expect(revived).to.equal(undefined);
    expect(await notes.query({ owner: "alice" })).to.deep.equal([]);
    expect(error).to.include("only.text is undefined");
  });

  it("lists a partition in the order of its sort key, by ranges and backwards", async () => {
    for (const id of ["a1", "a2", "b1", "b2"]) await notes.put(note(id));
    await notes.put({ ...note("a3"), owner: "bob" });
    const ids = async (options: object): Promise<readonly string[]> =>
      (await notes.query({ owner: "alice" }, options)).map(({ id }) => id);

    expect(await ids({})).to.deep.equal(["a1", "a2", "b1", "b2"]);
    expect(await ids({ newestFirst: true, limit: 2 })).to.deep.equal(["b2", "b1"]);
    expect(await ids({ where: { beginsWith: "a" } })).to.deep.equal(["a1", "a2"]);
    expect(await ids({ where: { from: "a2", to: "b1" } })).to.deep.equal(["a2", "b1"]);
    expect(await ids({ where: { from: "b" } })).to.deep.equal(["b1", "b2"]);
    expect(await ids({ where: { to: "a1" } })).to.deep.equal(["a1"]);
    expect(await ids({ where: { equals: "b2" } })).to.deep.equal(["b2"]);
  });

  it("reads page by page up to the limit", async () => {
    const long = "x".repeat(100_000);
    for (let index = 0; index < 25; index += 1) {
      await notes.put(note(String(index).padStart(2, "0"), { text: long }));
    }

    expect(await notes.query({ owner: "alice" })).to.have.length(25);
    expect(await notes.scan({ limit: 12 })).to.have.length(12);
  });

  it("does not give what has expired, and takes its place for free", async () => {
    const past = Math.floor(Date.now() / 1000) - 10;
    await notes.put(note("1", { expires: past }));
    await notes.put(note("2", { expires: past + 3_600 }));

    expect(await notes.get({ owner: "alice", id: "1" })).to.equal(undefined);
    expect(await notes.query({ owner: "alice" })).to.have.length(1);
    expect(await notes.put(note("1"), { ifNew: true })).to.equal(true);
  });

  it("deletes, also what is not there", async () => {
    await notes.put(note("1"));
    await notes.delete({ owner: "alice", id: "1" });
    await notes.delete({ owner: "alice", id: "1" });

    expect(await notes.scan()).to.deep.equal([]);
  });

  it("has the methods that it may use, and no others", () => {
    const some = table({ item: NOTE, key: "owner", may: ["get", "query"] }).connect("notes-1");

    expect(Object.keys(some)).to.deep.equal(["get", "query"]);
  });

  it("says what DynamoDB refuses", async () => {
    const none = notesNeed.connect("no-such-table");
    const error = await none
      .get({ owner: "a", id: "b" })
      .catch((reason: unknown) => String(reason));

    expect(error).to.include("ResourceNotFoundException");
  });
});
