/** Saves that belong together are evaluated once. */
import { expect } from "chai";
import { SaveQueue } from "../watch/save-queue";

describe("the queue of saves", () => {
  let batches: (readonly string[])[] = [];
  let held = 0;
  let finish: () => void = () => undefined;
  let queue: SaveQueue;

  beforeEach(() => {
    batches = [];
    held = 0;
    queue = new SaveQueue(
      () => {
        held += 1;
        return () => (held -= 1);
      },
      async (files) => {
        batches.push(files);
        await new Promise<void>((resolve) => (finish = resolve));
      },
    );
  });
  afterEach(() => {
    queue.close();
  });

  const until = async (condition: () => boolean): Promise<void> => {
    while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  it("evaluates two saves shortly after each other once, and holds requests from the first on", async () => {
    queue.add("a");
    const heldAtOnce = held;
    await new Promise((resolve) => setTimeout(resolve, 20));
    queue.add("b");
    await until(() => batches.length > 0);
    finish();
    await until(() => held === 0);

    expect(heldAtOnce).to.equal(1);
    expect(batches).to.deep.equal([["a", "b"]]);
  });

  it("evaluates once whatever is saved during an evaluation, after it", async () => {
    queue.add("a");
    await until(() => batches.length === 1);
    queue.add("b");
    await new Promise((resolve) => setTimeout(resolve, 250));
    queue.add("c");
    await new Promise((resolve) => setTimeout(resolve, 250));
    const during = batches.length;
    finish();
    await until(() => batches.length === 2);
    finish();
    await until(() => held === 0);

    expect(during).to.equal(1);
    expect(batches).to.deep.equal([["a"], ["b", "c"]]);
  });

  it("lets requests go on when it is closed", async () => {
    queue.add("a");
    queue.close();
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect([held, batches]).to.deep.equal([0, []]);
  });
});
