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
  ] as const) {
    it(`is warned of when it shares an alarm with another stack (${stack})`, async () => {
      expect((await warningsOf(stack)).join()).to.include(
        `The alarm mcp-server-${stack}-errors would be one with that of a stack named "${other}" in this account and region, which has an alarm "${alarm}"`,
      );
    });
  }

  it("is warned of when its function has the name of another stack's authorizer", async () => {
    expect((await warningsOf("dev-authorizer")).join()).to.include(
      'The function mcp-server-dev-authorizer would have the name of the authorizer of a stack named "dev"',
    );
  });

  it("is not warned of when it shares none", async () => {
    expect(await warningsOf("server")).to.deep.equal([]);
  });
});
