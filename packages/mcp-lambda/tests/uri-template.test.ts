/** URI templates: what a template takes, what it refuses, and that expansion and match are inverse. */
import { expect } from "chai";
import * as fc from "fast-check";
import { parseUriTemplate } from "../features/uri-template";
import type { Value, Variables } from "../features/uri-matcher";

const match = (template: string, uri: string): Variables | undefined =>
  parseUriTemplate(template).match(uri);

describe("a URI template", () => {
  const matches: readonly (readonly [template: string, uri: string, variables: Variables])[] = [
    ["orders://{id}", "orders://a%20b", { id: "a b" }],
    ["orders://{id}", "orders://a b", { id: "a b" }],
    ["orders://{id}", "orders://a%2Fb%252F", { id: "a/b%2F" }],
    ["orders://{id}", "orders://%ED%95%9C", { id: "한" }],
    ["orders://{id}", "orders://한", { id: "한" }],
    ["orders://{id}", "orders://Paris,France", { id: "Paris,France" }],
    ["orders://{id}", "%6frders://1", { id: "1" }],
    ["x://caf%c3%a9/{id}", "x://caf%C3%A9/1", { id: "1" }],
    ["x://caf\u00e9/{id}", "x://caf%c3%a9/1", { id: "1" }],
    ["x://{a,b}", "x://1,2", { a: "1", b: "2" }],
    ["x://{a}-{b}", "x://1-2-3", { a: "1", b: "2-3" }],
    ["x://{a}41{b}", "x://%4141y", { a: "A", b: "y" }],
    ["x://{list*}", "x://a,b%2C,c", { list: ["a", "b,", "c"] }],
    ["x://{a,list*}", "x://a,b,c", { a: "a", list: ["b", "c"] }],
    ["x://{+path}", "x://a%2Fb/c?d#e", { path: "a/b/c?d#e" }],
    ["x://{+path}/{file}", "x://a/b/c", { path: "a/b", file: "c" }],
    ["x://{+path}-{file}", "x://x-y/z-w", { path: "x-y/z", file: "w" }],
    ["x://{+path}{?q}", "x://a/b?q=1", { path: "a/b", q: "1" }],
    ["x://{name}{.type}", "x://a.b.c", { name: "a.b", type: "c" }],
    ["x://{name}{.type}", "x://a", { name: "a" }],
    ["x://a{.b,c}", "x://a.1.2", { b: "1", c: "2" }],
    ["x://a{.list*}", "x://a.1.2", { list: ["1", "2"] }],
    ["x://a{/b,c}", "x://a/1/2", { b: "1", c: "2" }],
    ["x://a{/b,c}", "x://a/1", { b: "1" }],
    ["x://a{/b}", "x://a", {}],
    ["x://a{/b}", "x://a/", { b: "" }],
    ["x://a{/list*}/z", "x://a/1/2%2F3/z", { list: ["1", "2/3"] }],
    ["x://a{;b,c}", "x://a;c=2;b=1", { b: "1", c: "2" }],
    ["x://a{;b}/{c}", "x://a;b/1", { b: "", c: "1" }],
    ["x://a{;list*}", "x://a;list=1;list=2", { list: ["1", "2"] }],
    ["x://a{?b,c}", "x://a?c=2&b=1%26", { b: "1&", c: "2" }],
    ["x://a{?b}", "x://a", {}],
    ["x://a{?b}", "x://a?", {}],
    ["x://a{?b}", "x://a?b=", { b: "" }],
    ["x://a{?b}", "x://a?b=1+1=2", { b: "1+1=2" }],
    ["x://a{?list*}", "x://a?list=1&list=2", { list: ["1", "2"] }],
    ["x://a{?b}{&c}", "x://a?b=1&c=2", { b: "1", c: "2" }],
    ["x://a{?b}{&c}", "x://a&c=2", { c: "2" }],
    ["x://a?b=1{&c}", "x://a?b=1&c=2", { c: "2" }],
    ["x://a?q={q}{&b}", "x://a?q=1&b=2", { q: "1", b: "2" }],
    ["x://a?q={q}{&b}", "x://a?q=1%262", { q: "1&2" }],
    ["x://a?q={q}{&b}{&c}", "x://a?q=1&c=3&b=2", { q: "1", b: "2", c: "3" }],
    ["x://a?q={q}&r={r}{&b}", "x://a?q=1&r=2&b=3", { q: "1", r: "2", b: "3" }],
    ["x://a?q={q*}{&b*}{#c}", "x://a?q=1,2&b=3&b=4#5", { q: ["1", "2"], b: ["3", "4"], c: "5" }],
    ["x://a{.b}{&c}", "x://a.1&c=2", { b: "1", c: "2" }],
    ["x://a{;b}{&c}", "x://a;b=1&c=2", { b: "1", c: "2" }],
    ["x://{a}?b=1{&c}", "x://1&2?b=1&c=3", { a: "1&2", c: "3" }],
    ["x://a{?b}{#c}", "x://a?b=1#2", { b: "1", c: "2" }],
    ["x://a{#c}", "x://a#b/c%23", { c: "b/c#" }],
    ["x://{__proto__}", "x://1", Object.fromEntries([["__proto__", "1"]])],
  ];
  for (const [template, uri, variables] of matches) {
    it(`${template} takes ${uri}`, () => {
      expect(match(template, uri)).to.deep.equal(variables);
    });
  }

  const others: readonly (readonly [template: string, uri: string, why: string])[] = [
    ["orders://{id}", "orders://", "an empty value"],
    ["orders://{id}", "orders:/1", "another literal"],
    ["orders://{id}", "orders://%zz", "a malformed escape"],
    ["orders://{id}", "orders://%", "half an escape"],
    ["orders://{id}", "orders://%ff", "octets that are not UTF-8"],
    ["orders://{id}", "orders://\ud83d", "a lone surrogate"],
    ["orders://{id}", "orders://a/b", "a slash"],
    ["orders://{id}", "orders://a?b", "a query"],
    ["orders://{id}", "orders://a#b", "a fragment"],
    ["orders://{list*}", "orders://a,%ff", "octets that are not UTF-8 in a list"],
    ["x://a{.b}", "x://a.1.2", "one label too many"],
    ["x://a{/b}", "x://a/1/2", "one segment too many"],
    ["x://a{?b}", "x://a?c=1", "a query variable of another name"],
    ["x://a{?b}", "x://a?b=1&b=2", "a query variable given twice"],
    ["x://a{?b}", "x://a?b=1#c", "a fragment after the query"],
    ["x://a?q={q}{&b}", "x://a?q=1&c=2", "a variable of another name after a value"],
    ["x://a?q={q}{&b}", "x://a?q=&b=2", "an empty value before a query that goes on"],
    ["x://a{;b}", "x://a;constructor=1", "a parameter of another name"],
  ];
  for (const [template, uri, why] of others) {
    it(`${template} does not take ${JSON.stringify(uri)}: ${why}`, () => {
      expect(match(template, uri)).to.equal(undefined);
    });
  }

  const refused: readonly (readonly [template: string, reason: string])[] = [
    ["{+uri}", "it must begin with a scheme in lower case"],
    ["Orders://{id}", "it must begin with a scheme in lower case"],
    ["orders://", "it has no variable: put it in the list of resources"],
    ["orders://{id", 'a "{" of it has no counterpart'],
    ["orders://{id}}", 'a "}" of it has no counterpart'],
    ["orders://{}", '{}: "" is not a variable\'s name'],
    ["orders://{a b}", '{a b}: "a b" is not a variable\'s name'],
    ["orders://{a,}", '{a,}: "" is not a variable\'s name'],
    ["orders://{id:3}", '{id:3}: ":3" gives a part of the value alone: leave it out'],
    ["orders://{=id}", '{=id}: RFC 6570 reserves the operator "=" for later'],
    ["orders://{+a,b}", "{+a,b}: its values may hold commas themselves"],
    ["orders://{#a*}", "{#a*}: its values may hold commas themselves"],
    [
      "orders://{/a*,b}",
      '{/a*,b}: a list takes all that follows: put the variable with "*" at the end',
    ],
    ["orders://{a}{b}", "{b} cannot be told from {a} before it"],
    ["orders://{?a}{+b}", "{+b} comes after {?a}, which is the end of a URI"],
    ["orders://{+a}{&b}", "{&b} cannot be told from {+a} before it: write {a} there"],
    ["orders://{/a}{+b}", "{+b} cannot be told from {/a} before it"],
    ["orders://{/a*}{/b}", "{/b} cannot be told from {/a*} before it"],
    ["orders://{;a}{;b}", "{;b} cannot be told from {;a} before it"],
    ["orders://{?a}/b", "/b comes after {?a}, which is the end of a URI"],
    ["orders://{#a}{?b}", "{?b} comes after {#a}, which is the end of a URI"],
    ["orders://{id}/{id}", 'it has the variable "id" twice: rename one'],
    ["orders://a b/{id}", '" " is not part of a URI: percent-encode it'],
    ["orders://%zz/{id}", '"%" is not part of a URI: percent-encode it'],
    [`orders://{a}${"/".repeat(2_048)}`, "it has more than 2048 characters"],
    [
      `orders://{v0${Array.from({ length: 20 }, (_, index) => `,v${index + 1}`).join("")}}`,
      "it has more than 20 variables",
    ],
  ];
  for (const [template, reason] of refused) {
    it(`${template.slice(0, 30)} is refused`, () => {
      expect(() => parseUriTemplate(template)).to.throw(reason);
    });
  }
});

/** RFC 6570's expansion, appendix A, of one variable. */
function expandOne(operator: string, name: string, value: Value): string {
  const isReserved = operator === "+" || operator === "#";
  const encode = (text: string): string => {
    const all = encodeURIComponent(text).replace(
      /[!'()*]/g,
      (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
    );
    return isReserved
      ? all.replace(/%(2F|3F|23|3A|40|2C|3B|26|3D|2B|24|21|27|28|29|2A|5B|5D)/g, decodeURIComponent)
      : all;
  };
  const isNamed = operator === "?" || operator === "&" || operator === ";";
  const texts = (Array.isArray(value) ? value : [value]).map((text) =>
    isNamed ? `${name}${operator === ";" && text === "" ? "" : "="}${encode(text)}` : encode(text),
  );
  const separator = { "": ",", "+": ",", "#": ",", "?": "&" }[operator] ?? operator;
  const first = operator === "+" ? "" : operator;
  return first + texts.join(separator);
}

describe("expansion and match", () => {
  const wellFormed = fc.string({ unit: "grapheme" });
  const text = wellFormed.filter((value) => value !== "");
  const label = text.map((value) => value.replaceAll(".", "-"));
  const values: readonly (readonly [
    operator: string,
    modifier: string,
    arbitrary: fc.Arbitrary<Value>,
  ])[] = [
    ["", "", text],
    ["", "*", fc.array(text, { minLength: 1, maxLength: 4 })],
    ["+", "", text],
    ["#", "", wellFormed],
    [".", "", label],
    [".", "*", fc.array(label, { minLength: 1, maxLength: 4 })],
    ["/", "", wellFormed],
    ["/", "*", fc.array(wellFormed, { minLength: 1, maxLength: 4 })],
    [";", "", wellFormed],
    [";", "*", fc.array(wellFormed, { minLength: 1, maxLength: 4 })],
    ["?", "", wellFormed],
    ["?", "*", fc.array(wellFormed, { minLength: 1, maxLength: 4 })],
    ["&", "", wellFormed],
  ];
  for (const [operator, modifier, arbitrary] of values) {
    const expression = `{${operator}value${modifier}}`;
    it(`are inverse for ${expression}, also with a literal and a query around it`, () => {
      const tail = ["?", "&", "#"].includes(operator) ? "" : "/end{?page}";
      const template = parseUriTemplate(`x://start/${expression}${tail}`);
      const property = fc.property(arbitrary, wellFormed, (value, page) => {
        const uri = `x://start/${expandOne(operator, "value", value)}`;
        const rest = tail === "" ? "" : `/end?${expandOne("?", "page", page).slice(1)}`;

        expect(template.match(uri + rest)).to.deep.equal(tail === "" ? { value } : { value, page });
      });
      fc.assert(property, { numRuns: 200 });
    });
  }

  const before = values.filter(([operator]) => ["", ".", "/", ";"].includes(operator));
  for (const [operator, modifier, arbitrary] of before) {
    const expression = `{${operator}value${modifier}}`;
    it(`are inverse for ${expression} with a query that goes on behind it`, () => {
      const template = parseUriTemplate(`x://start?q=${expression}{&page}{&size}`);
      const property = fc.property(arbitrary, wellFormed, (value, page) => {
        const query = expandOne(operator, "value", value) + expandOne("&", "page", page);

        expect(template.match(`x://start?q=${query}`)).to.deep.equal({ value, page });
        expect(template.match(`x://start?q=${query}&size=1`)).to.include({ size: "1" });
      });
      fc.assert(property, { numRuns: 200 });
    });
  }

  it("takes whatever is sent, and throws at nothing", () => {
    const templates = ["x://{+a}-{b}{.c*}{/d*}{;e}{?f}{#g}", "x://{a,b*}"].map(parseUriTemplate);
    const anything = fc.string({ unit: "binary" }).map((rest) => `x://${rest}`);
    const likely = fc.array(fc.constantFrom(..."x-./;?#=&,%2Fé".split("")), { maxLength: 40 });
    const uris = fc.oneof(
      anything,
      likely.map((characters) => `x://${characters.join("")}`),
    );
    const property = fc.property(uris, (uri) => {
      for (const { match: matchUri } of templates) {
        const variables = Object.values(matchUri(uri) ?? {});
        expect(variables.flat().every((value) => typeof value === "string")).to.equal(true);
      }
    });

    fc.assert(property, { numRuns: 1_000 });
  });
});

describe("the time of a match", () => {
  const templates = [
    "x://{+a}-{+b}-{+c}-{+d}-{+e}-{+f}-{+g}-{+h}",
    "x://{a}-{b}-{c}-{d}-{e}-{f}-{g}-{h}-{i}-{j}",
    "x://{+a}aaaaaaaaaaaaaaab{+b}aaaaaaaaaaaaaaab{list*}",
    "x://a{.a*}{/b*}{;c*}{?d*}",
    "x://a{?b*}{&d*}",
    "x://a?b={b*}{.c*}{&d*}{&e}",
    "x://{+a}{?b,c}{&d}{#e}",
  ];
  const shapes = ["-", "a", "a-", "%2D", ".", "/", "?b=", ";c=1", "&d=", "#", "%", "é", ","];
  const LENGTH = 300_000;
  /** CPU time, as other processes run too: of a URI that it may take, and of one that it does not. */
  const milliseconds = (template: string, shape: string): number => {
    const uri = `x://a${shape.repeat(LENGTH / shape.length)}`;
    const { match: matchUri } = parseUriTemplate(template);
    const started = process.cpuUsage();
    for (const tail of ["", "%00/#"]) matchUri(uri + tail);
    const { user, system } = process.cpuUsage(started);
    return (user + system) / 1_000;
  };

  for (const template of templates) {
    it(`is a few microseconds for each character, whatever they are: ${template}`, () => {
      for (const shape of shapes) {
        expect(milliseconds(template, shape), shape).to.be.below((LENGTH * 5) / 1_000);
      }
    });
  }
});
