/** Names are <project>-<stack>-<what>, so two stacks can have an alarm or a function of one name. */
import { expect } from "chai";
import { readConfig } from "../support/read-config";

/** What the settings of a stack are warned of. */
async function warningsOf(stack: string): Promise<readonly string[]> {
  return (await readConfig({}, { stack })).warnings;
}

describe("a stack's name", () => {
  for (const [stack, other, alarm] of [
    ["dev-tool", "dev", "tool-errors"],
    ["dev-server", "dev", "server-errors"],
    ["dev-tasks", "dev", "tasks-errors"],
  ] as const) {
    it(`is warned of when it shares an alarm with another stack (${stack})`, async () => {
      expect((await warningsOf(stack)).join()).to.include(
        `The alarm mcp-server-${stack}-errors would be one with that of a stack named "${other}" in this account and region, which has an alarm "${alarm}"`,
      );
    });
  }

  it("is warned of when its function has the name of another stack's authorizer", async () => {
    expect((await warningsOf("dev-authorizer")).join()).to.include(
      'The function mcp-server-dev-authorizer would have the name of the authorizer of a stack named "dev" in this account and region. If there is one with auth: jwt',
    );
  });

  it("is warned of when its function has the name of another stack's function of tasks", async () => {
    expect((await warningsOf("dev-tasks")).join()).to.match(
      /The function mcp-server-dev-tasks would have the name of the function of tasks of a stack named "dev" .* with tools that run as tasks, choose/,
    );
  });

  for (const stack of ["server", "tool", "tasks", "authorizer", "dev-tools", "dev-tasks-2"]) {
    it(`is not warned of when it shares none (${stack})`, async () => {
      expect(await warningsOf(stack)).to.deep.equal([]);
    });
  }
});
