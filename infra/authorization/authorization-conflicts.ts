/** Settings of who may call that are right by themselves, and wrong or of no use beside others. */
import type { Settings } from "../settings";
import type { SettingsReader } from "../settings-reader";
import { isApiUrl, resourceUrl } from "./urls";

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

/** Claims that ID tokens do not have. */
const OF_ACCESS_TOKENS = ["scope", "scp"];

const FOR_ANYTHING =
  "without domainName or publicUrl nobody knows the URL that tokens are for, and tokens for anything would be taken";
const AUDIENCE = "https://mcp.example.com/mcp";

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
}

function checkTokens({ shared, authorization }: Settings, reader: SettingsReader): void {
  const { jwtIssuer, jwtAudience, jwtClients } = authorization;
  if (jwtIssuer === undefined) {
    const reason = "tokens of one issuer are taken, and only its keys verify them";
    reader.missing("auth", "jwtIssuer", { reason, example: "https://issuer.example.com" });
  }
  const isFor = resourceUrl(authorization);
  if (isFor === undefined && jwtAudience.length + jwtClients.length === 0) {
    reader.missing("auth", "jwtAudience", { reason: FOR_ANYTHING, example: AUDIENCE });
  }
  checkNames(authorization, reader);
  if (shared.name.length > MAX_NAME) {
    reader.report(
      `"${shared.name}-authorizer" cannot name the authorizer: AWS takes at most 64 characters. Choose another stack name (pulumi stack rename NAME) or another project name in Pulumi.yaml`,
    );
  }
}

/** ID tokens of an application have its name for an audience, and no scopes, but roles and groups. */
function checkNames(authorization: Settings["authorization"], reader: SettingsReader): void {
  const { jwtAudience, jwtClients, jwtScopes, jwtScopeClaims } = authorization;
  const names = jwtAudience.filter((audience) => !isApiUrl(audience)).join(", ");
  if (names === "") return;
  const why = `the audience ${names} is no URL (https://, api://, urn:), so that ID tokens may have it too`;
  if (jwtScopes.length === 0) {
    const reason = `${why}, and scopes tell them apart`;
    reader.missing("jwtAudience", "jwtScopes", { reason, example: "mcp" });
  }
  const others = jwtScopeClaims.filter((claim) => !OF_ACCESS_TOKENS.includes(claim)).join(", ");
  if (others !== "" && jwtClients.length === 0) {
    const reason = `${why}, and ${others} as well; only access tokens name the client they are for`;
    reader.missing("jwtScopeClaims", "jwtClients", { reason, example: "client-id-1,client-id-2" });
  }
}
