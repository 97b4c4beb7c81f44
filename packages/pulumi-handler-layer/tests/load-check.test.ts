import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { callbackFactoryText } from "../callback-factory";
import { knownVariables, loadFailure, type LoadFailure } from "../load-check";
import { buildHandler } from "./support/environment";

/** What fails when a module is loaded as Lambda would. */
async function failureOf(
  text: string,
  variables: Readonly<Record<string, string | undefined>> = {},
  memoryMb?: number,
): Promise<LoadFailure | undefined> {
  const root = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "handler-project-"));
  try {
    fs.writeFileSync(path.join(root, "handler.ts"), text);
    const built = await buildHandler({ root, module: "handler.ts" });
    const factoryText = callbackFactoryText(built.modules);
    return await loadFailure({ ...built, factoryText, root, memoryMb }, variables);
  } finally {
    fs.rmSync(root, { recursive: true });
  }
}

describe("loadFailure", () => {
  before(() => {
    pulumi.runtime.setAllConfig({ "aws:region": "eu-west-1" });
  });

  it("loads with the function's variables and those that Lambda has", async () => {
    const names = "AWS_REGION AWS_LAMBDA_FUNCTION_NAME AWS_EXECUTION_ENV TABLE";

    const failure = await failureOf(
      `for (const name of "${names}".split(" ")) if (!process.env[name]) throw new Error(name);
       export const createHandler = () => async () => 1;`,
      { TABLE: "orders" },
    );

    expect(failure).to.equal(undefined);
  });

  it("names the line of the handler that fails, and lets it have no variable of the shell", async () => {
    process.env["OF_THE_SHELL"] = "1";

    const failure = await failureOf(
      `export const createHandler = () => async () => 1;\n\nif (!process.env.OF_THE_SHELL) throw new Error("not configured");`,
    );

    delete process.env["OF_THE_SHELL"];
    expect(failure?.words).to.include("not configured (handler.ts:3)");
    expect(failure?.isOfPackage).to.equal(false);
  });

  it("lets it write to /tmp alone", async () => {
    const failure = await failureOf(
      `import { writeFileSync } from "node:fs";\nwriteFileSync("/var/x", "");\nexport const createHandler = () => async () => 1;`,
    );

    expect(failure?.words).to.include("handler.ts:2");
  });

  it("starts it with the options of Lambda's runtime", async () => {
    const text = `import { getHeapStatistics } from "node:v8";
      if (typeof gc !== "function") throw new Error("no gc");
      throw new Error(Math.round(getHeapStatistics().heap_size_limit / 1048576) + " MB");
      export const createHandler = () => async () => 1;`;

    const failures = [await failureOf(text), await failureOf(text, {}, 1024)];

    // V8 makes 8 and 64 MB of halves of 6 and 51, and may have three of them beside the old ones.
    expect(failures.map((failure) => failure?.words.split(": ")[1])).to.deep.equal([
      "140 MB (handler.ts:3)",
      "1114 MB (handler.ts:3)",
    ]);
  });

  it("leaves secrets out, and lets no profile of AWS be found", async () => {
    const variables = await knownVariables({ STAGE: "dev", STATE_KEY: pulumi.secret("key") });

    const failure = await failureOf(
      `import { existsSync } from "node:fs";
       const { STAGE, STATE_KEY, AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
       const files = [AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE];
       const found = files.map((file) => typeof file + " " + existsSync(file!));
       throw new Error([STAGE, STATE_KEY, ...found].join());
       export const createHandler = () => async () => 1;`,
      variables,
    );

    expect(variables).to.deep.equal({ STAGE: "dev", STATE_KEY: undefined });
    expect(failure?.words).to.include(": dev,,string false,string false (handler.ts:5)");
  });
});
