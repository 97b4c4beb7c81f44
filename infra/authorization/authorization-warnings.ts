/** Settings of who may call that are legal, and keep somebody out, or let in more than it seems. */
import * as pulumi from "@pulumi/pulumi";
import { localUrl } from "../local-run";
import type { Settings } from "../settings";
import { isLocal, resourceUrl } from "./urls";

type Authorization = Settings["authorization"];

/** Says so, and stops nothing. */
export function warnOfAccess({ shared, authorization }: Settings): void {
  const warnings = [
    ...(authorization.auth === "jwt" ? ofTokens(authorization) : []),
    ...ofAddresses(shared.allowedCidrs, authorization),
  ];
  for (const warning of warnings) void pulumi.log.warn(warning);
}

function ofTokens(authorization: Authorization): readonly string[] {
  const url = resourceUrl(authorization);
  return [
    ...ofSignIn(url),
    ...ofScopeClaims(authorization),
    ...ofScopes(authorization),
    ...ofLocalUrl(authorization),
  ];
}

function ofSignIn(url: string | undefined): readonly string[] {
  if (url === undefined) {
    return [
      'No client can sign in by itself (auth: jwt): it finds the issuer through the server\'s URL, and neither domainName nor publicUrl says it. Scripts that bring a token can call. After the first deployment: pulumi config set publicUrl "$(pulumi stack output endpoint)", then pulumi up; for all clients set domainName',
    ];
  }
  const { pathname, host } = new URL(url);
  if (pathname === "/mcp") return [];
  return [
    `Claude Code, and hosted clients that look for the issuer at the root of ${host}, cannot sign in (auth: jwt): under a stage API Gateway answers there itself. Clients on the MCP SDK can, and scripts that bring a token. For all clients set domainName`,
  ];
}

/** Claims that issuers fill by what somebody was given. */
const GRANTED = ["scope", "scp", "permissions", "roles", "groups", "cognito:groups"];

function ofScopeClaims({ jwtScopeClaims }: Authorization): readonly string[] {
  const others = jwtScopeClaims.filter((claim) => !GRANTED.includes(claim));
  if (others.length === 0) return [];
  return [
    `jwtScopeClaims counts what stands in ${others.join(", ")} as scopes. What people can write there themselves (a name, an address, a profile) lets them have any scope: make sure that only the issuer fills it, or leave it out`,
  ];
}

/** Of OpenID Connect: https://openid.net/specs/openid-connect-core-1_0.html#ScopeClaims */
const OF_SIGN_IN = ["openid", "profile", "email", "address", "phone"];

function ofScopes({ jwtScopes }: Authorization): readonly string[] {
  if (jwtScopes.length === 0 || jwtScopes.some((scope) => !OF_SIGN_IN.includes(scope))) return [];
  return [
    `jwtScopes (${jwtScopes.join(", ")}) keeps nobody out: issuers give these to every client that signs people in. Add a scope of this server's own, such as mcp`,
  ];
}

/**
 * A local run has a URL of its own, where a deployment has none. With an issuer of this machine, as
 * `npm start -- --oauth` makes it, settings are not those that are deployed.
 */
function ofLocalUrl(authorization: Authorization): readonly string[] {
  const { domainName, publicUrl, jwtAudience, jwtClients, jwtIssuer = "" } = authorization;
  if (localUrl() === undefined || isLocal(jwtIssuer)) return [];
  if (domainName !== undefined || publicUrl !== undefined) return [];
  if (jwtAudience.length + jwtClients.length > 0) return [];
  return [
    "A deployment of these settings is refused, since it does not know what tokens are for; here the local URL stands in. Before pulumi up set domainName, publicUrl, jwtAudience or jwtClients",
  ];
}

function ofAddresses(
  cidrs: readonly string[],
  { publicUrl }: Pick<Authorization, "publicUrl">,
): readonly string[] {
  if (cidrs.length === 0 || publicUrl === undefined) return [];
  if (/\.execute-api\.[^/]+\/[^/]+\/mcp$/.test(publicUrl)) return [];
  return [
    `allowedCidrs is compared with the addresses that API Gateway sees, and behind ${new URL(publicUrl).host} these are those of what forwards the requests (CloudFront, a proxy), not the callers': list them, or check addresses there`,
  ];
}
