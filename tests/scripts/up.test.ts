/**
 * How `npm run up` ends, with a stand-in for Pulumi that deploys nothing and servers that are well or
 * not. What a deployment does is run by tests/e2e, with the engine.
 */
import { expect } from "chai";
import { makePulumiStandIn } from "../support/pulumi-stand-in";
import { type Finished, runProjectScript } from "../support/script";
import { type Received, type Reply, rpcError, startBroken, well } from "./smoke/broken-server";

/** The server stands for AWS too, which is asked for the account. */
async function runUp(
  answer: (received: Received) => Reply,
  args: readonly string[] = [],
  profile = "",
): Promise<Finished> {
  const server = await startBroken(answer);
  const outputs = {
    endpoint: server.url,
    functionArn: "arn:aws:lambda:ap-northeast-2:111122223333:function:mcp-server-dev",
    logGroupName: "/aws/lambda/mcp-server-dev",
  };
  const config = {
    "aws:region": { value: "ap-northeast-2", secret: false },
    ...(profile !== "" && { "aws:profile": { value: profile, secret: false } }),
  };
  const pulumi = makePulumiStandIn([
    [/^up --skip-plugin-pre-install --yes .*--stack dev$/, "deployed\n"],
    [/^stack output --json .*--stack dev\b/, JSON.stringify(outputs)],
    [/^config --json --stack dev\b/, JSON.stringify(config)],
  ]);
  try {
    return await runProjectScript("up", ["--stack", "dev", ...args], {
      ...pulumi.env,
      ...{ AWS_ACCESS_KEY_ID: "example", AWS_SECRET_ACCESS_KEY: "example" },
      ...{ AWS_SHARED_CREDENTIALS_FILE: "/nowhere", AWS_CONFIG_FILE: "/nowhere" },
      ...{ AWS_ENDPOINT_URL: new URL(server.url).origin, AWS_EC2_METADATA_DISABLED: "true" },
    });
  } finally {
    pulumi.remove();
    await server.close();
  }
}

const forbidden = (): Reply => ({ status: 403, body: { message: "Forbidden" } });

describe("npm run up", () => {
  before(function () {
    if (process.platform === "win32") this.skip();
  });

  it("ends with 0 where the server is well", async () => {
    const { code, output, errors } = await runUp(well);
    expect(code, output + errors).to.equal(0);
    expect(output).to.match(/^deployed$[^]*^smoke {6}http:.*$[^]*^✓ latency of 20 calls/m);
  });

  it("ends with 3 and the way back where it does not serve", async () => {
    const { code, output, errors } = await runUp(forbidden);
    expect(code, output + errors).to.equal(3);
    expect(output).to.match(/^deployed$[^]*^✗ who may call +403\./m);
    expect(errors).to.include("The way back: npm run rollback");
  });

  it("asks nothing with --no-smoke, and ends with 0", async () => {
    const { code, output, errors } = await runUp(forbidden, ["--no-smoke"]);
    expect(code, output + errors).to.equal(0);
    expect(output).to.include("deployed\n").and.not.include("smoke  ");
    expect(errors).to.not.include("The way back");
  });

  it("ends with 0 and a warning where who deploys may not call", async () => {
    const denied = "not authorized to perform: execute-api:Invoke with an explicit deny";
    const { code, output } = await runUp(() => ({ status: 403, body: { Message: denied } }));
    expect(code, output).to.equal(0);
    expect(output).to.match(/^! who may call +403\. The API's resource policy/m);
  });

  it("ends with 0 and a warning where there is nothing to sign with", async () => {
    const unsigned = (): Reply => ({ status: 403, body: rpcError(-32600, "It is not signed.") });
    const { code, output, errors } = await runUp(unsigned, [], "nobody");
    expect(code, output + errors).to.equal(0);
    expect(output).to.match(/^! who may call .*the rest needs proof of who calls$/m);
    expect(output).to.include("-> The profile nobody (aws:profile) has no AWS credentials");
  });
});
