/** What a function finds when it is started here: options, variables, the AWS SDK, credentials. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { LambdaFunction } from "../lambda/lambda";

const VARIABLES = ["AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_SHARED_CREDENTIALS_FILE", "HOME"];

describe("a function at npm start", () => {
  const before = VARIABLES.map((name) => [name, process.env[name]] as const);
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "function-"));
  });

  afterEach(() => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
    delete process.env["LOCAL_AWS_PROFILE"];
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  /** The function whose archive is one CommonJS module of this text. */
  function functionOf(text: string): LambdaFunction {
    const task = path.join(folder, "task");
    fs.mkdirSync(task);
    fs.writeFileSync(path.join(task, "index.js"), text);
    const code = { folder: task, files: ["index.js"], sha256: "" };
    const environment = { variables: { TABLE: "orders" } };
    const inputs = { code, environment, handler: "index.handler", runtime: "nodejs24.x" };
    const arn = "arn:aws:lambda:eu-west-1:000000000000:function:one";
    const resource = {
      type: "aws:lambda/function:Function",
      name: "one",
      custom: true,
      inputs: { ...inputs, memorySize: 512 },
      outputs: { id: "one", arn, version: "1" },
    };
    const program = { resources: [resource], outputs: {} };
    const ignore = (): void => undefined;
    return new LambdaFunction(
      { resource, program, workFolder: folder },
      { concurrency: 1, onLine: ignore, onReport: ignore, onFailure: ignore },
    );
  }

  /** What an expression in the function's handler results in, or how the function fails. */
  async function resultOf(expression: string): Promise<unknown> {
    const running = functionOf(`exports.handler = async () => ${expression};`);
    try {
      const result = await running.invoke({}, "arn");
      return result.kind === "result" ? JSON.parse(result.payload) : result.error.errorMessage;
    } finally {
      await running.retire();
    }
  }

  const ACCESS_KEY = `new (require("@aws-sdk/client-sts").STSClient)({}).config.credentials().then((key) => key.accessKeyId)`;

  /** Files as in the developer's folder .aws. */
  function writeCredentials(): string {
    const file = path.join(folder, "credentials");
    const profiles = ["default", "work"].map(
      (name) => `[${name}]\naws_access_key_id = key-of-${name}\naws_secret_access_key = none\n`,
    );
    fs.writeFileSync(file, profiles.join(""));
    return file;
  }

  it("is started with the options of Lambda's runtime for its memory", async () => {
    const options = (await resultOf("process.execArgv")) as string[];

    expect(options.slice(0, 4)).to.deep.equal([
      "--expose-gc",
      "--max-http-header-size=81920",
      "--max-semi-space-size=25",
      "--max-old-space-size=461",
    ]);
  });

  it("has its own variables and Lambda's, and none of the shell but PATH", async () => {
    process.env["AWS_PROFILE"] = "default";
    process.env["AWS_ACCESS_KEY_ID"] = "of-the-shell";

    const names = (await resultOf("Object.keys(process.env)")) as string[];

    const hasPlatformName = (name: string): boolean => /^(AWS|LAMBDA|_)/.test(name);
    expect(names.filter((name) => !hasPlatformName(name)).sort()).to.deep.equal([
      "LANG",
      "NODE_PATH",
      "PATH",
      "TABLE",
      "TZ",
    ]);
    expect(names).to.not.include("AWS_PROFILE");
    expect(names).to.not.include("AWS_ACCESS_KEY_ID");
  });

  it("is told of files that do not exist in place of the developer's profiles", async () => {
    const names = ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"];
    const read = `["${names.join('", "')}"].map((name) => process.env[name])`;

    const files = (await resultOf(read)) as string[];

    expect(files.map((file) => path.basename(file))).to.deep.equal([
      "no-aws-profile",
      "no-aws-profile",
    ]);
    expect(files.filter((file) => fs.existsSync(file))).to.deep.equal([]);
  });

  it("finds no credentials of AWS, whatever profile the shell has", async () => {
    process.env["AWS_PROFILE"] = "work";
    process.env["AWS_SHARED_CREDENTIALS_FILE"] = writeCredentials();

    const outcome = await resultOf(ACCESS_KEY);

    expect(outcome).to.equal("Could not load credentials from any providers");
  });

  it("finds those of the profile that LOCAL_AWS_PROFILE names", async () => {
    process.env["AWS_SHARED_CREDENTIALS_FILE"] = writeCredentials();
    process.env["LOCAL_AWS_PROFILE"] = "work";

    const outcome = await resultOf(ACCESS_KEY);

    expect(outcome).to.equal("key-of-work");
  });

  it("is told to look for profiles in the home folder, where LOCAL_AWS_PROFILE names one", async () => {
    process.env["LOCAL_AWS_PROFILE"] = "work";
    process.env["HOME"] = folder;

    const files = await resultOf(
      "[process.env.AWS_CONFIG_FILE, process.env.AWS_SHARED_CREDENTIALS_FILE]",
    );

    const aws = path.join(folder, ".aws");
    expect(files).to.deep.equal([path.join(aws, "config"), path.join(aws, "credentials")]);
  });

  it("cannot require what the AWS SDK keeps to itself, as on AWS", async () => {
    const running = functionOf(
      `require("@aws-sdk/client-sts");\nrequire("@smithy/node-http-handler");\nexports.handler = async () => 1;`,
    );

    const failure: unknown = await running.warm().catch((error: unknown) => error);
    await running.retire();

    expect(String(failure)).to.include("Cannot find module '@smithy/node-http-handler'");
  });
});
