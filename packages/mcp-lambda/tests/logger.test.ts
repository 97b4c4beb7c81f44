import { expect } from "chai";
import { describeError } from "../telemetry/describe-error";
import { createLoggers } from "../telemetry/logger";
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
    expect(JSON.parse(round)).to.include({ message: "round" });
    expect(round.match(/"self"/g)).to.have.length(5);
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

  const logged = async (
    message: unknown,
    fields?: Readonly<Record<string, unknown>>,
  ): Promise<{ readonly output: string; readonly line: Readonly<Record<string, unknown>> }> => {
    const { output } = await capturing(() => {
      createLoggers("info")({ requestId: "r-1" }).info(message as string, fields);
    });
    return { output, line: JSON.parse(output) as Record<string, unknown> };
  };

  it("lets no field of a line make metrics, or be found as the server's own", async () => {
    const aws = { Timestamp: 1, CloudWatchMetrics: [] };

    const { line } = await logged("own", {
      _aws: aws,
      ToolDuration: 1,
      Requests: 1,
      type: "platform.report",
      toJSON: () => ({ _aws: aws }),
    });

    const { timestamp: _, ...rest } = line;
    expect(rest).to.deep.equal({
      level: "INFO",
      message: "own",
      requestId: "r-1",
      _aws_: aws,
      ToolDuration_: 1,
      Requests_: 1,
      type_: "platform.report",
    });
  });

  it("leaves a field called type as it is where it is none of Lambda's", async () => {
    for (const type of ["order", 5]) {
      expect((await logged("own", { type, n: 1 })).line).to.include({ type, n: 1 });
    }
  });

  it("hides secrets in messages and fields", async () => {
    const { line } = await logged("with password=hunter2", {
      apiKey: "hunter2",
      url: "https://me:hunter2@a.test",
      author: "Ada",
    });

    expect(line).to.include({
      message: "with password=[redacted]",
      apiKey: "[redacted]",
      url: "https://me:[redacted]@a.test",
      author: "Ada",
    });
  });

  it("describes an error among the fields", async () => {
    const { line } = await logged("failed", { error: new TypeError("wrong") });

    expect(line).to.have.nested.property("error.message", "wrong");
  });

  it("describes an error that takes the place of the fields, and one that is deep in them", async () => {
    const error = new TypeError("why");

    const alone = await logged("failed", error as unknown as Record<string, unknown>);
    const deep = await logged("failed", { a: [{ b: error }] });

    expect(alone.line).to.have.nested.property("error.message", "why");
    expect(deep.line).to.have.nested.property("a[0].b.message", "why");
    expect(deep.line).to.have.nested.property("a[0].b.stack").that.includes("logger.test.ts");
  });

  it("keeps a line with many errors within its bounds, and a list of them", async () => {
    const errors = Array.from({ length: 200 }, () => new Error("x".repeat(1_000)));

    const { line } = await logged("failed", { errors });

    expect(line["errors"]).to.have.length(200);
    expect(line).to.have.nested.property("errors[0].message", "x".repeat(1_000));
  });

  it("shows the size of what has bytes or members, and the first members", async () => {
    const map = new Map<string, unknown>([
      ["a", 1],
      ["password", "hunter2"],
      ["pin", 1234],
    ]);

    const { line } = await logged("own", {
      bytes: new Uint8Array(3),
      buffer: Buffer.alloc(4),
      view: new DataView(new ArrayBuffer(5)),
      raw: new ArrayBuffer(6),
      map,
      set: new Set(["x"]),
    });

    expect(line).to.deep.include({
      bytes: "Uint8Array(3)",
      buffer: "Uint8Array(4)",
      view: "DataView(5)",
      raw: "ArrayBuffer(6)",
      map: {
        "Map(3)": [
          ["a", 1],
          ["password", "[redacted]"],
          ["pin", "[redacted]"],
        ],
      },
      set: { "Set(1)": ["x"] },
    });
  });

  const broken = {
    get a(): string {
      throw new Error("no");
    },
    b: 1,
  };
  const throwing = new Proxy(
    {},
    {
      get: () => {
        throw new Error("no");
      },
      ownKeys: () => {
        throw new Error("no");
      },
      getPrototypeOf: () => {
        throw new Error("no");
      },
    },
  );
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  const odd: readonly (readonly [string, unknown, object])[] = [
    ["null", null, {}],
    ["a text", "text", { fields: "text" }],
    ["a list", [1], { fields: [1] }],
    ["bytes", new Uint8Array(2), { fields: "Uint8Array(2)" }],
    ["a getter that throws", broken, { a: "[unreadable]", b: 1 }],
    ["a getter that throws, in a field", { broken }, { broken: { a: "[unreadable]", b: 1 } }],
    ["a proxy that throws", throwing, { fields: "[unreadable]" }],
    ["a proxy that throws, in a field", { throwing, b: 1 }, { throwing: "[unreadable]", b: 1 }],
    ["a proxy that is revoked", proxy, { fields: "[unreadable]" }],
    ["a proxy that is revoked, in a field", { proxy, b: 1 }, { proxy: "[unreadable]", b: 1 }],
    ["no finite number", { n: NaN, i: Infinity }, { n: "NaN", i: "Infinity" }],
  ];
  for (const [what, fields, expected] of odd) {
    it(`writes the line with what can be read of ${what}`, async () => {
      const { line } = await logged("own", fields as Record<string, unknown>);

      const { timestamp: _, ...rest } = line;
      expect(rest).to.deep.equal({
        level: "INFO",
        message: "own",
        requestId: "r-1",
        ...expected,
      });
    });
  }

  it("takes a message that cannot be read", async () => {
    expect((await logged(proxy)).line["message"]).to.equal("[unreadable]");
    expect((await logged(throwing)).line["message"]).to.equal("[unreadable]");
  });

  it("reads no more of millions of members than it writes", async () => {
    const bytes = new Uint8Array(6_000_000);
    const list = Array(6_000_000).fill(1);
    const cpu = process.cpuUsage();

    const { line } = await logged("own", { bytes, list, set: { bytes, list } });
    await logged(bytes, bytes as unknown as Record<string, unknown>);
    const { line: ofList } = await logged(list, list as unknown as Record<string, unknown>);

    // Enumerated they take more than a second.
    expect(process.cpuUsage(cpu).user / 1000).to.be.below(100);
    expect(line["bytes"]).to.equal("Uint8Array(6000000)");
    expect(line["list"]).to.have.length(201);
    expect(ofList["message"]).to.equal("Array(6000000)");
  });

  it("writes one line whatever a text holds, and says the same in it", async () => {
    const text = "a\nb\rc\u2028d\u2029e\u0085f\u009bg\u007fh\u001bi";

    const { output, line } = await logged(text, { text });

    expect(output).to.match(/^[^\n]*\n$/);
    expect(output.slice(0, -1)).to.not.match(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    expect(line).to.include({ message: text, text });
  });

  it("writes well-formed lines", async () => {
    const { output, line } = await logged("half \ud83d", { text: "\udc00", "\ud83d": 1 });

    expect(output).to.not.match(/\\ud[89a-f]/i);
    expect(line).to.include({ message: "half \ufffd", text: "\ufffd", "\ufffd": 1 });
  });

  it("writes no line that Lambda would cut", async () => {
    for (const character of ["x", "\u0000", "€", "😀", '"']) {
      const many = Object.fromEntries(
        Array.from({ length: 300 }, (_, n) => [`k${n}`, character.repeat(20_000)]),
      );

      const { output, line } = await logged(character.repeat(300_000), many);

      expect(Buffer.byteLength(output)).to.be.below(64_000);
      expect(line).to.include({ level: "INFO", requestId: "r-1" });
      expect(line["fields"]).to.be.a("string");
    }
  });

  it("takes a message that is no text", async () => {
    expect((await logged(Object.create(null))).line["message"]).to.equal("[object Object]");
    expect((await logged(undefined)).line["message"]).to.equal("undefined");
  });
});

describe("describeError", () => {
  it("keeps name, message and stack of an error", () => {
    const described = describeError(new TypeError("wrong"));

    expect(described).to.have.all.keys("name", "message", "stack");
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

  it("hides secrets in message, stack, cause and the errors of an AggregateError", () => {
    const secret = "postgres://me:hunter2@db failed, token=hunter2";
    const cause = new Error(secret);
    const error = new AggregateError([new Error(secret), secret], secret, { cause });

    const json = JSON.stringify(describeError(error));

    expect(json.match(/\[redacted\]/g)).to.have.length(14);
    expect(json).to.not.include("hunter2");
    expect(JSON.stringify(describeError({ password: "hunter2" }))).to.not.include("hunter2");
  });

  it("keeps the frames of a stack, however long the message is", () => {
    const { message, stack } = describeError(new Error("long ".repeat(100_000)));

    expect(message).to.match(/^long .*… \(500000\)$/);
    expect(stack).to.include("logger.test.ts");
  });

  const outsized: Readonly<Record<string, () => unknown>> = {
    text: () => "x".repeat(600_000),
    message: () => new Error("x".repeat(600_000)),
    "message of controls": () => new Error("\u0000".repeat(600_000)),
    stack: () => Object.assign(new Error("a"), { stack: "€".repeat(600_000) }),
    name: () => Object.assign(new Error("a"), { name: "n".repeat(600_000) }),
    object: () => ({ text: "x".repeat(600_000), many: Array(600_000).fill("y") }),
    causes: () => {
      const errorOf = (depth: number): Error =>
        new AggregateError(
          depth === 0 ? [] : Array.from({ length: 5 }, () => errorOf(depth - 1)),
          "m".repeat(5_000),
          { cause: new Error("c".repeat(5_000)) },
        );
      return errorOf(4);
    },
  };
  for (const [what, make] of Object.entries(outsized)) {
    it(`has 10 kB of an error at most: ${what}`, () => {
      const json = JSON.stringify(describeError(make()));

      expect(Buffer.byteLength(json)).to.be.at.most(10_000);
    });
  }

  it("describes an error whose properties throw or are no texts", () => {
    const broken = Object.defineProperty(new Error("a"), "message", {
      get: () => {
        throw new Error("no");
      },
    });

    expect(describeError(broken)["message"]).to.be.a("string");
    expect(describeError(Object.assign(new Error(), { message: 5, name: null }))).to.include({
      name: "null",
      message: "5",
    });
  });
});
