/** Names of alarms are <project>-<stack>-<alarm>, so two stacks can have one of the same name. */
import { expect } from "chai";
import { declare, stackSettings } from "../support/program";

/** What a preview of a stack warns of. */
async function warningsOf(stack: string): Promise<string> {
  const { warnings } = await declare({ settings: { ...stackSettings(), stack }, preview: true });
  return warnings;
}

describe("a stack's name", () => {
  for (const [stack, other, alarm] of [
    ["dev-tool", "dev", "tool-errors"],
    ["dev-server", "dev", "server-errors"],
  ] as const) {
    it(`is warned of when it shares an alarm with another stack (${stack})`, async () => {
      expect(await warningsOf(stack)).to.include(
        `The alarm mcp-server-${stack}-errors would be one with that of a stack named "${other}" in this account and region, which has an alarm "${alarm}"`,
      );
    }).timeout(60_000);
  }

  it("is not warned of when it shares none", async () => {
    expect(await warningsOf("server")).to.not.include("would be one with that of");
  }).timeout(60_000);
});
