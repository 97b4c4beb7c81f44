import { expect } from "chai";
import { createOutputCheck } from "../testing/output-check";
import { readStrictly } from "../testing/strict-reader";

describe("the strict reader of tests", () => {
  const REFUSED: Readonly<Record<string, string>> = {
    "half of a surrogate pair, escaped": '{"a":"\\ud83d"}',
    "half of a surrogate pair in a key": '{"\\udc4d":1}',
    "half of a surrogate pair, as it is": '{"a":"\ud83d"}',
    "half of a surrogate pair in an event": 'event: message\ndata: {"a":["\\ud83d"]}\n\n',
    "text that is no JSON": "oops",
    "more than Lambda can send": JSON.stringify("x".repeat(6_291_456)),
  };
  for (const [what, body] of Object.entries(REFUSED)) {
    it(`refuses ${what}`, () => {
      expect(() => readStrictly(body)).to.throw();
    });
  }

  it("reads each event of a stream", () => {
    const stream = 'event: message\ndata: {"a":1}\n\nevent: message\ndata: {"b":"👍"}\n\n';

    expect(readStrictly(stream)).to.deep.equal([{ a: 1 }, { b: "👍" }]);
  });

  it("reads an empty body as nothing", () => {
    expect(readStrictly("")).to.equal(undefined);
  });
});

describe("the output check of tests", () => {
  const outputSchema = {
    type: "object",
    properties: { a: { type: "number" } },
    additionalProperties: false,
  };
  const pages = [
    { tools: [{ name: "other" }], nextCursor: "2" },
    { tools: [{ name: "gives", outputSchema }] },
  ];
  const check = createOutputCheck((request) => {
    const isSecond = JSON.stringify(request).includes('"cursor"');
    return Promise.resolve({ result: pages[isSecond ? 1 : 0] });
  });
  const sent = { id: 1, method: "tools/call", params: { name: "gives" } };
  const failureOf = (structuredContent: object): Promise<unknown> =>
    check(sent, { id: 1, result: { structuredContent } }).catch((error: unknown) => error);

  it("takes what the listed outputSchema takes", async () => {
    expect(await failureOf({ a: 1 })).to.equal(undefined);
  });

  it("refuses what the listed outputSchema refuses", async () => {
    expect(String(await failureOf({ a: 1, b: 2 }))).to.include("gives: structuredContent is not");
  });

  it("refuses a failed call's too, which clients check alike", async () => {
    const answered = [{ id: 1, result: { isError: true, structuredContent: { a: "x" } } }];

    const failure = await check([sent], answered).catch((error: unknown) => error);

    expect(String(failure)).to.include("gives: structuredContent is not");
  });
});
