/**
 * Rules of policy/ over what drawn settings declare: whatever goes together, nothing is open that
 * should not be, nothing leaks, and the settings have been followed. Of what is drawn, as many as have
 * all that `COVERED` names; DRAWN_PROGRAMS=200 takes that many.
 * Does not prove that AWS accepts it.
 */
import { expect } from "chai";
import * as fc from "fast-check";
import { mcpApis } from "../../policy/api-document";
import { ofType, type Resource, text, values, variablesOf } from "../../policy/resource";
import { RULES } from "../../policy/rules";
import { declaredResources } from "../support/declared-resources";
import { type Config, fitting } from "../support/drawn-settings";

const PROGRAMS = process.env["DRAWN_PROGRAMS"];
const SEED = 20261133;

const COVERED: Readonly<Record<string, (config: Config) => boolean>> = {
  "auth none": ({ auth = "none" }) => auth === "none",
  "auth iam with addresses": ({ auth, allowedCidrs }) =>
    auth === "iam" && allowedCidrs !== undefined,
  "auth apiKey at a domain": ({ auth, domainName }) =>
    auth === "apiKey" && domainName !== undefined,
  "auth jwt at a domain": ({ auth, domainName }) => auth === "jwt" && domainName !== undefined,
  "auth jwt at a public URL": ({ auth, publicUrl }) => auth === "jwt" && publicUrl !== undefined,
  "auth jwt without a cache": ({ auth, authCacheSeconds }) =>
    auth === "jwt" && authCacheSeconds === "0",
  "a certificate that is made": ({ hostedZoneId, certificateArn }) =>
    hostedZoneId !== undefined && certificateArn === undefined,
  "a firewall": ({ waf }) => waf === "true",
  "a VPC": ({ subnetIds }) => subnetIds !== undefined,
};

/** Drawn ahead, so that each is a test with a time of its own. */
function drawnConfigs(): readonly Config[] {
  if (PROGRAMS !== undefined) {
    return fc.sample(fitting, { numRuns: Number(PROGRAMS), seed: SEED });
  }
  const missing = new Set(Object.keys(COVERED));
  return fc.sample(fitting, { numRuns: 100, seed: SEED }).filter((config) => {
    const found = [...missing].filter((what) => COVERED[what]?.(config) === true);
    for (const what of found) missing.delete(what);
    return found.length > 0;
  });
}

function problems(resources: readonly Resource[]): readonly string[] {
  return RULES.flatMap(({ name, problems: of }) => of(resources).map((each) => `${name}: ${each}`));
}

/** What has been declared of what settings ask for, in the words of the settings. */
function followed(resources: readonly Resource[]): Readonly<Record<string, unknown>> {
  const [api, ...others] = mcpApis(resources);
  expect(others).to.deep.equal([]);
  const count = (type: string): number => ofType(resources, type).length;
  const [stage] = ofType(resources, "aws:apigateway/stage:Stage");
  const [domain] = ofType(resources, "aws:apigateway/domainName:DomainName");
  const server = ofType(resources, "aws:lambda/function:Function").find(
    ({ inputs }) => inputs["name"] === "mcp-server-dev",
  );
  const metadata = api?.operations.filter(
    ({ path, method }) => path.startsWith("/.well-known/") && method === "get",
  );
  return {
    auth: api?.auth,
    authorizer: api?.authorizerFunction !== undefined,
    metadata: metadata?.length,
    apiKeys: count("aws:apigateway/apiKey:ApiKey"),
    domainName: domain?.inputs["domainName"],
    zone: count("aws:route53/record:Record") > 0,
    certificate: count("aws:acm/certificate:Certificate"),
    waf: count("aws:wafv2/webAclAssociation:WebAclAssociation"),
    subnets: text(JSON.stringify(values(server?.inputs["vpcConfig"])["subnetIds"])),
    xray: stage?.inputs["xrayTracingEnabled"],
    accessLogs: stage?.inputs["accessLogSettings"] !== undefined,
    cidrs: addresses(api?.body["x-amazon-apigateway-policy"] ?? api?.resource.inputs["policy"]),
    callers: variablesOf(server)["LOG_CALLERS"],
    cacheSeconds: api?.authorizer?.["authorizerResultTtlInSeconds"],
  };
}

/** Addresses that a policy names. */
function addresses(policy: unknown): string {
  const all = typeof policy === "string" ? policy : JSON.stringify(policy ?? "");
  return (all.match(/"[0-9a-f.:]+\/\d+"/g) ?? []).join().replaceAll('"', "");
}

/** The same, told from the settings alone. */
function expected(config: Config): Readonly<Record<string, unknown>> {
  const { auth = "none", domainName, certificateArn, hostedZoneId, publicUrl } = config;
  const isJwt = auth === "jwt";
  const hasUrl = (domainName ?? publicUrl) !== undefined;
  return {
    auth,
    authorizer: isJwt,
    metadata: isJwt && hasUrl ? 2 : 0,
    apiKeys: (config["apiKeys"] ?? "").split(",").filter((name) => name !== "").length,
    domainName,
    zone: hostedZoneId !== undefined,
    certificate: domainName !== undefined && certificateArn === undefined ? 1 : 0,
    waf: config["waf"] === "true" ? 1 : 0,
    subnets:
      config["subnetIds"] === undefined ? "" : JSON.stringify(config["subnetIds"].split(",")),
    xray: config["xray"] === "true",
    accessLogs: config["accessLogs"] === "true",
    cidrs: config["allowedCidrs"] ?? "",
    callers: config["logCallers"] === "true" ? "true" : undefined,
    cacheSeconds: isJwt ? Number(config["authCacheSeconds"] ?? 300) : undefined,
  };
}

describe("a program of drawn settings", () => {
  const drawn = drawnConfigs();

  it("has every mode, and what changes most in it", () => {
    const missing = Object.keys(COVERED).filter((what) => {
      return !drawn.some((config) => COVERED[what]?.(config));
    });

    expect(missing).to.deep.equal([]);
  });

  for (const [index, config] of drawn.entries()) {
    const { auth = "none", ...others } = config;
    const what = `auth ${auth} and ${Object.keys(others).length} settings`;

    it(`${index + 1}, with ${what}, breaks no rule and has what they ask for`, async () => {
      const resources = await declaredResources(config);

      expect(problems(resources), JSON.stringify(config)).to.deep.equal([]);
      expect(followed(resources), JSON.stringify(config)).to.deep.equal(expected(config));
    });
  }
});
