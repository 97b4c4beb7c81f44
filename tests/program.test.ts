/**
 * The program under Pulumi's mock engine: every resource, with names and inputs as AWS gets them,
 * under settings of this test's own. What is yours is left out of what is compared: resources of
 * index.ts and infra/tool-access.ts, variables of tools and of settings. Does not prove that AWS accepts it; tests/e2e deploys with the real engine.
 */
import { expect } from "chai";
import { type DeclaredProgram, inputText, ofType, type UnpackedArchive } from "pulumi-local";
import { declareIndex, declareToolAccess } from "./support/product";
import { only, stackSettings } from "./support/program";
import { inOwnProcesses } from "./support/shared-evaluator";

const ACCOUNT = "000000000000";
const ALIAS_ARN = `arn:aws:lambda:ap-northeast-2:${ACCOUNT}:function:mcp-server-dev:live`;

const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/boundary`;
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

describe("the program", () => {
  let program: DeclaredProgram;
  let warnings: string;
  let toolAccess: DeclaredProgram;

  before(async () => {
    ({ program, warnings } = await declareIndex());
    ({ program: toolAccess } = await declareToolAccess());
  });

  it("declares exactly these resources, beside your own", () => {
    const hasToolPolicy = (toolAccess.outputs["statements"] as unknown[]).length > 0;
    const declared = program.resources.filter(({ custom }) => custom).map(({ type }) => type);
    expect(declared.sort()).to.deep.equal([
      "aws:apigateway/deployment:Deployment",
      "aws:apigateway/methodSettings:MethodSettings",
      "aws:apigateway/restApi:RestApi",
      "aws:apigateway/stage:Stage",
      "aws:cloudwatch/dashboard:Dashboard",
      "aws:cloudwatch/logGroup:LogGroup",
      ...Array<string>(8).fill("aws:cloudwatch/metricAlarm:MetricAlarm"),
      ...Array<string>(8).fill("aws:cloudwatch/queryDefinition:QueryDefinition"),
      "aws:iam/role:Role",
      ...Array<string>(hasToolPolicy ? 2 : 1).fill(ROLE_POLICY),
      "aws:lambda/alias:Alias",
      "aws:lambda/function:Function",
      "aws:lambda/layerVersion:LayerVersion",
      "aws:lambda/permission:Permission",
      "aws:ssm/parameter:Parameter",
    ]);
  });

  it("names the function, and pins runtime, architecture, memory, timeout and logging", () => {
    const { inputs } = only(program, "aws:lambda/function:Function");
    const { code, role, layers, environment, ...rest } = inputs;
    expect(environment)
      .to.have.property("variables")
      .that.includes({
        ENVIRONMENT: "dev",
        LOG_LEVEL: "info",
        MAX_BODY_BYTES: "1048576",
        MALLOC_ARENA_MAX: "1",
        MAX_BATCH: "16",
        STATE_KEY: only(program, "aws:ssm/parameter:Parameter").inputs["value"],
        ...(toolAccess.outputs["variables"] as Record<string, string>),
      });
    expect(rest).to.deep.equal({
      name: "mcp-server-dev",
      description: "MCP server",
      handler: "__index.handler",
      runtime: "nodejs24.x",
      architectures: ["arm64"],
      memorySize: 512,
      timeout: 10,
      publish: true,
      loggingConfig: {
        logFormat: "JSON",
        applicationLogLevel: "INFO",
        systemLogLevel: "INFO",
        logGroup: "/aws/lambda/mcp-server-dev",
      },
      tracingConfig: { mode: "PassThrough" },
    });
    expect(role).to.equal(`arn:aws:iam::${ACCOUNT}:role/mcp-server-dev`);
    expect(layers).to.deep.equal([
      only(program, "aws:lambda/layerVersion:LayerVersion").outputs["arn"],
    ]);
    expect((code as UnpackedArchive).files).to.include("__index.js");
  });

  it("bundles into the layer what the handler requires", () => {
    const { code } = only(program, "aws:lambda/layerVersion:LayerVersion").inputs;
    expect((code as UnpackedArchive).files).to.include("nodejs/node_modules/mcp-lambda/index.js");
  });

  it("makes a key of 32 bytes that seals requestState, in a secret parameter of the stack", () => {
    const { value, description, ...rest } = only(program, "aws:ssm/parameter:Parameter").inputs;
    expect(rest).to.deep.equal({ name: "/mcp-server-dev/state-key", type: "SecureString" });
    expect(Buffer.from(String(value), "base64")).to.have.length(32);
    expect(description).to.include("requestState");
  });

  it("publishes versions and moves the alias live to them", () => {
    expect(only(program, "aws:lambda/alias:Alias").inputs).to.include({
      name: "live",
      functionName: "mcp-server-dev",
      functionVersion: "1",
    });
  });

  it("keeps the log for 14 days", () => {
    expect(only(program, "aws:cloudwatch/logGroup:LogGroup").inputs).to.deep.equal({
      name: "/aws/lambda/mcp-server-dev",
      retentionInDays: 14,
    });
  });

  it("lets the role write to its own log group, do what tool-access.ts says, and nothing else", () => {
    const { assumeRolePolicy, name } = only(program, "aws:iam/role:Role").inputs;
    expect(name).to.equal("mcp-server-dev");
    expect(statements(assumeRolePolicy)).to.deep.equal([
      {
        Sid: "AllowAssumeRole",
        Effect: "Allow",
        Action: "sts:AssumeRole",
        Principal: { Service: "lambda.amazonaws.com" },
      },
    ]);
    expect(roleStatements(program)).to.deep.equal([
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: `arn:aws:logs:ap-northeast-2:${ACCOUNT}:log-group:/aws/lambda/mcp-server-dev:*`,
      },
      ...(toolAccess.outputs["statements"] as unknown[]),
    ]);
  });

  it("lets only POST /mcp of this API's stage invoke the alias", () => {
    expect(only(program, "aws:lambda/permission:Permission").inputs).to.deep.equal({
      action: "lambda:InvokeFunction",
      function: "mcp-server-dev",
      qualifier: "live",
      principal: "apigateway.amazonaws.com",
      sourceArn: `arn:aws:execute-api:ap-northeast-2:${ACCOUNT}:MCPApi/dev/POST/mcp`,
    });
  });

  it("names the API, regional, with a stage named after the stack", () => {
    const { name, endpointConfiguration } = only(program, "aws:apigateway/restApi:RestApi").inputs;
    expect({ name, endpointConfiguration }).to.deep.equal({
      name: "MCPApi",
      endpointConfiguration: { types: "REGIONAL" },
    });
    expect(only(program, "aws:apigateway/stage:Stage").inputs).to.include({
      stageName: "dev",
      xrayTracingEnabled: false,
    });
  });

  it("throttles every method of the stage", () => {
    expect(only(program, "aws:apigateway/methodSettings:MethodSettings").inputs).to.deep.include({
      stageName: "dev",
      methodPath: "*/*",
      settings: { throttlingRateLimit: 20, throttlingBurstLimit: 40 },
    });
  });

  it("sends POST /mcp, unauthenticated, to the alias and answers all else itself", () => {
    const { paths } = apiBody(program);
    expect(Object.keys(paths)).to.deep.equal(["/mcp", "/", "/{proxy+}"]);
    expect(paths["/mcp"]?.["post"]).to.deep.equal({
      "x-amazon-apigateway-integration": {
        type: "aws_proxy",
        httpMethod: "POST",
        uri: `arn:aws:apigateway:ap-northeast-2:lambda:path/2015-03-31/functions/${ALIAS_ARN}/invocations`,
        passthroughBehavior: "when_no_match",
        timeoutInMillis: 29_000,
      },
    });
    for (const [path, status] of [
      ["/mcp", "405"],
      ["/", "404"],
      ["/{proxy+}", "404"],
    ] as const) {
      const integration =
        paths[path]?.["x-amazon-apigateway-any-method"]?.["x-amazon-apigateway-integration"];
      expect(integration, path).to.deep.include({
        type: "mock",
        contentHandling: "CONVERT_TO_TEXT",
        passthroughBehavior: "never",
      });
      expect(integration, path).to.have.nested.property(
        "requestTemplates.application/json",
        `{"statusCode":${status}}`,
      );
    }
  });

  it("gives endpoint, function ARN, log group and dashboard as stack outputs", () => {
    expect(program.outputs).to.deep.include({
      endpoint: "https://api.test/dev/mcp",
      functionArn: `arn:aws:lambda:ap-northeast-2:${ACCOUNT}:function:mcp-server-dev`,
      logGroupName: "/aws/lambda/mcp-server-dev",
      dashboardUrl:
        "https://ap-northeast-2.console.aws.amazon.com/cloudwatch/home?region=ap-northeast-2#dashboards/dashboard/mcp-server-dev",
    });
  });

  it("warns that the endpoint is open and says how to close it", () => {
    expect(warnings).to.include("auth: none").and.to.include("pulumi config set auth iam");
  });

  it("gives the same bytes when it is evaluated again, in another process", async () => {
    const again = await inOwnProcesses(() => declareIndex());
    for (const type of ["aws:lambda/function:Function", "aws:lambda/layerVersion:LayerVersion"]) {
      const [first, second] = [program, again.program].map(
        (evaluated) => (only(evaluated, type).inputs["code"] as UnpackedArchive).sha256,
      );
      expect(second, type).to.equal(first);
    }
    expect(inputText(only(again.program, "aws:apigateway/restApi:RestApi"), "body")).to.equal(
      inputText(only(program, "aws:apigateway/restApi:RestApi"), "body"),
    );
  });

  it("is evaluated in a preview, where nothing of AWS and no secret is known yet", async () => {
    const { program: previewed, warnings } = await declareIndex({ preview: true });
    expect(previewed.resources.map(({ type }) => type)).to.have.members(
      program.resources.map(({ type }) => type),
    );
    expect(previewed.outputs).to.not.have.any.keys("endpoint", "functionArn");
    expect(inputText(only(previewed, "aws:apigateway/restApi:RestApi"), "body")).to.equal("");
    // Of the handler, which reads the values of secrets when it starts.
    expect(warnings).to.not.include("cannot be loaded");
  });
});

describe("the program with other settings", () => {
  let program: DeclaredProgram;
  let warnings: string;

  before(async () => {
    const config = {
      "mcp-server:auth": "iam",
      "mcp-server:xray": "true",
      "mcp-server:apiName": "Tools",
      "mcp-server:memoryMb": "1024",
      "mcp-server:architecture": "x86_64",
      "mcp-server:timeoutSeconds": "26",
      "mcp-server:reservedConcurrency": "7",
      "mcp-server:maxBatch": "4",
      "mcp-server:permissionsBoundaryArn": BOUNDARY,
      "mcp-server:logRetentionDays": "90",
      "mcp-server:logLevel": "debug",
      "mcp-server:allowedOrigins": "https://app.test",
      "mcp-server:tags": '{"team":"orders"}',
      "aws:region": "eu-central-1",
    };
    const settings = { ...stackSettings(config), stack: "prod" };
    ({ program, warnings } = await declareIndex({ settings }));
  });

  it("sends preflights to the function, unsigned, when origins are allowed", () => {
    const options = apiBody(program).paths["/mcp"]?.["options"];
    expect(options).to.have.property("x-amazon-apigateway-integration");
    expect(options).to.not.have.property("x-amazon-apigateway-auth");
    const sources = ofType(program, "aws:lambda/permission:Permission").map((permission) =>
      inputText(permission, "sourceArn").split(":").at(-1),
    );
    expect(sources).to.have.members(["MCPApi/prod/POST/mcp", "MCPApi/prod/OPTIONS/mcp"]);
    expect(only(program, "aws:lambda/function:Function").inputs).to.have.nested.property(
      "environment.variables.ALLOWED_ORIGINS",
      "https://app.test",
    );
  });

  it("demands signatures on POST /mcp with auth: iam, and does not warn", () => {
    expect(apiBody(program).paths["/mcp"]?.["post"]).to.deep.include({
      "x-amazon-apigateway-auth": { type: "AWS_IAM" },
    });
    expect(warnings).to.equal("");
  });

  it("traces function and stage, and lets the role send traces, with xray: true", () => {
    expect(only(program, "aws:lambda/function:Function").inputs["tracingConfig"]).to.deep.equal({
      mode: "Active",
    });
    expect(only(program, "aws:apigateway/stage:Stage").inputs["xrayTracingEnabled"]).to.equal(true);
    expect(roleStatements(program)).to.deep.include({
      Effect: "Allow",
      Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      Resource: "*",
    });
  });

  it("tags what each component makes", () => {
    for (const type of [
      "aws:iam/role:Role",
      "aws:lambda/function:Function",
      "aws:cloudwatch/logGroup:LogGroup",
      "aws:apigateway/restApi:RestApi",
      "aws:apigateway/stage:Stage",
      "aws:cloudwatch/metricAlarm:MetricAlarm",
    ]) {
      const tags = ofType(program, type).map(({ inputs }) => inputs["tags"]);
      expect(tags, type).to.deep.equal(tags.map(() => ({ team: "orders" })));
      expect(tags, type).to.have.length.of.at.least(1);
    }
  });

  it("runs function and layer on the architecture that is set", () => {
    const { architectures } = only(program, "aws:lambda/function:Function").inputs;
    const layer = only(program, "aws:lambda/layerVersion:LayerVersion").inputs;
    expect(architectures).to.deep.equal(["x86_64"]);
    expect(layer["compatibleArchitectures"]).to.deep.equal(["x86_64"]);
  });

  it("reserves concurrency, limits batches and bounds the role where it is set", () => {
    const { inputs } = only(program, "aws:lambda/function:Function");
    expect(inputs).to.include({ reservedConcurrentExecutions: 7, timeout: 26 });
    expect(inputs).to.have.nested.property("environment.variables.MAX_BATCH", "4");
    expect(only(program, "aws:iam/role:Role").inputs["permissionsBoundary"]).to.equal(BOUNDARY);
  });

  it("says of throttles that the reserved concurrency is used up", () => {
    const [throttles] = ofType(program, "aws:cloudwatch/metricAlarm:MetricAlarm").filter(
      ({ inputs }) => inputs["name"] === "mcp-server-prod-throttles",
    );
    expect(throttles?.inputs["alarmDescription"]).to.include(
      "the 7 at a time that reservedConcurrency keeps for it are used up",
    );
  });

  it("lets debug lines through Lambda's own filter with logLevel: debug", () => {
    expect(only(program, "aws:lambda/function:Function").inputs).to.have.nested.property(
      "loggingConfig.applicationLogLevel",
      "DEBUG",
    );
  });

  it("names everything after the stack and region", () => {
    const { inputs } = only(program, "aws:lambda/function:Function");
    expect(inputs).to.include({ name: "mcp-server-prod", memorySize: 1024 });
    expect(inputs["environment"]).to.have.property("variables").that.includes({
      ENVIRONMENT: "prod",
      LOG_LEVEL: "debug",
    });
    expect(only(program, "aws:cloudwatch/logGroup:LogGroup").inputs["retentionInDays"]).to.equal(
      90,
    );
    expect(only(program, "aws:apigateway/stage:Stage").inputs["stageName"]).to.equal("prod");
    expect(only(program, "aws:apigateway/restApi:RestApi").inputs["name"]).to.equal("Tools");
    expect(
      ofType(program, "aws:cloudwatch/metricAlarm:MetricAlarm").map(({ inputs }) => inputs["name"]),
    ).to.include("mcp-server-prod-errors");
    expect(JSON.stringify(program.outputs)).to.include("eu-central-1").and.not.include("ap-north");
  });
});

type Operation = Readonly<Record<string, unknown>>;

function apiBody(program: DeclaredProgram): {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
} {
  return JSON.parse(inputText(only(program, "aws:apigateway/restApi:RestApi"), "body")) as never;
}

/** All that the function's role may do. */
function roleStatements(program: DeclaredProgram): unknown[] {
  const policies = ofType(program, ROLE_POLICY).filter(({ name }) =>
    name.startsWith("mcp-server-"),
  );
  return policies.flatMap(({ inputs }) => statements(inputs["policy"]));
}

function statements(policy: unknown): unknown[] {
  const document = typeof policy === "string" ? (JSON.parse(policy) as object) : policy;
  return (document as { Statement: unknown[] }).Statement;
}
