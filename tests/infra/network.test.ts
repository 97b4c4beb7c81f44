/** The function in a VPC: what it is given, and what its role may do. */
import { expect } from "chai";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { networkStatements, vpcConfig, warnOfNetwork } from "../../infra/function/network";
import { known, MockedResources } from "../support/mocked-resources";

const NONE = { subnetIds: [], securityGroupIds: [] };
const TWO = { subnetIds: ["subnet-1", "subnet-2"], securityGroupIds: ["sg-1"] };

describe("vpcConfig", () => {
  it("is nothing without subnets", () => {
    expect(vpcConfig(NONE)).to.equal(undefined);
  });

  it("names the subnets and security groups", () => {
    expect(vpcConfig(TWO)).to.deep.equal(TWO);
  });
});

describe("networkStatements", () => {
  const mocked = new MockedResources({
    "aws:cloudwatch/logGroup:LogGroup": {
      arn: "arn:aws-us-gov:logs:us-gov-west-1:123456789012:log-group:/aws/lambda/mcp-server-dev",
    },
  });
  before(async () => {
    await mocked.start();
  });

  async function statements(): Promise<readonly pulumi.Unwrap<aws.iam.PolicyStatement>[]> {
    const logGroup = new aws.cloudwatch.LogGroup("logs", {}, mocked.opts);
    return known(pulumi.output(networkStatements({ name: "mcp-server-dev", logGroup })));
  }

  it("let Lambda make, look at and remove network interfaces", async () => {
    const [allowed] = await statements();

    expect(allowed).to.deep.equal({
      Effect: "Allow",
      Action: [
        "ec2:AssignPrivateIpAddresses",
        "ec2:CreateNetworkInterface",
        "ec2:DeleteNetworkInterface",
        "ec2:DescribeNetworkInterfaces",
        "ec2:DescribeSubnets",
        "ec2:UnassignPrivateIpAddresses",
      ],
      Resource: "*",
    });
  });

  it("deny all of it to the code in this function", async () => {
    const [allowed, denied, ...others] = await statements();

    expect(others).to.deep.equal([]);
    expect(denied).to.deep.include({ Effect: "Deny", Resource: "*" });
    expect(denied?.Action).to.include.members(allowed?.Action as string[]);
    expect(denied?.Condition).to.deep.equal({
      ArnEquals: {
        "lambda:SourceFunctionArn":
          "arn:aws-us-gov:lambda:us-gov-west-1:123456789012:function:mcp-server-dev",
      },
    });
  });
});

describe("warnOfNetwork", () => {
  const mocked = new MockedResources();
  const { warn } = pulumi.log;
  const warnings: string[] = [];
  before(async () => {
    await mocked.start();
    Object.assign(pulumi.log, { warn: async (text: string) => void warnings.push(text) });
  });
  beforeEach(() => {
    warnings.length = 0;
  });
  after(() => {
    Object.assign(pulumi.log, { warn });
  });

  function warningOf(args: Parameters<typeof warnOfNetwork>[0]): string {
    warnOfNetwork(args, new pulumi.ComponentResource("test:Any", "any", {}, mocked.opts));
    return warnings.join("\n");
  }

  it("says nothing without subnets", () => {
    expect(warningOf(NONE)).to.equal("");
  });

  it("says what tools do not reach, what opens the way, and what needs none", () => {
    expect(warningOf(TWO))
      .to.include("neither AWS")
      .and.include("NAT gateway")
      .and.include("VPC endpoints")
      .and.include("tokens are checked outside of the VPC")
      .and.not.include("second one");
  });

  it("asks for a second zone where there is one subnet", () => {
    expect(warningOf({ ...TWO, subnetIds: ["subnet-1"] })).to.include("name a second one");
  });
});
