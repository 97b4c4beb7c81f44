/** Settings of who may call that are right by themselves, and wrong or of no use beside others. */
import * as pulumi from "@pulumi/pulumi";
import { whyTooManyCidrs } from "../api/resource-policy";
import type { Settings } from "../settings";
import type { SettingsReader } from "../settings-reader";
import { resourceUrl } from "./urls";

/** By the mode that they belong to: with another one the server would look safer than it is. */
const OF_MODE = {
  jwt: [
    "jwtIssuer",
    "jwtAudience",
    "jwtClients",
    "jwtScopes",
    "jwtScopePrefix",
    "jwtScopeClaims",
    "jwtClaims",
    "jwtJwksUri",
    "authCacheSeconds",
  ],
  apiKey: ["apiKeys", "apiKeyRate", "apiKeyBurst", "apiKeyQuotaPerDay"],
} as const;

/** A function's name has 64 characters, and the authorizer's is the longer one. */
const MAX_NAME = 64 - "-authorizer".length;

/** Collects in the reader what does not go together. */
export function checkAuthorization(settings: Settings, reader: SettingsReader): void {
  const { auth } = settings.authorization;
  for (const mode of ["jwt", "apiKey"] as const) {
    if (auth === mode) continue;
    for (const key of OF_MODE[mode]) if (reader.isSet(key)) reader.unused(key, "auth", mode);
  }
  if (auth === "jwt") checkTokens(settings, reader);
  if (auth === "apiKey" && settings.authorization.apiKeys.length === 0) {
    const reason = "each caller has a key of its own name";
    reader.missing("auth", "apiKeys", { reason, example: "alice,ci" });
  }
  checkAddresses(settings, reader);
  checkDomain(settings, reader);
  checkNetwork(settings, reader);
}

function checkTokens({ shared, authorization }: Settings, reader: SettingsReader): void {
  const { jwtIssuer, jwtAudience, jwtClients, jwtScopes } = authorization;
  if (jwtIssuer === undefined) {
    const reason = "tokens of one issuer are taken, and only its keys verify them";
    reader.missing("auth", "jwtIssuer", { reason, example: "https://issuer.example.com" });
  }
  const isFor = resourceUrl(authorization);
  if (isFor === undefined && jwtAudience.length + jwtClients.length === 0) {
    const reason =
      "without domainName or publicUrl nobody knows the URL that tokens are for, and tokens for anything would be taken";
    reader.missing("auth", "jwtAudience", { reason, example: "https://mcp.example.com/mcp" });
  }
  const names = jwtAudience.filter((audience) => !URL.canParse(audience));
  if (names.length > 0 && jwtScopes.length === 0) {
    const reason = `the audience ${names.join(", ")} is no URL, so that ID tokens may have it too, and scopes tell them apart`;
    reader.missing("jwtAudience", "jwtScopes", { reason, example: "mcp" });
  }
  if (shared.name.length > MAX_NAME) {
    reader.report(
      `"${shared.name}-authorizer" cannot name the authorizer: AWS takes at most 64 characters. Choose another stack name (pulumi stack rename NAME) or another project name in Pulumi.yaml`,
    );
  }
}

function checkAddresses(
  { shared, authorization: { auth } }: Settings,
  reader: SettingsReader,
): void {
  const { allowedCidrs: cidrs, stage } = shared;
  const reason = whyTooManyCidrs({ cidrs, auth, stage });
  if (reason === undefined) return;
  const key = `${reader.project}:allowedCidrs`;
  reader.report(`${key} ${reason}. Set it: pulumi config set ${key} 203.0.113.0/24`);
}

function checkDomain({ authorization, api }: Settings, reader: SettingsReader): void {
  const { domainName, publicUrl } = authorization;
  const { certificateArn, hostedZoneId } = api;
  if (domainName === undefined) {
    const reason = "it is for that name";
    for (const key of ["certificateArn", "hostedZoneId"] as const) {
      if (api[key] === undefined) continue;
      reader.missing(key, "domainName", { reason, example: "mcp.example.com" });
    }
    return;
  }
  if (publicUrl !== undefined) {
    reader.conflict("domainName", "publicUrl", "the URL of a server with a domain is known");
  }
  if (certificateArn === undefined && hostedZoneId === undefined) {
    const reason =
      "a certificate is made and validated in that zone; with certificateArn you bring your own";
    reader.missing("domainName", "hostedZoneId", { reason, example: "Z0123456789EXAMPLE" });
  }
  const region = certificateArn?.split(":")[3];
  if (region !== undefined && reader.region !== undefined && region !== reader.region) {
    const reason = `the certificate is in ${region}, and a regional API takes those of its own region`;
    reader.conflict("aws:region", "certificateArn", reason);
  }
}

function checkNetwork(
  { function: { subnetIds, securityGroupIds } }: Settings,
  reader: SettingsReader,
): void {
  const reason = "Lambda takes both or none";
  if (subnetIds.length > 0 && securityGroupIds.length === 0) {
    reader.missing("subnetIds", "securityGroupIds", { reason, example: "sg-0123456789abcdef0" });
  }
  if (securityGroupIds.length > 0 && subnetIds.length === 0) {
    reader.missing("securityGroupIds", "subnetIds", {
      reason,
      example: "subnet-0123456789abcdef0",
    });
  }
}

/** Warns of what is legal, and keeps somebody out. */
export function warnOfAccess({ shared, authorization }: Settings): void {
  const { auth, publicUrl } = authorization;
  const url = resourceUrl(authorization);
  if (auth === "jwt") warnOfSignIn(url);
  if (shared.allowedCidrs.length === 0 || publicUrl === undefined) return;
  if (/\.execute-api\.[^/]+\/[^/]+\/mcp$/.test(publicUrl)) return;
  void pulumi.log.warn(
    `allowedCidrs is compared with the addresses that API Gateway sees, and behind ${new URL(publicUrl).host} these are those of what forwards the requests (CloudFront, a proxy), not the callers': list them, or check addresses there`,
  );
}

function warnOfSignIn(url: string | undefined): void {
  if (url === undefined) {
    void pulumi.log.warn(
      'No client can sign in by itself (auth: jwt): it finds the issuer through the server\'s URL, and neither domainName nor publicUrl says it. Scripts that bring a token can call. After the first deployment: pulumi config set publicUrl "$(pulumi stack output endpoint)", then pulumi up; for all clients set domainName',
    );
  } else if (new URL(url).pathname !== "/mcp") {
    void pulumi.log.warn(
      `Claude Code, and hosted clients that look for the issuer at the root of ${new URL(url).host}, cannot sign in (auth: jwt): under a stage API Gateway answers there itself. Clients on the MCP SDK can, and scripts that bring a token. For all clients set domainName`,
    );
  }
}
