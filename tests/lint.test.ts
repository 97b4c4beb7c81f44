/** The lint rules for handlers/: what they forbid cannot be serialized, what they allow can. */
import { expect } from "chai";
import { ESLint } from "eslint";
import * as path from "node:path";
import { PROJECT_ROOT } from "../local/program";

describe("the lint rules of handlers/", () => {
  let eslint: ESLint;
  before(() => (eslint = new ESLint({ cwd: PROJECT_ROOT })));

  /** Messages of the rules that concern serialization, for code as it could stand in a tool. */
  async function messages(code: string): Promise<string[]> {
    const filePath = path.join(PROJECT_ROOT, "handlers", "tools", "add.ts");
    const [result] = await eslint.lintText(code, { filePath });
    return (result?.messages ?? [])
      .filter(({ ruleId }) => ruleId?.includes("no-restricted") === true)
      .map(({ message }) => message);
  }

  const forbidden: readonly (readonly [string, string])[] = [
    ["a schema", 'import { z } from "zod";\nconst schema = z.object({});'],
    ["an exported schema", 'import { z } from "zod";\nexport const schema = z.object({});'],
    ["a Map", "const cache = new Map<string, string>();"],
    ["a Map inside an object", "const state = { cache: new Map<string, string>() };"],
    ["a Date in a list", "export const dates = [new Date()];"],
    ["a Symbol", 'const key = Symbol("key");'],
    ["a schema by default", 'import { z } from "zod";\nexport default z.object({});'],
    ["a schema assigned later", 'import { z } from "zod";\nlet s;\ns = z.object({});'],
    ["a tagged template", "export const text = String.raw`a`;"],
    ["a method call's result", 'const words = "a b".split(" ");'],
  ];
  for (const [what, code] of forbidden) {
    it(`forbids ${what} at module level and says where to put it`, async () => {
      const found = await messages(code);
      expect(found).to.have.length.greaterThan(0);
      expect(found[0]).to.include("inside the function that returns its definition");
    });
  }

  it("forbids #private members, static fields and subclasses of Error", async () => {
    expect((await messages("class A { #a = 1; b() { return this.#a; } }"))[0]).to.include(
      "private",
    );
    expect((await messages("class A { static a = 1; }"))[0]).to.include("Static");
    expect((await messages("class A extends Error {}"))[0]).to.include("instanceof");
  });

  for (const module of ["@pulumi/pulumi", "../../infra/settings", "../../local/program"]) {
    it(`forbids importing ${module}`, async () => {
      const found = await messages(`import * as it from "${module}";\nvoid it;`);
      expect(found[0]).to.include("handlers/ runs in Lambda");
    });
  }

  const allowed: readonly (readonly [string, string])[] = [
    ["plain constants", 'const LIMITS = { most: 10, names: ["a"], pattern: /x/ } as const;'],
    ["functions", "export const double = (n: number): number => Math.max(n, 0) * 2;"],
    ["what a function makes", "export function make(): Map<string, string> { return new Map(); }"],
    ["functions in objects", "export const by = { max: (n: number): number => Math.max(n, 0) };"],
    ["functions in lists", "export const all = [(): number => Date.now()];"],
    ["arrow functions that make", "export const make = (): Date => new Date();"],
  ];
  for (const [what, code] of allowed) {
    it(`allows ${what} at module level`, async () => {
      expect(await messages(code)).to.deep.equal([]);
    });
  }
});
