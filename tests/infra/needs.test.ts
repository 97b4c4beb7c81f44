/** What tools say that they need is declared, with exactly their rights, and nothing else. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type DeclaredProgram, type DeclaredResource, ofType } from "pulumi-local";
import { createNeeds } from "../../infra/needs/needs";
import { copyProject } from "../support/project-copy";
import { declare, type Declared, only, SERVED_PROGRAM, stackSettings } from "../support/program";

const PROGRAM = path.join(__dirname, "..", "fixtures", "needs");
const TABLE = "aws:dynamodb/table:Table";

function tableOf(program: DeclaredProgram, name: string): DeclaredResource {
  const found = ofType(program, TABLE).find(({ inputs }) => inputs["name"] === name);
  if (found === undefined) throw new Error(`no table ${name}`);
  return found;
}

const evaluated = new Map<string, Promise<Declared>>();

/** Evaluated once for the same. */
async function declared(
  config: Readonly<Record<string, string>> = {},
  stack = "dev",
): Promise<DeclaredProgram> {
  const settings = { ...stackSettings(config), stack };
  const key = JSON.stringify(settings);
  const made = evaluated.get(key) ?? declare({ programFolder: PROGRAM, settings });
  evaluated.set(key, made);
  return (await made).program;
}

describe("needs of tools", () => {
  it("make a table with the keys, types and expiry that its tools name", async () => {
    const table = tableOf(await declared(), "mcp-server-dev-notes");

    expect(table.inputs).to.deep.include({
      name: "mcp-server-dev-notes",
      billingMode: "PAY_PER_REQUEST",
      attributes: [
        { name: "owner", type: "S" },
        { name: "id", type: "S" },
      ],
      hashKey: "owner",
      rangeKey: "id",
      ttl: { attributeName: "expires", enabled: true },
      deletionProtectionEnabled: false,
      pointInTimeRecovery: { enabled: false },
    });
  });

  it("make a bucket that is private, speaks TLS alone, and expires as its tools say", async () => {
    const program = await declared();
    const { inputs, outputs } = only(program, "aws:s3/bucket:Bucket");
    const { arn, bucket } = outputs;
    const of = (type: string): DeclaredResource["inputs"] => only(program, type).inputs;
    const { policy } = of("aws:s3/bucketPolicy:BucketPolicy");

    expect(inputs).to.deep.equal({ bucketPrefix: "mcp-server-dev-files-", forceDestroy: true });
    expect(of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")).to.deep.equal({
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    expect(JSON.parse(String(policy))).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [arn, `${String(arn)}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
    expect(of("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration")).to.deep.equal({
      bucket,
      rules: [
        {
          id: "objects-and-uploads",
          status: "Enabled",
          filter: {},
          abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
          expiration: { days: 7 },
        },
      ],
    });
  });

  it("tell the function where they are, and never a secret's value", async () => {
    const program = await declared();
    const { variables } = only(program, "aws:lambda/function:Function").inputs["environment"] as {
      variables: Record<string, unknown>;
    };

    expect(variables).to.include({
      NEED_FILES: `s3:${String(only(program, "aws:s3/bucket:Bucket").outputs["bucket"])}`,
      NEED_NOTES: "mcp-server-dev-notes",
      NEED_ORDERS_KEY: "ssm:/mcp-server-dev/orders-key",
    });
    expect(variables).to.include({ STATE_TABLE: "mcp-server-dev-state" });
  });

  it("allow the function a statement for each, with the verbs of all its tools", async () => {
    const program = await declared();
    const policies = ofType(program, "aws:iam/rolePolicy:RolePolicy");
    const tools = policies.find(({ name }) => name === "needs-tools")?.inputs["policy"];
    const notes = tableOf(program, "mcp-server-dev-notes").outputs["arn"];
    const state = tableOf(program, "mcp-server-dev-state").outputs["arn"];

    expect(JSON.parse(String(tools))).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:Query"],
          Resource: notes,
        },
        {
          Effect: "Allow",
          Action: ["ssm:GetParameter"],
          Resource: "arn:aws:ssm:ap-northeast-2:000000000000:parameter/mcp-server-dev/orders-key",
        },
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:PutObject"],
          Resource: [`${String(only(program, "aws:s3/bucket:Bucket").outputs["arn"])}/*`],
        },
        {
          Effect: "Allow",
          Action: [
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:UpdateItem",
            "dynamodb:DeleteItem",
          ],
          Resource: state,
        },
      ],
    });
  });

  it("keep a bucket, and what is in it, as tables are kept", async () => {
    const bucket = "aws:s3/bucket:Bucket";
    const prod = only(await declared({}, "prod"), bucket);
    const off = only(await declared({ "mcp-server:protectData": "false" }, "prod"), bucket);

    expect(prod.inputs).to.include({ forceDestroy: false });
    expect(off.inputs).to.include({ forceDestroy: true });
  });

  it("keep tables from being removed, by default in every stack but dev", async () => {
    const prod = tableOf(await declared({}, "prod"), "mcp-server-prod-notes");
    const unprotected = await declared({ "mcp-server:protectData": "false" }, "prod");
    const off = tableOf(unprotected, "mcp-server-prod-notes");

    expect(prod.inputs).to.include({ deletionProtectionEnabled: true });
    expect(off.inputs).to.include({ deletionProtectionEnabled: false });
  });

  it("let tables be set back in time where a setting says so", async () => {
    const program = await declared({ "mcp-server:tableRecovery": "true" });
    const table = tableOf(program, "mcp-server-dev-notes");

    expect(table.inputs).to.deep.include({ pointInTimeRecovery: { enabled: true } });
  });

  it("read a secret where a setting says that it is", async () => {
    const arn = "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:orders-AbCdEf";
    const program = await declared({ "mcp-server:secretNames": `ordersKey=${arn}` });
    const { variables } = only(program, "aws:lambda/function:Function").inputs["environment"] as {
      variables: Record<string, unknown>;
    };
    const policies = JSON.stringify(ofType(program, "aws:iam/rolePolicy:RolePolicy"));

    expect(variables).to.include({ NEED_ORDERS_KEY: `secretsmanager:${arn}` });
    expect(policies).to.include("secretsmanager:GetSecretValue").and.include(arn);
    expect(policies).to.not.include("ssm:GetParameter");
  });

  it("keep states in a table that expires by itself", async () => {
    const table = tableOf(await declared({}, "prod"), "mcp-server-prod-state");

    expect(table.inputs).to.deep.include({
      hashKey: "key",
      attributes: [{ name: "key", type: "S" }],
      ttl: { attributeName: "expiresAt", enabled: true },
    });
    expect(table.inputs).to.not.have.property("deletionProtectionEnabled");
  });

  it("have no entry of secretNames that nothing needs: it is warned of", async () => {
    const settings = stackSettings({ "mcp-server:secretNames": "orderskey=/shared/x" });

    const { warnings } = await declare({ programFolder: PROGRAM, settings });

    expect(warnings).to.include('secretNames has "orderskey", and no tool needs a secret');
  });

  it("declare nothing where no tool has any", async () => {
    const { program } = await declare({ programFolder: SERVED_PROGRAM });

    expect(ofType(program, TABLE)).to.deep.equal([]);
    expect(program.resources.filter(({ type }) => type.startsWith("aws:s3/"))).to.deep.equal([]);
    const names = ofType(program, "aws:iam/rolePolicy:RolePolicy").map(({ name }) => name);
    expect(names.filter((name) => name.endsWith("-tools"))).to.deep.equal([]);
  });
});

describe("needs of the tools in handlers/server.ts", () => {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-server-needs-"));
  after(() => {
    fs.rmSync(work, { recursive: true, force: true });
  });

  it("are read by the program itself", async () => {
    const programFolder = copyProject(path.join(work, "project"));
    const server = 'export { defineServer } from "../tests/fixtures/needs/server";\n';
    fs.writeFileSync(path.join(programFolder, "handlers", "server.ts"), server);

    const { program } = await declare({ programFolder, settings: stackSettings() });

    expect(tableOf(program, "mcp-server-dev-notes").inputs).to.include({ hashKey: "owner" });
  });
});

describe("createNeeds", () => {
  it("refuses a kind that there is not, and names those that there are", () => {
    const features = { needs: { jobs: { kind: "queue" } }, hasState: false };
    const args = {
      ...{ name: "mcp-server-dev", secretNames: [], protectData: false, tableRecovery: false },
      ...{ features, parameterArn: pulumi.output("arn") },
    };

    expect(() => createNeeds("needs", args, {})).to.throw(
      pulumi.RunError,
      'needs.jobs: there is no kind "queue": table, secret, bucket',
    );
  });
});
