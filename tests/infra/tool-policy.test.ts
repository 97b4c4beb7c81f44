/** What tools may be given beside their code: infra/function/tool-policy.ts refuses the rest. */
import { expect } from "chai";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { checkToolVariables, createToolPolicy, whyTooWide } from "../../infra/function/tool-policy";

const TABLE = "arn:aws:dynamodb:ap-northeast-2:123456789012:table/orders";

type Statement = Parameters<typeof whyTooWide>[0];

const READ: Statement = {
  Effect: "Allow",
  Action: ["dynamodb:GetItem", "dynamodb:Query"],
  Resource: TABLE,
};

describe("whyTooWide", () => {
  const narrow: readonly (readonly [string, Statement])[] = [
    ["actions and a resource by name", READ],
    ["one action", { ...READ, Action: "dynamodb:GetItem" }],
    [
      "what lies below a resource",
      { ...READ, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" },
    ],
    ["a denial of everything", { Effect: "Deny", Action: "*", Resource: "*" }],
  ];
  for (const [what, statement] of narrow) {
    it(`accepts ${what}`, () => {
      expect(whyTooWide(statement)).to.equal(undefined);
    });
  }

  const wide: readonly (readonly [string, Statement, string])[] = [
    ["every action", { ...READ, Action: "*" }, 'allows "*"'],
    ["every action of a service", { ...READ, Action: ["s3:*"] }, 'allows "s3:*"'],
    [
      "actions that begin alike",
      { ...READ, Action: "dynamodb:BatchGet*" },
      'allows "dynamodb:BatchGet*"',
    ],
    [
      "every resource of a kind",
      { ...READ, Resource: "arn:aws:dynamodb:ap-northeast-2:123456789012:table/*" },
      'allows the resource "arn:aws:dynamodb:ap-northeast-2:123456789012:table/*"',
    ],
    [
      "every resource of a kind, by two stars",
      { ...READ, Resource: "arn:aws:dynamodb:ap-northeast-2:123456789012:table/**" },
      'allows the resource "arn:aws:dynamodb:ap-northeast-2:123456789012:table/**"',
    ],
    ["no action", { Effect: "Allow", Resource: TABLE }, "names no Action"],
    [
      "every resource",
      { ...READ, Action: "s3:GetObject", Resource: "*" },
      'allows the resource "*"',
    ],
    [
      "every resource of a service",
      { ...READ, Action: "sqs:SendMessage", Resource: [TABLE, "arn:aws:sqs:*:*:*"] },
      'allows the resource "arn:aws:sqs:*:*:*"',
    ],
    ["no resource", { Effect: "Allow", Action: "s3:GetObject" }, "names no Resource"],
    [
      "all actions but some",
      { Effect: "Allow", NotAction: "iam:*", Resource: TABLE },
      "allows all but what NotAction or NotResource names",
    ],
    [
      "all resources but some",
      { Effect: "Allow", Action: "s3:GetObject", NotResource: TABLE },
      "allows all but what NotAction or NotResource names",
    ],
  ];
  for (const [what, statement, reason] of wide) {
    it(`refuses ${what} and says why`, () => {
      expect(whyTooWide(statement)).to.equal(reason);
    });
  }
});

describe("createToolPolicy", () => {
  const declared: pulumi.runtime.MockResourceArgs[] = [];

  before(async () => {
    await pulumi.runtime.setMocks({
      newResource: (resource) => {
        declared.push(resource);
        return { id: resource.name, state: resource.inputs as Record<string, unknown> };
      },
      call: ({ inputs }) => inputs as Record<string, unknown>,
    });
  });
  beforeEach(() => {
    declared.length = 0;
  });

  function createPolicy(
    statements: readonly aws.iam.PolicyStatement[],
  ): aws.iam.RolePolicy | undefined {
    const role = new aws.iam.Role("role", { name: "server", assumeRolePolicy: "{}" });
    return createToolPolicy("fixture", { role, statements }, {});
  }

  it("declares nothing where tools need nothing", () => {
    expect(createPolicy([])).to.equal(undefined);
  });

  it("declares one policy of the role with the statements, outputs among them", async () => {
    const policy = createPolicy([{ ...READ, Resource: pulumi.output(TABLE) }]);

    await new Promise((resolve) => policy?.urn.apply(resolve));

    const found = declared.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy");
    expect(found.map(({ name }) => name)).to.deep.equal(["fixture-tools"]);
    const { policy: document, ...rest } = found[0]?.inputs as Record<string, string>;
    expect(rest).to.deep.equal({ name: "tools", role: "server" });
    expect(JSON.parse(document ?? "")).to.deep.equal({ Version: "2012-10-17", Statement: [READ] });
  });
});

describe("checkToolVariables", () => {
  const own = { LOG_LEVEL: "info", ENVIRONMENT: "dev" };

  it("accepts names that Lambda takes and nobody has", () => {
    expect(() => {
      checkToolVariables({ ORDERS_TABLE: "orders", apiUrl2: "https://api.test" }, own);
    }).to.not.throw();
  });

  for (const [name, reason] of [
    ["2ND", "is not a name that Lambda takes"],
    ["ORDERS-TABLE", "is not a name that Lambda takes"],
    ["X", "is not a name that Lambda takes"],
    ["AWS_REGION", "is Lambda's own"],
    ["LAMBDA_TASK_ROOT", "is Lambda's own"],
    ["PATH", "is Lambda's own"],
    ["LOG_LEVEL", "is the server's own, from a setting"],
  ] as const) {
    it(`refuses ${name}, which ${reason}`, () => {
      expect(() => {
        checkToolVariables({ [name]: "x" }, own);
      }).to.throw(pulumi.RunError, `infra/tool-access.ts: the variable ${name} ${reason}`);
    });
  }
});
