/** What a rollout does before anything is deployed. */
import { expect } from "chai";
import { UserError } from "pulumi-local";
import { publish, type Rollout } from "../../../scripts/rollout/steps";

/** A rollout from version 7, which was deployed so; to be `streaming`. */
function rollout({ wasStreaming, streaming, pin }: Change): Rollout {
  const variables = wasStreaming ? { STREAMING: "true" } : {};
  const versions = [{ number: 7, published: new Date(0), variables }];
  return {
    stack: { streaming, pin } as Rollout["stack"],
    lambda: { versions: async () => versions } as unknown as Rollout["lambda"],
    deploy: async () => {
      throw new Error("deployed");
    },
    say: () => undefined,
  };
}

interface Change {
  readonly wasStreaming: boolean;
  readonly streaming: boolean;
  /** Set, so that no Pulumi CLI is asked to set it. */
  readonly pin?: number;
}

async function errorOf(change: Change): Promise<Error> {
  return publish(7, rollout(change)).then(
    () => new Error("none"),
    (thrown: unknown) => thrown as Error,
  );
}

describe("publishing a version beside the live one", () => {
  it("is refused where streaming changes, before the API does, with both ways", async () => {
    const error = await errorOf({ wasStreaming: false, streaming: true });

    expect(error).to.be.instanceOf(UserError);
    expect(error.message).to.equal(
      "Version 7, which is live, buffers its responses, and the setting streaming is true: the API changes for all calls at once, and would answer those of version 7 with 502. Take the change of streaming back (git revert), or deploy it for all calls: npm run up",
    );
  });

  it("names the pin that has to go first", async () => {
    const { message } = await errorOf({ wasStreaming: true, streaming: false, pin: 7 });

    expect(message).to.include("streams its responses").and.include("--clear, npm run up");
  });

  for (const streaming of [false, true]) {
    it(`begins where streaming stays ${streaming}`, async () => {
      const { message } = await errorOf({ wasStreaming: streaming, streaming, pin: 7 });

      expect(message).to.equal("deployed");
    });
  }
});
