/**
 * Settings made with --secret: what the program reads of them, and what the local function gets.
 * That the state has no clear text is shown with the real engine, in tests/e2e/secrets.e2e.ts.
 */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { readSettings } from "../../infra/settings";
import { SettingsReader } from "../../infra/settings-reader";
import { copyProject } from "../support/project-copy";
import { declare, only, stackSettings } from "../support/program";

const KEY = "mcp-server:ordersApiKey";
const VALUE = "0123456789abcdef";

/** A reader of a stack with this configuration, of which some keys are encrypted. */
async function readerOf(
  config: Readonly<Record<string, string>>,
  encrypted: readonly string[] = Object.keys(config),
): Promise<SettingsReader> {
  const none = (): never => {
    throw new Error("nothing is declared");
  };
  await pulumi.runtime.setMocks({ newResource: none, call: none }, "mcp-server", "dev");
  pulumi.runtime.setAllConfig({ "aws:region": "ap-northeast-2", ...config }, [...encrypted]);
  return new SettingsReader(new pulumi.Config("mcp-server"), "mcp-server");
}

function secretOf(reader: SettingsReader): pulumi.Output<string> | undefined {
  return reader.secret("ordersApiKey", "the key of the orders API, 16 characters", /^\w{16}$/);
}

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).to.be.instanceOf(pulumi.RunError);
    return (error as Error).message;
  }
  throw new Error("the settings were accepted");
}

describe("SettingsReader.secret", () => {
  after(() => {
    pulumi.runtime.setAllConfig({});
  });

  it("gives the value as a secret", async () => {
    const reader = await readerOf({ [KEY]: VALUE });

    const secret = secretOf(reader);

    expect(await pulumi.isSecret(secret ?? pulumi.output(""))).to.equal(true);
    expect(await new Promise((resolve) => secret?.apply(resolve))).to.equal(VALUE);
    expect(() => {
      reader.throwIfInvalid();
    }).to.not.throw();
  });

  it("gives a secret also where the value is not encrypted, as for npm start", async () => {
    const secret = secretOf(await readerOf({ [KEY]: VALUE }, []));

    expect(await pulumi.isSecret(secret ?? pulumi.output(""))).to.equal(true);
  });

  it("gives undefined for what is not set, and knows the key", async () => {
    const reader = await readerOf({});

    expect(secretOf(reader)).to.equal(undefined);
    expect(() => {
      reader.throwIfInvalid();
    }).to.not.throw();
  });

  it("refuses another form with key, form and command, and never with the value", async () => {
    const reader = await readerOf({ [KEY]: "too short" });
    secretOf(reader);

    const message = refusal(() => {
      reader.throwIfInvalid();
    });

    expect(message)
      .to.include(`${KEY} must be the key of the orders API, 16 characters`)
      .and.include(`pulumi config set --secret ${KEY}`)
      .and.not.include("too short");
  });
});

describe("a setting that is no secret", () => {
  after(() => {
    pulumi.runtime.setAllConfig({});
  });

  for (const [key, value] of [
    ["alarmEmail", "you@example.com"],
    ["apiName", "Tools"],
    ["memoryMb", "1024"],
    ["auth", "iam"],
    ["allowedOrigins", "https://app.example.com"],
    ["allowDynamicRequire", "a-package"],
  ] as const) {
    it(`is refused when it is encrypted (${key}): it would lie in clear in the state`, async () => {
      await readerOf({ [`mcp-server:${key}`]: value });

      const message = refusal(readSettings);

      expect(message)
        .to.include(`mcp-server:${key} is encrypted, but the program reads it as no secret`)
        .and.include(`pulumi config set mcp-server:${key}`)
        .and.not.include(value);
    });
  }
});

describe("a secret variable in infra/tool-access.ts", () => {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-server-secret-"));
  after(() => {
    fs.rmSync(work, { recursive: true, force: true });
  });

  it("reaches the function of npm start with its value", async () => {
    const root = copyProject(path.join(work, "project"));
    const file = path.join(root, "infra", "tool-access.ts");
    const text = fs.readFileSync(file, "utf8");
    const wired = text
      .replace("import type * as pulumi", "import * as pulumi")
      .replace("= {};", `= { ORDERS_API_KEY: pulumi.secret("${VALUE}") };`);
    fs.writeFileSync(file, wired);

    const { program } = await declare({ programFolder: root, settings: stackSettings() });

    const { inputs } = only(program, "aws:lambda/function:Function");
    expect(inputs["environment"]).to.have.nested.property("variables.ORDERS_API_KEY", VALUE);
  });
});
