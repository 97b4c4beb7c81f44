import { expect } from "chai";
import { createLoggers, describeError } from "../../handlers/logger";
import { capturing } from "../support/output";

describe("the logger", () => {
  it("writes one JSON object a line, with level, time, bound fields and own fields", async () => {
    const log = createLoggers("info")({ requestId: "r-1" });
    const { output } = await capturing(() => {
      log.warn("odd", { tool: "add" });
    });
    expect(output.endsWith("\n")).to.equal(true);
    const { timestamp, ...line } = JSON.parse(output) as Record<string, unknown>;
    expect(line).to.deep.equal({ level: "WARN", message: "odd", requestId: "r-1", tool: "add" });
    expect(new Date(timestamp as string).toISOString()).to.equal(timestamp);
  });

  it("does not let a line override what every line carries", async () => {
    const log = createLoggers("info")({ requestId: "r-1" });
    const { output } = await capturing(() => {
      log.info("told", { requestId: "r-2", level: "FATAL", timestamp: "never", message: "other" });
    });
    expect(JSON.parse(output)).to.include({ requestId: "r-1", level: "INFO", message: "told" });
  });

  it("writes a line whatever its fields are", async () => {
    const log = createLoggers("info")({});
    const circular: Record<string, unknown> = {};
    circular["self"] = circular;
    const { output } = await capturing(() => {
      log.info("big", { count: 10n });
      log.info("round", { circular });
    });
    const [big = "", round = ""] = output.trim().split("\n");
    expect(JSON.parse(big)).to.include({ message: "big", count: "10" });
    expect(JSON.parse(round)).to.include({ message: "round", circular: "[object Object]" });
  });

  const written: readonly (readonly [string | undefined, number])[] = [
    ["debug", 4],
    ["info", 3],
    ["warn", 2],
    ["error", 1],
    [undefined, 3],
    ["nonsense", 3],
  ];
  for (const [level, lines] of written) {
    it(`writes ${lines} of the four levels at level ${level ?? "undefined"}`, async () => {
      const log = createLoggers(level)({});
      const { output } = await capturing(() => {
        for (const each of [log.debug, log.info, log.warn, log.error]) each("line");
      });
      expect(output.split("\n").length - 1).to.equal(lines);
    });
  }
});

describe("describeError", () => {
  it("keeps name, message and stack of an error", () => {
    const described = describeError(new TypeError("wrong"));
    expect(described).to.include({ name: "TypeError", message: "wrong" });
    expect(described["stack"]).to.be.a("string").that.includes("logger.test.ts");
  });

  it("keeps what caused an error", () => {
    const cause = new Error("ECONNREFUSED");
    expect(describeError(new TypeError("fetch failed", { cause }))).to.have.nested.property(
      "cause.message",
      "ECONNREFUSED",
    );
  });

  it("ends where causes go round, and writes out what has no text", () => {
    const error = new Error("a");
    error.cause = error;
    let told: unknown = describeError(error);
    let depth = 0;
    for (; told !== undefined && depth < 100; depth += 1) {
      told = (told as { cause?: unknown }).cause;
    }
    expect(depth).to.equal(6);
    expect(describeError(Object.create(null))).to.deep.equal({ message: "[object Object]" });
  });

  it("writes out what is no error", () => {
    expect(describeError("text")).to.deep.equal({ message: "text" });
    expect(describeError(undefined)).to.deep.equal({ message: "undefined" });
  });
});
