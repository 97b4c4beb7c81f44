import { expect } from "chai";
import { stdout } from "../telemetry/stdout";
import { divertWrites } from "../testing/output";

/** What standard output's stream is given; `waiting` are bytes that it has not written yet. */
function replacedStream(): {
  given: () => string;
  waiting: (bytes: number) => void;
  restore: () => void;
} {
  const original = process.stdout;
  const chunks: string[] = [];
  let waiting = 0;
  const stream = {
    get writableLength() {
      return waiting;
    },
    write: (chunk: string | Uint8Array) => chunks.push(Buffer.from(chunk as string).toString()) > 0,
  };
  Object.defineProperty(process, "stdout", { configurable: true, value: stream });
  return {
    given: () => chunks.join(""),
    waiting: (bytes) => (waiting = bytes),
    restore: () =>
      Object.defineProperty(process, "stdout", { configurable: true, value: original }),
  };
}

describe("stdout", () => {
  /** Takes so many bytes of each write; undefined: none, with an error. */
  let takes: number | undefined;
  let direct: string;
  let stream: ReturnType<typeof replacedStream>;
  let restore: () => void;

  beforeEach(() => {
    takes = Infinity;
    direct = "";
    stream = replacedStream();
    restore = divertWrites((text) => {
      if (takes === undefined) throw new Error("EAGAIN");
      const taken = Buffer.from(text).subarray(0, takes);
      direct += taken.toString();
      return taken.length;
    });
  });
  afterEach(() => {
    restore();
    stream.restore();
  });

  it("writes directly, and leaves the stream alone", () => {
    stdout.write("wörd\n");

    expect([direct, stream.given()]).to.deep.equal(["wörd\n", ""]);
  });

  it("leaves to the stream what a full pipe does not take, to the byte", () => {
    // All characters but one: "ö" has two bytes.
    takes = 5;
    stdout.write("wörd\n");

    expect([direct, stream.given()]).to.deep.equal(["wörd", "\n"]);
  });

  it("leaves everything to the stream when the pipe takes nothing", () => {
    takes = undefined;
    stdout.write("a\n");

    expect([direct, stream.given()]).to.deep.equal(["", "a\n"]);
  });

  it("lets no line overtake those that the stream has not written", () => {
    takes = undefined;
    stdout.write("a\n");
    takes = Infinity;
    stream.waiting(2);
    stdout.write("b\n");
    stream.waiting(0);
    stdout.write("c\n");

    expect([stream.given(), direct]).to.deep.equal(["a\nb\n", "c\n"]);
  });

  it("writes at once what belongs together, also when making it fails", () => {
    expect(() => {
      stdout.batch(() => {
        stdout.write("a\n");
        throw new Error("no more");
      });
    }).to.throw("no more");

    stdout.write("b\n");
    expect(direct).to.equal("a\nb\n");
  });
});
