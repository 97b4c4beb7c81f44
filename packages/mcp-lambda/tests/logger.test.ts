import { expect } from "chai";
import { createLoggers, describeError, logUnhandledRejections } from "../telemetry/logger";
import { capturing } from "../testing/output";

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
      log.info("own", { requestId: "r-2", level: "FATAL", timestamp: "never", message: "other" });
    });

    expect(JSON.parse(output)).to.include({ requestId: "r-1", level: "INFO", message: "own" });
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
    let described: unknown = describeError(error);
    let depth = 0;

    for (; described !== undefined && depth < 100; depth += 1) {
      described = (described as { cause?: unknown }).cause;
    }
    expect(depth).to.equal(6);
    expect(describeError(Object.create(null))).to.deep.equal({
      message: "[Object: null prototype] {}",
    });
  });

  it("shows a thrown object's properties, and the errors of an AggregateError", () => {
    const refused = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });

    const thrown = describeError({ code: "E42" });
    const many = describeError(new AggregateError([refused], ""));

    expect(thrown).to.deep.equal({ message: "{ code: 'E42' }" });
    expect(many["errors"]).to.have.nested.property("[0].message", "refused");
  });

  it("writes out what is not an error", () => {
    expect(describeError("text")).to.deep.equal({ message: "text" });
    expect(describeError(undefined)).to.deep.equal({ message: "undefined" });
  });
});

describe("logUnhandledRejections", () => {
  const listeners = process.listeners("unhandledRejection");
  afterEach(() => {
    process.removeAllListeners("unhandledRejection");
    for (const listener of listeners) process.on("unhandledRejection", listener);
  });

  it("replaces what would end the process by a line of the log", async () => {
    logUnhandledRejections(createLoggers("info")({}));

    const { output } = await capturing(async () => {
      void Promise.reject(new Error("left behind"));
      await new Promise((resolve) => setImmediate(resolve));
    });

    expect(process.listeners("unhandledRejection")).to.have.length(1);
    const line = JSON.parse(output) as Record<string, unknown>;
    expect(line).to.include({ message: "a promise that nobody waited for was rejected" });
    expect(line).to.have.nested.property("error.message", "left behind");
  });
});
