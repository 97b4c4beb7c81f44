import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { UserError } from "../user-error";
import { readStackSettings } from "../program/stack-settings";

describe("readStackSettings", () => {
  let folder: string;
  const { PULUMI_CONFIG } = process.env;

  beforeEach(() => {
    delete process.env["PULUMI_CONFIG"];
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "settings-"));
    write("Pulumi.yaml", "name: shop\nruntime: nodejs\n");
    write("Pulumi.dev.yaml", "config:\n  aws:region: eu-west-1\n  shop:size: 3\n");
  });

  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
    if (PULUMI_CONFIG !== undefined) process.env["PULUMI_CONFIG"] = PULUMI_CONFIG;
    else delete process.env["PULUMI_CONFIG"];
  });

  function write(file: string, text: string): void {
    fs.writeFileSync(path.join(folder, file), text);
  }

  function refusal(stack = "dev"): string {
    try {
      readStackSettings(folder, stack);
    } catch (error) {
      expect(error).to.be.instanceOf(UserError);
      return (error as Error).message;
    }
    throw new Error("the settings were accepted");
  }

  it("gives project, stack and settings, numbers and objects as text", () => {
    write("Pulumi.dev.yaml", "config:\n  shop:size: 3\n  shop:on: true\n  shop:list: [a, 1]\n");
    expect(readStackSettings(folder, "dev")).to.deep.equal({
      project: "shop",
      stack: "dev",
      config: { "shop:size": "3", "shop:on": "true", "shop:list": '["a",1]' },
    });
  });

  it("lets the stack win over the project, the local file over the stack, the variable over all", () => {
    write(
      "Pulumi.yaml",
      "name: shop\nconfig:\n  a: 1\n  b: {value: 1}\n  shop:c: {default: 1}\n  d: 1\n",
    );
    write("Pulumi.dev.yaml", "config:\n  shop:b: 2\n  shop:c: 2\n  shop:d: 2\n");
    write("Pulumi.dev.local.yaml", "config:\n  shop:c: 3\n  shop:d: 3\n");
    process.env["PULUMI_CONFIG"] = '{"d": "4"}';
    expect(readStackSettings(folder, "dev").config).to.deep.equal({
      "shop:a": "1",
      "shop:b": "2",
      "shop:c": "3",
      "shop:d": "4",
    });
  });

  it("reads a key without a namespace as the project's, as the CLI does", () => {
    write("Pulumi.dev.yaml", "config:\n  size: 3\n");
    expect(readStackSettings(folder, "dev").config).to.deep.equal({ "shop:size": "3" });
  });

  it("takes a stack file without settings", () => {
    write("Pulumi.dev.yaml", "");
    expect(readStackSettings(folder, "dev").config).to.deep.equal({});
  });

  it("names the stacks that there are when one is missing", () => {
    write("Pulumi.prod.yaml", "");
    expect(refusal("staging")).to.include('no stack "staging"').and.include("dev, prod");
    expect(refusal("staging")).to.not.include("Did you mean");
    expect(refusal("prdo")).to.include("Did you mean prod?");
  });

  it("says where to give an encrypted setting in clear text", () => {
    write("Pulumi.dev.yaml", "config:\n  shop:token:\n    secure: v1:abc\n");
    expect(refusal())
      .to.include("shop:token")
      .and.include("Pulumi.dev.local.yaml")
      .and.include("PULUMI_CONFIG");
    write("Pulumi.dev.local.yaml", "config:\n  shop:token: plain\n");
    expect(readStackSettings(folder, "dev").config).to.deep.equal({ "shop:token": "plain" });
  });

  it("says which file is not YAML", () => {
    write("Pulumi.dev.yaml", "config: [");
    expect(refusal()).to.include("Pulumi.dev.yaml is not valid YAML");
  });

  it("says that PULUMI_CONFIG is not JSON", () => {
    process.env["PULUMI_CONFIG"] = "token=1";
    expect(refusal()).to.include("PULUMI_CONFIG is not JSON");
  });

  it("says that there is no project", () => {
    fs.rmSync(path.join(folder, "Pulumi.yaml"));
    expect(refusal()).to.include("no Pulumi.yaml");
  });
});
