/** Each rule of policy/ finds what it is for: stacks that hold, broken in one place. */
import { expect } from "chai";
import type { Resource } from "../../policy/resource";
import { RULES } from "../../policy/rules";
import { declaredResources } from "../support/declared-resources";
import { ACCESS_CASES } from "./rule-cases/access";
import { FUNCTIONS_CASES } from "./rule-cases/functions";
import { GATEWAY_CASES } from "./rule-cases/gateway";
import { ROLES_CASES } from "./rule-cases/roles";
import { SECRETS_CASES } from "./rule-cases/secrets";
import { SIGN_IN_CASES } from "./rule-cases/sign-in";
import { type Cases, type Draft, REST_API, set, STACKS } from "./rule-cases/stacks";

const CASES: Cases = {
  ...ACCESS_CASES,
  ...SIGN_IN_CASES,
  ...ROLES_CASES,
  ...SECRETS_CASES,
  ...FUNCTIONS_CASES,
  ...GATEWAY_CASES,
};

describe("rules over declared resources", () => {
  const declared = new Map<string, readonly Resource[]>();
  before(async function () {
    this.timeout(240_000);
    for (const [stack, config] of Object.entries(STACKS)) {
      declared.set(stack, await declaredResources(config));
    }
  });

  const draft = (stack: string): Draft[] => structuredClone(declared.get(stack)) as Draft[];

  for (const stack of Object.keys(STACKS)) {
    it(`find nothing wrong with auth ${stack}`, () => {
      const resources = draft(stack);

      expect(RULES.flatMap(({ problems }) => problems(resources))).to.deep.equal([]);
    });
  }

  it("have a name each, a description, and a case that breaks them", () => {
    const names = RULES.map(({ name }) => name);

    expect(new Set(names).size).to.equal(names.length);
    expect(names.toSorted()).to.deep.equal(Object.keys(CASES).toSorted());
    for (const { description } of RULES) expect(description).to.match(/^[A-Z0-9].+\.$/);
  });

  for (const [name, cases] of Object.entries(CASES)) {
    for (const [what, stack, broken, problem] of cases) {
      it(`${name} finds ${what}`, () => {
        const resources = draft(stack);
        broken(resources);

        const found = RULES.find((rule) => rule.name === name)?.problems(resources) ?? [];

        expect(found.join("\n")).to.include(problem);
        // Says what it is about, and what to do.
        for (const line of found) expect(line).to.match(/^\w.*"[^"]+".*: \w/);
      });
    }
  }

  it("take a text that is no JSON for an empty document", () => {
    const resources = draft("jwt");
    set(REST_API, "body", "{")(resources);

    expect(() => RULES.flatMap(({ problems }) => problems(resources))).to.not.throw();
  });
});
