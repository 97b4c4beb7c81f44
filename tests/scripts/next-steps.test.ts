/** What `npm run up` says in the end, for each mode of who may call. */
import { expect } from "chai";
import { nextSteps } from "../../scripts/pulumi/next-steps";
import { optionValue, placeOptions } from "../../scripts/pulumi/pulumi-cli";

const ENDPOINT = "https://abc123.execute-api.eu-west-1.amazonaws.com/dev/mcp";
const OUTPUTS = {
  endpoint: ENDPOINT,
  functionArn: "arn:aws:lambda:eu-west-1:123456789012:function:mcp-server-dev",
  logGroupName: "/aws/lambda/mcp-server-dev",
  dashboardUrl: "https://eu-west-1.console.aws.amazon.com/cloudwatch/home#dashboards:name=a",
};

function stepsFor(auth: string, hasAdd = true): string {
  return nextSteps({ outputs: OUTPUTS, auth, stack: "dev", hasAdd });
}

describe("nextSteps", () => {
  it("names the endpoint, a call, clients, dashboard, log and the way back", () => {
    expect(stepsFor("none")).to.equal(
      [
        "",
        `endpoint   ${ENDPOINT}`,
        `call it    curl -X POST ${ENDPOINT} -H 'Content-Type: application/json' -d '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add","arguments":{"a":10,"b":5}},"id":1}'`,
        `connect    npm run connect -- --url ${ENDPOINT}`,
        `dashboard  ${OUTPUTS.dashboardUrl}`,
        "log        npm run logs -- --stack dev",
        "remove it  npm run destroy -- --stack dev",
        "",
      ].join("\n"),
    );
  });

  const proofs: Readonly<Record<string, string>> = {
    iam: '--aws-sigv4 aws:amz:eu-west-1:execute-api --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    apiKey: '-H "x-api-key: $(pulumi stack output apiKeys --show-secrets --json --stack dev |',
    jwt: '-H "Authorization: Bearer $ACCESS_TOKEN"',
  };
  for (const [auth, proof] of Object.entries(proofs)) {
    it(`has in the call what proves who calls, with auth: ${auth}`, () => {
      expect(stepsFor(auth)).to.include(proof);
      expect(stepsFor("none")).to.not.include(proof);
    });
  }

  it("lists the tools where there is no tool add", () => {
    expect(stepsFor("none", false)).to.include('"method":"tools/list"').and.not.include("add");
  });

  it("says nothing of a stack without an endpoint", () => {
    expect(nextSteps({ outputs: {}, auth: "none", stack: "dev", hasAdd: true })).to.equal("");
  });
});

describe("options that are handed to another command of Pulumi", () => {
  const cases: readonly (readonly [readonly string[], readonly string[]])[] = [
    [[], []],
    [
      ["--stack", "dev", "--diff"],
      ["--stack", "dev"],
    ],
    [["-sprod"], ["--stack", "prod"]],
    [
      ["-s=dev", "--cwd", "x"],
      ["--stack", "dev", "--cwd", "x"],
    ],
    [
      ["--parallel", "4", "-C", "x"],
      ["--cwd", "x"],
    ],
  ];
  for (const [given, kept] of cases) {
    it(`are, of "${given.join(" ")}", "${kept.join(" ")}"`, () => {
      expect(placeOptions(given)).to.deep.equal(kept);
    });
  }

  it("need a value", () => {
    expect(() => optionValue(["--stack"], "-s", "--stack")).to.throw("--stack needs a value");
  });
});
