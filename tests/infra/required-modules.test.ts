import { expect } from "chai";
import { requiredModules } from "../../infra/required-modules";

const specifiers = (text: string): string[] =>
  requiredModules(text).map(({ specifier }) => specifier);

/** What is used of the module "m"; "whole" when all of it is. */
function used(text: string): unknown {
  const [module] = requiredModules(text);
  if (module?.members === undefined) return "whole";
  return Object.fromEntries(
    [...module.members].map(([name, nested]) => [
      name,
      nested === undefined ? "whole" : [...nested],
    ]),
  );
}

describe("requiredModules", () => {
  it("finds packages and subpaths, sorted, without Node's own modules", () => {
    const text = `const z = require("zod"); const m = require('lodash/merge.js');
      const fs = require("fs"); const p = require("node:path");
      exports.handler = async () => require("@scope/name/deep").default(await import("node:os"));`;
    expect(specifiers(text)).to.deep.equal(["@scope/name/deep", "lodash/merge.js", "zod"]);
  });

  it("refuses a dynamic import of a package, which Lambda would not find in a layer", () => {
    expect(() => requiredModules(`exports.handler = async () => (await import("zod")).z;`))
      .to.throw('import("zod")')
      .with.property("message")
      .that.includes("at the top of the file");
  });

  it("is not fooled by strings, comments and other functions called require", () => {
    const text = `// require("comment")
      const a = 'require("string")'; const b = /require\\("regexp"\\)/; other.require("method");
      with ({ a }) { exports.handler = () => a; }`;
    expect(specifiers(text)).to.deep.equal([]);
  });

  const uses: readonly (readonly [string, unknown])[] = [
    [`const m_1 = require("m"); m_1.a(); f(m_1.b);`, { a: "whole", b: "whole" }],
    [`const m_1 = require("m"); m_1.a.b(); m_1.a.c;`, { a: ["b", "c"] }],
    [`const m_1 = require("m"); m_1.a.b(); f(m_1.a);`, { a: "whole" }],
    [`const m_1 = require("m"); f(m_1.a); m_1.a.b();`, { a: "whole" }],
    [`const m_1 = require("m"); m_1["a"];`, "whole"],
    [`const m_1 = require("m"); f(m_1); m_1.a;`, "whole"],
    [`const m_1 = require("m"); with ({ m_1: m_1 }) { m_1.a; }`, "whole"],
    [
      `const m_1 = require("m"); const m_2 = require("m"); m_1.a; m_2.b;`,
      { a: "whole", b: "whole" },
    ],
    [`const m_1 = require("m"); const o = { m_1: 1 }; o.m_1; m_1.a;`, { a: "whole" }],
    [`const m_1 = require("m"); with ({ m_1: __m_1 }) { m_1.own(); } m_1.a;`, { a: "whole" }],
    [`const m_1 = require("m"); with ({ b: 1 }) { m_1.a(b); }`, { a: "whole" }],
    [`f(require("m"));`, "whole"],
    [`const m_1 = require("m");`, {}],
  ];
  for (const [text, members] of uses) {
    it(`reads from ${text} what is used`, () => {
      expect(used(text)).to.deep.equal(members);
    });
  }
});
