import { expect } from "chai";
import { parseTags, whyNoTags } from "../../infra/tags";

function many(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, "x"]));
}

describe("parseTags", () => {
  it("takes an object of texts, numbers and truths", () => {
    expect(parseTags('{"team":"orders","cost center":4711,"public":true}')).to.deep.equal({
      team: "orders",
      "cost center": "4711",
      public: "true",
    });
  });

  for (const text of [
    "team=orders",
    "[]",
    "null",
    '"team"',
    '{"a":{"b":"c"}}',
    '{"a":null}',
    '{"a":"b","c":null}',
  ]) {
    it(`does not take ${text}`, () => {
      expect(parseTags(text)).to.equal(undefined);
    });
  }
});

describe("whyNoTags", () => {
  for (const tags of [
    {},
    { "Cost center": "A/B:c_1.2+3=4-5@6" },
    { größe: "café" },
    { empty: "" },
    { ["k".repeat(128)]: "v".repeat(256) },
    many(50),
  ]) {
    it(`finds nothing wrong with ${JSON.stringify(tags).slice(0, 60)}`, () => {
      expect(whyNoTags(tags)).to.deep.equal([]);
    });
  }

  for (const [tags, reasons] of [
    [{ "AWS:team": "x" }, ['"AWS:team" begins with aws:, which AWS keeps for itself']],
    [{ "": "x" }, ['"" is not a key']],
    [{ Team: "x", team: "y" }, ['"team" differs from "Team" in case alone']],
    [{ a: "v".repeat(257) }, ['"a" has a value of more than 256 characters']],
    [{ "a{b}": "x" }, ['"a{b}" has other characters than letters, digits, spaces and _.:/=+-@']],
    [
      { a: "x\ny" },
      ['"a" has a value with other characters than letters, digits, spaces and _.:/=+-@'],
    ],
    [many(51), ["51 are more than 50"]],
  ] as const) {
    it(`says what is wrong: ${reasons.join(", ")}`, () => {
      expect(whyNoTags(tags)).to.deep.equal(reasons);
    });
  }

  it("says that a key is too long", () => {
    expect(whyNoTags({ ["k".repeat(129)]: "" })[0]).to.match(/"k+" is longer than 128 characters$/);
  });
});
