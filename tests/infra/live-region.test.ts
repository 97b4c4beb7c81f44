/** A stack stays in its region. Proves nothing of the engine; tests/e2e asks the real one. */
import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { refuseOtherRegion } from "../../infra/live-region";
import { readSettings } from "../../infra/settings";

const FUNCTION_ARN = "arn:aws:lambda:ap-northeast-2:000000000000:function:mcp-server-dev";

/** A stack whose last deployment has these outputs. */
async function deployed(outputs: Readonly<Record<string, string>> | undefined): Promise<void> {
  const newResource = (): never => {
    throw new Error("nothing is declared");
  };
  const call = ({ token, inputs }: pulumi.runtime.MockCallArgs): Record<string, unknown> => {
    expect(token).to.equal("pulumi:pulumi:readStackOutputs");
    expect(inputs).to.deep.equal({ name: "acme/mcp-server/dev" });
    if (outputs === undefined) throw new Error("may not be read");
    return { outputs };
  };
  await pulumi.runtime.setMocks({ newResource, call }, "mcp-server", "dev", false, "acme");
}

async function refusal(region: string): Promise<string> {
  try {
    await refuseOtherRegion(region);
  } catch (error) {
    expect(error).to.be.instanceOf(pulumi.RunError);
    return (error as Error).message;
  }
  return "";
}

describe("refuseOtherRegion", () => {
  it("refuses another region than the deployed one, and says how to go back and how to go on", async () => {
    await deployed({ functionArn: FUNCTION_ARN });

    const message = await refusal("us-east-1");

    expect(message).to.match(
      /^aws:region is "us-east-1", but this stack is deployed in ap-northeast-2/,
    );
    expect(message)
      .to.include("pulumi config set aws:region ap-northeast-2")
      .and.include("pulumi stack init NAME")
      .and.include("npm run destroy -- --stack dev");
  });

  for (const [what, outputs] of [
    ["the deployed region", { functionArn: FUNCTION_ARN }],
    ["any region for a stack that is not deployed", {}],
    ["any region where the outputs cannot be read", undefined],
  ] as const) {
    it(`accepts ${what}`, async () => {
      await deployed(outputs);

      expect(await refusal("ap-northeast-2")).to.equal("");
    });
  }

  it("is asked when the settings are read", async () => {
    const asked: string[] = [];
    const newResource = (): never => {
      throw new Error("nothing is declared");
    };
    const call = ({ token }: pulumi.runtime.MockCallArgs): Record<string, unknown> => {
      asked.push(token);
      return { outputs: {} };
    };
    await pulumi.runtime.setMocks({ newResource, call }, "mcp-server", "dev", false, "acme");
    pulumi.runtime.setAllConfig({ "aws:region": "eu-west-1" });

    readSettings();
    await pulumi.runtime.invoke("test:test:after", {});

    expect(asked).to.include("pulumi:pulumi:readStackOutputs");
    pulumi.runtime.setAllConfig({});
  });
});
