/** Signatures of smoke: whose credentials they are made with, and what it means that there are none. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { isWell } from "../../../scripts/smoke/run-smoke";
import { signer } from "../../../scripts/smoke/signer";
import { runAgainst, withPermission } from "./run-against";

const REQUEST = { method: "POST", headers: {}, body: "{}" };
const URL_OF_API = "https://abc.execute-api.ap-northeast-2.amazonaws.com/dev/mcp";
const DEPLOYER = { region: "ap-northeast-2", profile: "deployer" };

const NAMES = [
  ...["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_EC2_METADATA_DISABLED"],
  ...["AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE", "AWS_REGION", "AWS_DEFAULT_REGION"],
];

describe("a signature of smoke", () => {
  const before = { ...process.env };
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "signer-"));
    for (const name of NAMES) Reflect.deleteProperty(process.env, name);
    process.env["AWS_EC2_METADATA_DISABLED"] = "true";
    process.env["AWS_CONFIG_FILE"] = path.join(folder, "config");
    process.env["AWS_SHARED_CREDENTIALS_FILE"] = path.join(folder, "credentials");
  });

  afterEach(() => {
    for (const name of NAMES) {
      if (before[name] === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = before[name];
    }
    fs.rmSync(folder, { recursive: true });
  });

  it("is made with the stack's profile, whatever the environment has", async () => {
    const section = (name: string, key: string): string =>
      `[${name}]\naws_access_key_id = ${key}\naws_secret_access_key = example\n`;
    const text = section("deployer", "AKIDDEPLOYER") + section("other", "AKIDOTHER");
    fs.writeFileSync(path.join(folder, "credentials"), text);
    process.env["AWS_PROFILE"] = "other";

    const ofStack = await signer(URL_OF_API, DEPLOYER)(REQUEST);
    const ofMachine = await signer(URL_OF_API)(REQUEST);

    const scope = /Credential=(\w+)\/\d+\/ap-northeast-2\/execute-api\//;
    const keyOf = (headers: Readonly<Record<string, string>>): string | undefined =>
      scope.exec(headers["Authorization"] ?? "")?.[1];
    expect([keyOf(ofStack), keyOf(ofMachine)]).to.deep.equal(["AKIDDEPLOYER", "AKIDOTHER"]);
  });

  it("that cannot be made ends the checks with a warning, which names the profile", async () => {
    const headers = signer(URL_OF_API, DEPLOYER);
    const run = await runAgainst(withPermission, { headers, from: "stack" });

    expect(isWell(run), JSON.stringify(run.rows)).to.equal(true);
    expect(run.rows.at(-1)).to.include({ check: "who may call", status: "warning" });
    expect(run.rows.at(-1)?.says).to.match(/; the rest needs proof of who calls$/);
    expect(run.rows.at(-1)?.remedy).to.equal(
      "The profile deployer (aws:profile) has no AWS credentials to sign with: aws sso login --profile deployer",
    );
    expect(run.notAsked).to.have.length(9);
  });

  const lacking: readonly (readonly [string, string, RegExp])[] = [
    ["credentials", URL_OF_API, /^There are no AWS credentials to sign with: set AWS_PROFILE/],
    ["a region", "https://mcp.example.com/mcp", /^A signature needs the region of the API/],
  ];
  for (const [what, url, reason] of lacking) {
    it(`that an option asks for is an error without ${what}`, async () => {
      let message = "";
      try {
        await runAgainst(withPermission, { headers: signer(url), from: "option" });
      } catch (error) {
        ({ message } = error as Error);
      }
      expect(message).to.match(reason);
    });
  }
});
