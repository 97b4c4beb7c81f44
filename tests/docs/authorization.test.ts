/** docs/authorization.md: what is there to be pasted is accepted, and its tool runs as it says. */
import { expect } from "chai";
import { type Caller } from "mcp-lambda";
import { runTool } from "mcp-lambda/testing";
import type { AnyTool } from "mcp-lambda";
import { transformSync } from "esbuild";
import { createRequire } from "node:module";
import { readConfig } from "../support/read-config";
import { configOf, fencedBlocks, readDocument } from "./settings-of-docs";

const TEXT = readDocument("docs/authorization.md");
const ENDPOINT = "https://abc123.execute-api.ap-northeast-2.amazonaws.com/dev/mcp";

const BLOCKS = fencedBlocks(TEXT, "sh").flatMap((block) => {
  const config = configOf(block.replaceAll('"$(pulumi stack output endpoint)"', ENDPOINT));
  return Object.keys(config).length === 0 ? [] : [config];
});

/** The tool of the page, with nothing in place of its imports. */
function exampleTool(): AnyTool {
  const [source = ""] = fencedBlocks(TEXT, "ts");
  const { code } = transformSync(source, { loader: "ts", format: "cjs" });
  const exported: { cancelOrder?: () => AnyTool } = {};
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a block of the page, which is ours
  const evaluate = new Function("module", "require", code) as (
    module: object,
    require: NodeJS.Require,
  ) => void;
  const module = { exports: exported };
  evaluate(module, createRequire(__filename));
  const { cancelOrder } = module.exports;
  if (cancelOrder === undefined) throw new Error("the page's tool is not exported");
  return cancelOrder();
}

describe("docs/authorization.md", () => {
  it("has settings for each mode but the default, and for each issuer", () => {
    const issuers = BLOCKS.map(({ jwtIssuer = "" }) => jwtIssuer).filter((url) => url !== "");

    expect(new Set(BLOCKS.map(({ auth }) => auth))).to.deep.equal(
      new Set(["iam", "apiKey", "jwt"]),
    );
    for (const host of ["cognito-idp", "microsoftonline", "auth0", "okta", "keycloak", "authkit"]) {
      expect(issuers.join(" ")).to.include(host);
    }
  });

  for (const [index, config] of BLOCKS.entries()) {
    const title = Object.entries(config).map(([key, value]) => `${key}=${value}`);
    it(`has settings that are accepted (${index + 1}): ${title.join(" ").slice(0, 120)}`, async () => {
      const { settings, warnings } = await readConfig(config);

      expect(settings.authorization.auth).to.equal(config["auth"]);
      // Where there is a domain everybody can sign in, and nothing is to be warned of.
      if (config["domainName"] !== undefined) expect(warnings).to.deep.equal([]);
    });
  }

  it("has a tool that knows an order's owner by issuer and subject", async () => {
    const tool = exampleTool();
    const alice: Caller = {
      kind: "jwt",
      subject: "alice",
      issuer: "https://issuer.example.com",
      scopes: ["orders:write"],
      expiresAt: new Date(Date.now() + 60_000),
      claims: {},
    };

    const anonymous = await runTool(tool, { number: "1" });
    const signedIn = await runTool(tool, { number: "1" }, alice);

    expect(tool.scopes).to.deep.equal(["orders:write"]);
    expect(anonymous.content).to.deep.equal([{ type: "text", text: "Sign in to cancel orders." }]);
    expect(signedIn.content).to.deep.equal([{ type: "text", text: "You have no order 1." }]);
  });
});
