/**
 * The key that seals requestState, under Pulumi's mock engine. That it stays the same in a second
 * deployment, and is encrypted in the state: tests/e2e.
 */
import { expect } from "chai";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { createStateKey } from "../../infra/function/state-key";
import { declare } from "../support/program";

describe("createStateKey", () => {
  const declared: pulumi.runtime.MockResourceArgs[] = [];
  beforeEach(async () => {
    declared.length = 0;
    await pulumi.runtime.setMocks({
      newResource: (resource) => {
        declared.push(resource);
        return { id: resource.name, state: resource.inputs as Record<string, unknown> };
      },
      call: ({ inputs }) => inputs as Record<string, unknown>,
    });
  });

  async function keyOf(name: string): Promise<string> {
    const { value: key } = createStateKey("fixture", { name }, {});
    expect(await pulumi.isSecret(key)).to.equal(true);
    return new Promise((resolve) => key.apply(resolve));
  }

  it("gives 32 random bytes in base64, as a secret", async () => {
    const [first, second] = [await keyOf("shop-dev"), await keyOf("shop-prod")];

    expect(Buffer.from(first, "base64")).to.have.length(32);
    expect(second).to.not.equal(first);
  });

  it("hands the key to the engine as a secret", async () => {
    await keyOf("shop-dev");

    const [{ inputs, type } = { inputs: {}, type: "" }] = declared;
    expect(type).to.equal("aws:ssm/parameter:Parameter");
    expect(pulumi.runtime.isRpcSecret((inputs as Record<string, unknown>)["value"])).to.equal(true);
  });

  for (const [stack, parameter] of [
    ["shop-dev", "/shop-dev/state-key"],
    ["aws-tools-dev", "/stack-aws-tools-dev/state-key"],
    ["SSM-dev", "/stack-SSM-dev/state-key"],
  ] as const) {
    it(`keeps the key of ${stack} under a name that AWS takes`, async () => {
      await keyOf(stack);

      expect(declared.map(({ inputs }) => inputs as object)).to.have.nested.property(
        "[0].name",
        parameter,
      );
    });
  }

  it("does not keep a preview from refusing a handler that cannot be loaded", async () => {
    const programFolder = path.join(__dirname, "..", "fixtures", "unloadable");
    const failure = await declare({ programFolder, preview: true }).then(
      () => "it was accepted",
      (error: unknown) => (error as Error).message,
    );
    expect(failure)
      .to.include("The handler cannot be loaded, as each cold start in Lambda would do")
      .and.include("loaded with a key of 32 bytes");
  });
});
