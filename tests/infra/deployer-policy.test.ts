/**
 * infra/deployer-policy*.json: what whoever deploys needs, for every setting. Does not prove that
 * the provider calls nothing else; scripts/provider-calls.ts says where its calls were read.
 */
import { expect } from "chai";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type DeclaredResource, PROJECT_ROOT, UserError } from "pulumi-local";
import { readSettings } from "../../infra/settings";
import {
  grantsFor,
  type Grant,
  knownGrantsFor,
  unknownTypes,
  without,
} from "../../scripts/deployer-grants";
import { compactPolicy, partOf, partsOf } from "../../scripts/deployer-parts";
import { examplePolicies } from "../../scripts/deployer-policy";
import {
  EXAMPLE,
  placeOf,
  productGrants,
  SETTINGS_WITH_PERMISSIONS,
  SETTINGS_WITHOUT_PERMISSIONS,
} from "../../scripts/deployer-settings";
import { bound, type Statement, statementsOf } from "../../scripts/deployer-statements";

const BOUNDARY = "arn:aws:iam::123456789012:policy/mcp-server-boundary";

function read(name: string): string {
  return fs.readFileSync(path.join(PROJECT_ROOT, "infra", name), "utf8");
}

/** Names in infra/: each policy, then what did not fit into it. */
const POLICY = ["deployer-policy.json", "deployer-policy.2.json"];
const BOUND = ["deployer-policy.bound.json", "deployer-policy.bound.2.json"];

function statementsIn(names: readonly string[]): readonly Statement[] {
  return names.flatMap((name) => (JSON.parse(read(name)) as { Statement: Statement[] }).Statement);
}

describe("the deployer's policy", () => {
  it("is what npm run deployer-policy writes", async () => {
    const policies = await examplePolicies();

    for (const [name, contents] of Object.entries(policies)) {
      expect(read(name), `infra/${name}: npm run deployer-policy`).to.equal(contents);
    }
    expect(Object.keys(policies)).to.deep.equal([...POLICY, ...BOUND]);
  }).timeout(180_000);

  it("knows no setting that is gone; one of your own needs no entry unless it declares more", async () => {
    await pulumi.runtime.setMocks({ newResource: fail, call: fail }, "mcp-server", "dev");
    pulumi.runtime.setAllConfig({ "aws:region": "eu-west-1", "mcp-server:not-a-setting": "1" });
    let message = "";

    try {
      readSettings();
    } catch (error) {
      message = (error as Error).message;
    } finally {
      pulumi.runtime.setAllConfig({});
    }

    const settings = /The settings are ([^.]+)\./.exec(message)?.[1]?.split(", ") ?? [];
    const known = [SETTINGS_WITH_PERMISSIONS, ...SETTINGS_WITHOUT_PERMISSIONS].flatMap(Object.keys);
    expect(settings, "scripts/deployer-settings.ts").to.include.members(known);
  });

  for (const values of SETTINGS_WITHOUT_PERMISSIONS) {
    it(`needs nothing more for the other settings that go with auth: ${values["auth"] ?? ""}`, async () => {
      const base = await productGrants({});

      const more = without(await productGrants(values), base);

      expect(more).to.deep.equal([]);
    });
  }

  it("names in each statement the setting that needs it, or that tools or rollouts need it", () => {
    const settings = ["base", ...Object.keys(SETTINGS_WITH_PERMISSIONS), "needs", "versions"];
    const first = statementsIn(POLICY).map(({ Sid }) =>
      settings.find((setting) => Sid.toLowerCase().startsWith(setting.toLowerCase())),
    );
    expect([...new Set(first)]).to.deep.equal(settings);
  });

  it("grants on * only what knows no resources", () => {
    const wide = statementsIn(POLICY).filter(({ Resource }) => Resource.includes("*"));
    expect(wide.flatMap(({ Action }) => Action).sort()).to.deep.equal([
      "acm:RequestCertificate",
      "cloudwatch:GetMetricData",
      "ec2:DescribeSecurityGroups",
      "ec2:DescribeSubnets",
      "ec2:DescribeVpcs",
      "lambda:GetAccountSettings",
      "lambda:ListLayerVersions",
      "logs:DeleteQueryDefinition",
      "logs:DescribeLogGroups",
      "logs:DescribeQueryDefinitions",
      "logs:GetQueryResults",
      "logs:PutQueryDefinition",
      "sns:GetSubscriptionAttributes",
      "sns:Unsubscribe",
      "ssm:DescribeParameters",
    ]);
  });

  it("grants what an update takes: waiting for the function, and changing the role", () => {
    const granted = statementsIn(POLICY).flatMap(({ Action }) => Action);
    expect(granted)
      .to.include.members([
        "lambda:GetFunctionConfiguration",
        "iam:UpdateRoleDescription",
        "iam:UpdateAssumeRolePolicy",
      ])
      .and.not.include("logs:CreateLogDelivery");
  });

  it("passes roles to Lambda alone", () => {
    const passing = statementsIn(POLICY).filter(({ Action }) => Action.includes("iam:PassRole"));
    expect(passing.map(({ Action, Condition }) => ({ Action, Condition }))).to.deep.equal([
      {
        Action: ["iam:PassRole"],
        Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
      },
    ]);
  });

  it("grants the way to the API's resource policy only with allowedCidrs", () => {
    const granting = statementsIn(POLICY).filter(({ Action }) =>
      Action.includes("apigateway:UpdateRestApiPolicy"),
    );
    expect(granting).to.deep.equal([
      {
        Sid: "AllowedCidrsRestApi",
        Effect: "Allow",
        Action: ["apigateway:UpdateRestApiPolicy"],
        Resource: ["arn:aws:apigateway:ap-northeast-2::/restapis/*"],
      },
    ]);
  });

  it("changes records of the domain and of its certificate alone, not the rest of the zone", () => {
    const changing = statementsIn(POLICY).filter(({ Action }) =>
      Action.includes("route53:ChangeResourceRecordSets"),
    );
    expect(changing).to.deep.equal([
      {
        Sid: "HostedZoneIdRecords",
        Effect: "Allow",
        Action: ["route53:ChangeResourceRecordSets"],
        Resource: ["arn:aws:route53:::hostedzone/Z0123456789EXAMPLE"],
        Condition: {
          "ForAllValues:StringLike": {
            "route53:ChangeResourceRecordSetsNormalizedRecordNames": [
              "_*.mcp.example.com",
              "mcp.example.com",
            ],
          },
        },
      },
    ]);
  });

  for (const name of [...POLICY, ...BOUND]) {
    it(`fits with ${name} into what IAM takes for a managed policy`, () => {
      expect(JSON.stringify(JSON.parse(read(name))).length).to.be.at.most(6_144);
    });
  }

  it("binds roles in deployer-policy.bound.json to the boundary, for good", () => {
    const statements = statementsIn(BOUND);
    const bounded = statements.filter(({ Condition }) => Condition?.["StringEquals"] !== undefined);
    const byBoundary = bounded.filter(
      ({ Condition }) => Condition?.["StringEquals"]?.["iam:PermissionsBoundary"] === BOUNDARY,
    );
    expect(byBoundary.flatMap(({ Action }) => Action).sort()).to.deep.equal([
      "iam:CreateRole",
      "iam:DeleteRolePolicy",
      "iam:PutRolePermissionsBoundary",
      "iam:PutRolePolicy",
    ]);
    const free = statements.filter((statement) => !byBoundary.includes(statement));
    expect(free.flatMap(({ Action }) => Action))
      .to.include("iam:UpdateRole")
      .and.not.include.oneOf([
        "iam:UpdateAssumeRolePolicy",
        "iam:CreateRole",
        "iam:PutRolePolicy",
        "iam:PutRolePermissionsBoundary",
        "iam:DeleteRolePermissionsBoundary",
      ]);
  });
});

describe("grantsFor", () => {
  const resource = { name: "orders", custom: true, outputs: {} };

  it("refuses a type whose calls are not known, and names it and the place to add it", () => {
    const queue = { ...resource, type: "aws:sqs/queue:Queue", inputs: {} };
    expect(() => grantsFor([queue], EXAMPLE)).to.throw(
      UserError,
      /aws:sqs\/queue:Queue.*scripts\/provider-calls\.ts/,
    );
  });

  it("is known for the rest of a program in which something is not", () => {
    const queue = { ...resource, type: "aws:sqs/queue:Queue", inputs: {} };
    const provider = { ...resource, type: "pulumi:providers:aws", inputs: {} };
    const topic = { ...resource, type: "aws:sns/topic:Topic", inputs: { name: "mine" } };

    const granted = knownGrantsFor([queue, queue, topic], EXAMPLE);

    expect(unknownTypes([queue, topic, queue, provider])).to.deep.equal([queue.type]);
    expect([...new Set(granted.map(({ resource: arn }) => arn))]).to.deep.equal([
      "arn:aws:sns:ap-northeast-2:123456789012:mine",
    ]);
  });

  it("leaves components out, which AWS does not see", () => {
    const component = { ...resource, type: "mcp:infra:McpApi", custom: false, inputs: {} };
    expect(grantsFor([component], EXAMPLE)).to.deep.equal([]);
  });

  it("names a resource by its own name, with the stack's as a pattern", () => {
    const type = "aws:sns/topic:Topic";
    const topic = { ...resource, type, inputs: { name: "mcp-server-dev-alarms" } };
    const place = placeOf(
      { project: "mcp-server", stack: "dev", config: { "aws:region": "cn-north-1" } },
      "111122223333",
    );

    const granted = grantsFor([topic], place).map(({ resource: arn }) => arn);

    expect([...new Set(granted)]).to.deep.equal([
      "arn:aws-cn:sns:cn-north-1:111122223333:mcp-server-*-alarms",
    ]);
  });

  const subscription = {
    ...resource,
    name: "mail",
    type: "aws:sns/topicSubscription:TopicSubscription",
    inputs: { topic: "arn:aws:sns:ap-northeast-2:000000000000:orders" },
  };
  const named = (type: string, inputs: DeclaredResource["inputs"]): DeclaredResource => ({
    ...resource,
    type,
    inputs,
  });
  const names: readonly (readonly [
    what: string,
    resources: readonly DeclaredResource[],
    arns: readonly string[],
  ])[] = [
    ["no name, by the logical one", [named("aws:sns/topic:Topic", {})], ["sns:R:A:orders-*"]],
    ["a foreign name", [named("aws:iam/role:Role", { name: "x" })], ["iam::A:role/x"]],
    ["a parameter's, without a slash", [parameter("x")], ["ssm:R:A:parameter/x", "*"]],
    ["a parameter's, with one", [parameter("/x")], ["ssm:R:A:parameter/x", "*"]],
    [
      "a foreign alarm's",
      [named("aws:cloudwatch/metricAlarm:MetricAlarm", { name: "x" })],
      ["cloudwatch:R:A:alarm:x"],
    ],
    [
      "the ARN of a topic whose name Pulumi makes",
      [named("aws:sns/topic:Topic", {}), subscription],
      ["sns:R:A:orders-*", "*"],
    ],
    [
      "the ARN of a topic of the stack",
      [named("aws:sns/topic:Topic", { name: "mcp-server-dev-orders" }), subscription],
      ["sns:R:A:mcp-server-*-orders", "*"],
    ],
    ["the ARN of a topic of somebody else", [subscription], ["sns:R:A:orders", "*"]],
  ];
  for (const [what, resources, arns] of names) {
    it(`names your own resource by ${what}`, () => {
      const granted = grantsFor(resources, EXAMPLE).map(({ resource: arn }) =>
        arn
          .replace("ap-northeast-2", "R")
          .replace("123456789012", "A")
          .replace(/^arn:aws:/, ""),
      );

      expect([...new Set(granted)]).to.deep.equal(arns);
    });
  }

  for (const [region, partition] of [
    ["us-east-1", "aws"],
    ["eusc-de-east-1", "aws-eusc"],
    ["us-gov-west-1", "aws-us-gov"],
    ["us-iso-east-1", "aws-iso"],
    ["us-isob-east-1", "aws-iso-b"],
    ["eu-isoe-west-1", "aws-iso-e"],
    ["us-isof-south-1", "aws-iso-f"],
  ] as const) {
    it(`knows the partition of ${region}`, () => {
      const stack = { project: "mcp-server", stack: "dev", config: { "aws:region": region } };
      expect(placeOf(stack, "111122223333").partition).to.equal(partition);
    });
  }

  it("changes your own record by its name, and one that proves a domain by a pattern", () => {
    const record = (name: string): DeclaredResource =>
      named("aws:route53/record:Record", { zoneId: "Z1", name });
    const domainName = "a.example.com";
    const certificate = named("aws:acm/certificate:Certificate", { domainName });
    const proofs = [record("_0123.a.example.com."), record("")];

    const granted = grantsFor(
      [certificate, ...proofs, record("_dmarc.example.com"), record("WWW.example.com.")],
      EXAMPLE,
    );

    const changing = granted.filter(({ action }) => action === "route53:ChangeResourceRecordSets");
    expect(changing.map(({ records }) => records)).to.deep.equal([
      ["_*.a.example.com"],
      ["_*.a.example.com"],
      ["_dmarc.example.com"],
      ["www.example.com"],
    ]);
  });

  it("adds what an input needs only where there is one", () => {
    const type = "aws:lambda/function:Function";
    const actions = (inputs: object): string[] =>
      grantsFor([{ ...resource, type, inputs: { name: "mcp-server-dev", ...inputs } }], EXAMPLE)
        .map(({ action }) => action)
        .filter((action) => action.includes("Concurrency"));

    expect(actions({})).to.deep.equal([]);
    expect(actions({ reservedConcurrentExecutions: 5 })).to.deep.equal([
      "lambda:PutFunctionConcurrency",
      "lambda:DeleteFunctionConcurrency",
    ]);
  });
});

describe("without", () => {
  const grant = (resource: string): Grant => ({ label: "Role", action: "iam:GetRole", resource });
  const covered: readonly (readonly [wide: string, resource: string, isCovered: boolean])[] = [
    ["role/mcp-*", "role/mcp-*", true],
    ["role/mcp-*", "role/mcp-*-authorizer", true],
    ["role/mcp-*-layer:*", "role/mcp-*-authorizer-layer:*", true],
    ["role/mcp-*-authorizer", "role/mcp-*", false],
    ["role/mcp.*", "role/mcpx", false],
    ["*", "role/mcp-*", true],
  ];
  for (const [wide, resource, isCovered] of covered) {
    it(`${isCovered ? "leaves out" : "keeps"} ${resource} beside ${wide}`, () => {
      const left = without([grant(resource)], [grant(wide)]);
      expect(left).to.have.length(isCovered ? 0 : 1);
    });
  }

  it("keeps another action, and a role that is passed to another service", () => {
    const wide = [grant("*")];
    const kept = [
      { ...grant("role/x"), action: "iam:PassRole" },
      { ...grant("role/x"), passedTo: "lambda.amazonaws.com" },
    ];
    expect(without(kept, wide)).to.deep.equal(kept);
  });
});

describe("partsOf", () => {
  const statement = (Sid: string): Statement => ({
    Sid,
    Effect: "Allow",
    Action: ["sns:Publish"],
    Resource: ["*"],
  });
  const statements = ["A", "B", "C"].map(statement);

  it("fills each policy before it begins another, and loses no statement", () => {
    const ofTwo = compactPolicy(statements.slice(0, 2)).length;
    const sids = partsOf(statements, ofTwo).map((part) => part.map(({ Sid }) => Sid));
    expect(sids).to.deep.equal([["A", "B"], ["C"]]);
    expect(partsOf(statements, ofTwo - 1)).to.have.length(3);
  });

  it("prints one policy where all fits", () => {
    expect(partOf(statements, undefined)).to.deep.equal(statements);
    expect(partOf(statements, "1")).to.deep.equal(statements);
  });

  const long = Array.from({ length: 100 }, (_, index) => statement(`S${index}`));

  it("says how to print what is too long for one", () => {
    expect(() => partOf(long, undefined)).to.throw(
      UserError,
      /^The policy has \d{4} characters, and IAM takes 6144 in one\. .*: --part 1, --part 2\.$/,
    );
    expect(partOf(long, "2").at(-1)?.Sid).to.equal("S99");
  });

  for (const part of ["0", "3", "x", "1.5"]) {
    it(`refuses --part ${part} of two`, () => {
      expect(() => partOf(long, part)).to.throw(
        UserError,
        `--part is "${part}" but the policy has --part 1, --part 2.`,
      );
    });
  }
});

describe("statementsOf", () => {
  it("grants no pair of action and resource that nothing needs", async () => {
    const grants = await productGrants({ alarmEmail: "you@example.com" });
    const needed = grants.map(({ action, resource }) => `${action} ${resource}`);

    const pairs = statementsOf("base", grants).flatMap(({ Action, Resource }) =>
      Action.flatMap((action) => Resource.map((resource) => `${action} ${resource}`)),
    );

    expect(pairs).to.have.members([...new Set(needed)]);
  });
});

describe("bound", () => {
  it("lets a policy of AWS be attached to a role with the boundary alone", () => {
    const attach = {
      Sid: "BaseRole",
      Effect: "Allow",
      Action: ["iam:AttachRolePolicy", "iam:GetRole"],
      Resource: ["arn:aws:iam::123456789012:role/mcp-server-*"],
    } as const;

    expect(bound([attach], BOUNDARY)).to.deep.equal([
      { ...attach, Action: ["iam:GetRole"] },
      {
        ...attach,
        Sid: "BaseRoleBounded",
        Action: ["iam:AttachRolePolicy"],
        Condition: { StringEquals: { "iam:PermissionsBoundary": BOUNDARY } },
      },
    ]);
  });
});

describe("npm run deployer-policy", () => {
  const mistakes: readonly (readonly [what: string, args: readonly string[], message: string])[] = [
    [
      "an account that is not 12 digits",
      ["--account", "1234"],
      '--account is "1234" but must be the 12 digits of an AWS account.\n',
    ],
    ["what it does not know", ["dev"], '"dev" is not an option.\n\nnpm run'],
    ["a stack without an account", ["--stack", "dev"], "--stack needs --account, the account"],
    ["a part without an account", ["--part", "1"], "--part needs --account, the account"],
  ];
  for (const [what, given, message] of mistakes) {
    it(`refuses ${what}`, () => {
      const script = path.join(PROJECT_ROOT, "scripts", "deployer-policy.ts");
      const args = ["--require", "pulumi-handler-layer/register", script, ...given];

      const { status, stderr } = spawnSync(process.execPath, args, {
        cwd: PROJECT_ROOT,
        encoding: "utf8",
      });

      expect(status).to.equal(1);
      expect(stderr.slice(0, message.length)).to.equal(message);
    });
  }
});

function parameter(name: string): DeclaredResource {
  const type = "aws:ssm/parameter:Parameter";
  return { type, name: "parameter", custom: true, inputs: { name }, outputs: {} };
}

function fail(): never {
  throw new Error("settings are read before anything is declared");
}
