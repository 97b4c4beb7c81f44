/**
 * Settings drawn by fast-check: any combination is taken, or refused with messages that name the key
 * and say how to mend it. What must be refused is told here a second time, from docs/settings.md.
 * DRAWN_SETTINGS=5000 draws more; a failure prints the seed.
 */
import { expect } from "chai";
import * as fc from "fast-check";
import * as pulumi from "@pulumi/pulumi";
import { readSettings } from "../../infra/settings";
import { propertyRuns } from "../support/property-runs";
import { any, type Config, fitting, wrongKeys } from "../support/drawn-settings";

const RUNS = Number(process.env["DRAWN_SETTINGS"] ?? propertyRuns(400));
const STACKS = ["dev", "a-stack-whose-name-is-as-long-as-a-function-s"];

/** Lines of the refusal; none where the settings are taken. */
async function refusals(config: Config, stack: string): Promise<readonly string[]> {
  const newResource = (): never => {
    throw new Error("settings are read before anything is declared");
  };
  await pulumi.runtime.setMocks({ newResource, call: newResource }, "mcp-server", stack);
  const full = Object.entries(config).map(([key, value]) => [`mcp-server:${key}`, value] as const);
  pulumi.runtime.setAllConfig({ "aws:region": "ap-northeast-2", ...Object.fromEntries(full) });
  try {
    readSettings();
    return [];
  } catch (error) {
    expect(error).to.be.instanceOf(pulumi.RunError);
    return (error as Error).message.replace("Settings: ", "").split(/\n {10}/);
  }
}

const OF_JWT = /^(jwt|authCacheSeconds$)/;
const OF_API_KEY = /^apiKey/;

/** Keys of which at least one line must tell, each for a reason of its own. */
function expectedKeys(config: Config, stack: string): readonly string[] {
  const { auth = "none", domainName, publicUrl, certificateArn, hostedZoneId } = config;
  const has = (key: string): boolean => key in config;
  const reasons: readonly (readonly [key: string, isWrong: boolean])[] = [
    ...Object.keys(config).map(
      (key) =>
        [
          key,
          (OF_JWT.test(key) && auth !== "jwt") || (OF_API_KEY.test(key) && auth !== "apiKey"),
        ] as const,
    ),
    ["apiKeys", auth === "apiKey" && !has("apiKeys")],
    ...jwtReasons(config),
    ["publicUrl", domainName !== undefined && publicUrl !== undefined],
    ["certificateArn", domainName === undefined && has("certificateArn")],
    ["hostedZoneId", domainName === undefined && has("hostedZoneId")],
    ["domainName", domainName !== undefined && !certificateArn && !hostedZoneId],
    [
      "certificateArn",
      domainName !== undefined && has("certificateArn") && !isOfRegion(certificateArn),
    ],
    ["subnetIds", has("subnetIds") && !has("securityGroupIds")],
    ["securityGroupIds", has("securityGroupIds") && !has("subnetIds")],
    ["alarmTopicArn", has("alarmTopicArn") && !isOfRegion(config["alarmTopicArn"])],
    ["alarmEmail", has("alarmEmail") && has("alarmTopicArn")],
    ["monthlyBudgetUsd", has("monthlyBudgetUsd") && (!has("alarmEmail") || has("alarmTopicArn"))],
    ["logPayloads", config["logPayloads"] === "true" && isQuiet(config)],
  ];
  const isTooLong = auth === "jwt" && `mcp-server-${stack}-authorizer`.length > 64;
  const wrong = reasons.filter(([, isWrong]) => isWrong).map(([key]) => key);
  return [...new Set(isTooLong ? [...wrong, "stack rename"] : wrong)];
}

function jwtReasons(config: Config): readonly (readonly [key: string, isWrong: boolean])[] {
  if (config["auth"] !== "jwt") return [];
  const has = (key: string): boolean => key in config;
  const isFor = ["domainName", "publicUrl", "jwtAudience", "jwtClients"].some(has);
  const isName = (config["jwtAudience"] ?? "").includes("0000-0");
  const isInIdTokens = /roles|permissions/.test(config["jwtScopeClaims"] ?? "");
  return [
    ["jwtIssuer", !has("jwtIssuer")],
    ["jwtAudience", !isFor],
    ["jwtScopes", isName && !has("jwtScopes")],
    ["jwtClients", isName && isInIdTokens && !has("jwtClients")],
  ];
}

function isOfRegion(arn = ""): boolean {
  return arn.includes(":ap-northeast-2:");
}

function isQuiet({ logLevel }: Config): boolean {
  return logLevel === "warn" || logLevel === "error";
}

/** Lines that do not say what to do. */
function withoutCommand(lines: readonly string[]): readonly string[] {
  return lines.filter((line) => !/pulumi (config (set|rm)|stack rename) \S+/.test(line));
}

describe("settings drawn by fast-check", () => {
  const region = process.env["AWS_REGION"];
  const { warn } = console;
  before(() => {
    delete process.env["AWS_REGION"];
    // What the settings warn of is not looked at here, and it is a lot.
    console.warn = () => undefined;
  });
  after(() => {
    console.warn = warn;
    if (region !== undefined) process.env["AWS_REGION"] = region;
    pulumi.runtime.setAllConfig({});
  });

  const stack = fc.constantFrom(...STACKS);
  const options: fc.Parameters<unknown> = { numRuns: RUNS, seed: 20261126 };

  it("are taken where they go together", async () => {
    const property = fc.asyncProperty(fitting, async (config) => {
      expect(await refusals(config, "dev")).to.deep.equal([]);
    });

    await fc.assert(property, options as fc.Parameters<[Config]>);
  });

  it("are taken or refused as docs/settings.md says, naming each key and what mends it", async () => {
    const seen = { taken: 0, refused: 0 };
    const property = fc.asyncProperty(any, stack, async (config, name) => {
      fc.pre(wrongKeys(config).length === 0);
      const expected = expectedKeys(config, name);

      const lines = await refusals(config, name);

      seen[lines.length === 0 ? "taken" : "refused"] += 1;
      expect(lines.length === 0, lines.join("\n")).to.equal(expected.length === 0);
      expect(withoutCommand(lines)).to.deep.equal([]);
      expect(expected.filter((key) => !lines.some((line) => line.includes(key)))).to.deep.equal([]);
      // Nothing else is complained of.
      const known = (line: string): boolean => expected.some((key) => line.includes(key));
      expect(lines.filter((line) => !known(line))).to.deep.equal([]);
    });

    await fc.assert(property, options as fc.Parameters<[Config, string]>);
    expect(Math.min(seen.taken, seen.refused)).to.be.greaterThan(RUNS / 10);
  });

  it("are refused where a value is wrong by itself, whatever stands beside it", async () => {
    const property = fc.asyncProperty(any, stack, async (config, name) => {
      const wrong = wrongKeys(config);
      fc.pre(wrong.length > 0);

      const lines = await refusals(config, name);

      for (const key of wrong) {
        const value = config[key] ?? "";
        const told = lines.find((line) => line.startsWith(`mcp-server:${key} is "${value}" but`));
        expect(told, `${key} ${value}`).to.include(`pulumi config set mcp-server:${key} `);
      }
      expect(withoutCommand(lines)).to.deep.equal([]);
    });

    await fc.assert(property, options as fc.Parameters<[Config, string]>);
  });
});
