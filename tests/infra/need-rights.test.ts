/** The rights that each verb of a need gives, one by one. That AWS knows these actions: the deployer's tests. */
import { expect } from "chai";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { DeclaredNeed } from "mcp-lambda";
import { ofType } from "pulumi-local";
import { bucketPrefix, createBucket } from "../../infra/needs/bucket";
import { grantSecret } from "../../infra/needs/secret";
import { createTable } from "../../infra/needs/table";
import type { MadeNeed, NeedArgs } from "../../infra/needs/needs";
import { MockedResources } from "../support/mocked-resources";
import { declare } from "../support/program";

const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const TASKS = path.join(__dirname, "..", "fixtures", "tasks");
const PARAMETER = "arn:aws:ssm:eu-west-1:111122223333:parameter/mcp-server-dev/state-key";

function args(declared: object, secretNames: readonly string[] = []): NeedArgs {
  return {
    need: "orderFiles",
    declared: declared as DeclaredNeed,
    name: "mcp-server-dev",
    secretNames,
    protectData: false,
    tableRecovery: false,
    parameterArn: pulumi.output(PARAMETER),
  };
}

const actions = ({ statement }: MadeNeed): unknown => statement.Action;

describe("rights of a need", () => {
  const mocked = new MockedResources();
  before(async () => {
    await mocked.start();
  });
  beforeEach(() => {
    mocked.clear();
  });

  for (const [verb, action] of [
    ["get", "dynamodb:GetItem"],
    ["put", "dynamodb:PutItem"],
    ["update", "dynamodb:UpdateItem"],
    ["delete", "dynamodb:DeleteItem"],
    ["query", "dynamodb:Query"],
    ["scan", "dynamodb:Scan"],
  ]) {
    it(`of a table: ${action} to ${verb}`, () => {
      const declared = { kind: "table", key: { name: "id", type: "S" }, may: [verb] };
      expect(actions(createTable("mcp", args(declared), mocked.opts))).to.deep.equal([action]);
    });
  }

  for (const [verb, ...allowed] of [
    ["put", "s3:PutObject"],
    ["get", "s3:GetObject", "s3:ListBucket"],
    ["delete", "s3:DeleteObject"],
    ["list", "s3:ListBucket"],
    ["link", "s3:GetObject"],
    ["uploadLink", "s3:PutObject"],
  ]) {
    it(`of a bucket: ${allowed.join(" and ")} to ${verb ?? ""}`, () => {
      const declared = { kind: "bucket", may: [verb] };
      expect(actions(createBucket("mcp", args(declared), mocked.opts))).to.deep.equal(allowed);
    });
  }

  it("are of the secret that secretNames names for it, and of no other", () => {
    const named = ["files=/other", "orderFiles=/shared/files"];
    expect(grantSecret("mcp", args({ kind: "secret" }, named)).place).to.equal("ssm:/shared/files");
    expect(grantSecret("mcp", args({ kind: "secret" }, ["files=/other"])).place).to.equal(
      "ssm:/mcp-server-dev/order-files",
    );
  });
});

describe("a bucket", () => {
  const mocked = new MockedResources();
  before(async () => {
    await mocked.start();
  });

  it("keeps its objects where no tool says for how long, and no parts of uploads", async () => {
    createBucket("mcp", args({ kind: "bucket", may: ["put"] }), mocked.opts);

    const { rules } = (await mocked.inputsOf(LIFECYCLE))["mcp-order-files"] ?? {};
    expect(rules).to.deep.equal([
      {
        id: "uploads",
        status: "Enabled",
        filter: {},
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
    ]);
  });

  it("has a name of at most 37 characters before AWS's own", () => {
    expect(bucketPrefix("mcp-server-production-of-orders-and-invoices")).to.equal(
      "mcp-server-production-of-orders-and-",
    );
    expect(bucketPrefix("mcp-server-productions-of-orders-and-invoices")).to.equal(
      "mcp-server-productions-of-orders-and-",
    );
  });
});

describe("the function of a stack with tasks", function () {
  this.timeout(120_000);

  it("may invoke the worker, by version, and nothing else", async () => {
    const { program } = await declare({ programFolder: TASKS });
    const policies = ofType(program, "aws:iam/rolePolicy:RolePolicy");
    const statements = policies.flatMap(({ inputs: { policy } }) => statementsOf(policy));

    const invoking = statements.filter(({ Action }) => Action.includes("lambda:InvokeFunction"));
    const worker = ofType(program, "aws:lambda/function:Function").find(
      ({ inputs }) => inputs["name"] === "mcp-server-dev-tasks",
    );
    expect(invoking).to.deep.equal([
      {
        Effect: "Allow",
        Action: ["lambda:InvokeFunction"],
        Resource: `${String(worker?.outputs["arn"])}:*`,
      },
    ]);
  });
});

interface Statement {
  readonly Action: readonly string[];
}

/** A policy is a document or its text. */
function statementsOf(policy: unknown): readonly Statement[] {
  const document: unknown = typeof policy === "string" ? JSON.parse(policy) : policy;
  return (document as { readonly Statement: readonly Statement[] }).Statement;
}
