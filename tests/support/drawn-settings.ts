/** Settings that fast-check draws: those that go together, and any others. */
import * as fc from "fast-check";

/** Keys without the project's name. */
export type Config = Readonly<Record<string, string>>;

interface Choice {
  /** Right by itself. */
  readonly right: readonly string[];
  /** Wrong whatever stands beside it. */
  readonly wrong: readonly string[];
}

const FLAG: Choice = { right: ["true", "false"], wrong: ["yes"] };
const OWN_REGION = "arn:aws:acm:ap-northeast-2:123456789012:certificate/00000000-0000";

/** By part of the settings. */
const OF_JWT: Readonly<Record<string, Choice>> = {
  jwtIssuer: {
    right: ["https://issuer.example.com", "https://tenant.example.com/"],
    wrong: [
      "http://issuer.example.com",
      "issuer.example.com",
      "https://issuer.example.com/$x",
      "https://:secret@issuer.example.com",
    ],
  },
  jwtAudience: {
    right: [
      "https://api.example.com/mcp",
      "00000000-0000-0000-0000-000000000001",
      "https://api.example.com/mcp, 0000-0001",
      "api://0000-app",
      "urn:api:mcp",
      "client:0000-0001",
    ],
    wrong: ["a b", "x,x"],
  },
  jwtClients: { right: ["client-1", "client-1,client-2"], wrong: ["client 1"] },
  jwtScopes: {
    right: ["mcp", "orders:read,orders:write"],
    wrong: ["a b", 'a"b', "a$b", "mcp,offline_access"],
  },
  jwtScopePrefix: { right: ["api://0000-0001/"], wrong: ["a b", "a'b"] },
  jwtScopeClaims: { right: ["scope,permissions", "scp,roles", "scp"], wrong: ["a b"] },
  jwtClaims: { right: ["email,groups"], wrong: ["e mail"] },
  jwtJwksUri: {
    right: ["https://issuer.example.com/keys"],
    wrong: ["http://issuer.example.com/keys", "keys"],
  },
  authCacheSeconds: { right: ["0", "300", "3600"], wrong: ["3601", "-1"] },
};
const OF_API_KEY: Readonly<Record<string, Choice>> = {
  apiKeys: { right: ["alice", "alice,ci"], wrong: ["Alice", "a,a", ""] },
  apiKeyRate: { right: ["5"], wrong: ["0"] },
  apiKeyBurst: { right: ["5000"], wrong: ["5001"] },
  apiKeyQuotaPerDay: { right: ["0", "1000"], wrong: ["-1"] },
};
const OF_ADDRESS: Readonly<Record<string, Choice>> = {
  domainName: {
    right: ["mcp.example.com"],
    wrong: ["https://mcp.example.com", "MCP.example.com", "localhost"],
  },
  publicUrl: {
    right: [
      "https://abc123.execute-api.ap-northeast-2.amazonaws.com/dev/mcp",
      "https://mcp.example.net/mcp",
    ],
    wrong: [
      "http://mcp.example.com/mcp",
      "https://mcp.example.com/",
      "https://x.test/mcp?a=1",
      "https://:secret@x.test/mcp",
    ],
  },
  certificateArn: {
    right: [OWN_REGION, OWN_REGION.replace("ap-northeast-2", "us-east-1")],
    wrong: ["arn:aws:iam::123456789012:policy/x"],
  },
  hostedZoneId: { right: ["Z0123456789EXAMPLE"], wrong: ["/hostedzone/Z1", "z1"] },
};
const OF_NETWORK: Readonly<Record<string, Choice>> = {
  subnetIds: {
    right: ["subnet-0123456789abcdef0", "subnet-0123456789abcdef0,subnet-0123456789abcdef1"],
    wrong: ["subnet-x"],
  },
  securityGroupIds: { right: ["sg-0123456789abcdef0"], wrong: ["sg"] },
};
const OF_ALARMS: Readonly<Record<string, Choice>> = {
  alarmEmail: { right: ["you@example.com"], wrong: ["you"] },
  alarmTopicArn: {
    right: ["ap-northeast-2", "us-east-1"].map((region) => `arn:aws:sns:${region}:123456789012:a`),
    wrong: ["alarms"],
  },
  alarmTasksLost: { right: ["0", "5"], wrong: ["-1"] },
  monthlyBudgetUsd: { right: ["50"], wrong: ["0.5"] },
};
const OF_LOG: Readonly<Record<string, Choice>> = {
  logLevel: { right: ["debug", "info", "warn", "error"], wrong: ["trace"] },
  logPayloads: FLAG,
};
/** Each goes with everything. */
const ALONE: Readonly<Record<string, Choice>> = {
  accessLogs: FLAG,
  allowedCidrs: {
    right: ["203.0.113.0/24", "203.0.113.0/24,2001:db8::/32"],
    wrong: ["203.0.113.1/24", "10.0.0.0/8", "0.0.0.0/0", "office"],
  },
  allowedOrigins: {
    right: ["https://app.example.com", "https://a.example.com,https://b.example.com"],
    wrong: ["*", "https://app.example.com/"],
  },
  logCallers: FLAG,
  protect: FLAG,
  protectData: FLAG,
  regionInNames: FLAG,
  secretNames: { right: ["apiKey=/orders/api-key"], wrong: ["apiKey", "apiKey=orders"] },
  tableRecovery: FLAG,
  tags: {
    right: ['{"team":"orders"}', '{"Cost center":4711}', "{}"],
    wrong: ['{"aws:team":"x"}', '{"a":"1","A":"2"}', "team=orders", '{"a":["b"]}', '{"a":"{b}"}'],
  },
  taskLimit: { right: ["1", "10000"], wrong: ["0"] },
  taskMemoryMb: { right: ["128", "10240"], wrong: ["64"] },
  logRetentionDays: { right: ["1", "3653"], wrong: ["15"] },
  throttleRate: { right: ["1", "10000"], wrong: ["0"] },
  timeoutSeconds: { right: ["3", "28"], wrong: ["901", "2"] },
  waf: FLAG,
  xray: FLAG,
  streaming: FLAG,
};
const AUTH: Choice = { right: ["none", "iam", "apiKey", "jwt"], wrong: ["IAM", "oauth", ""] };

export const ALL: Readonly<Record<string, Choice>> = {
  auth: AUTH,
  ...OF_JWT,
  ...OF_API_KEY,
  ...OF_ADDRESS,
  ...OF_NETWORK,
  ...OF_ALARMS,
  ...OF_LOG,
  ...ALONE,
};

/** Keys whose values are wrong by themselves. */
export function wrongKeys(config: Config): readonly string[] {
  return Object.entries(config).flatMap(([key, value]) =>
    ALL[key]?.wrong.includes(value) === true ? [key] : [],
  );
}

/** Of some settings, each there or not. */
function some(choices: Readonly<Record<string, Choice>>, withWrong = false): fc.Arbitrary<Config> {
  const drawn = Object.entries(choices).map(
    ([key, { right, wrong }]) =>
      [key, fc.constantFrom(...right, ...(withWrong ? wrong : []))] as const,
  );
  return fc
    .record(Object.fromEntries(drawn), { requiredKeys: [] })
    .map((all) =>
      Object.fromEntries(
        Object.entries(all).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
      ),
    );
}

function all(choices: Readonly<Record<string, Choice>>): fc.Arbitrary<Config> {
  const drawn = Object.entries(choices).map(
    ([key, { right }]) => [key, fc.constantFrom(...right)] as const,
  );
  return fc.record(Object.fromEntries(drawn));
}

function joined(...parts: readonly fc.Arbitrary<Config>[]): fc.Arbitrary<Config> {
  return fc.tuple(...parts).map((drawn) => Object.assign({}, ...drawn) as Config);
}

function pick(choices: Readonly<Record<string, Choice>>, ...keys: readonly string[]): typeof ALL {
  return Object.fromEntries(Object.entries(choices).filter(([key]) => keys.includes(key)));
}

const NOTHING: fc.Arbitrary<Config> = fc.constant({});

const whoMayCall = fc.oneof(
  fc.constantFrom<Config>({}, { auth: "none" }),
  fc.constant<Config>({ auth: "iam" }),
  joined(fc.constant({ auth: "apiKey" }), some(OF_API_KEY), all(pick(OF_API_KEY, "apiKeys"))),
  {
    weight: 3,
    arbitrary: joined(fc.constant({ auth: "jwt" }), some(OF_JWT), all(pick(OF_JWT, "jwtIssuer"))),
  },
);
const address = fc.oneof(
  NOTHING,
  joined(
    all(pick(OF_ADDRESS, "domainName")),
    fc.constantFrom<Config>(
      { certificateArn: OWN_REGION },
      { hostedZoneId: "Z0123456789EXAMPLE" },
      { certificateArn: OWN_REGION, hostedZoneId: "Z0123456789EXAMPLE" },
    ),
  ),
  all(pick(OF_ADDRESS, "publicUrl")),
);

/** What goes together. */
export const fitting: fc.Arbitrary<Config> = joined(
  whoMayCall,
  address,
  fc.oneof(NOTHING, all(OF_NETWORK)),
  some(ALONE),
).map(withAudience);

const CLIENTS: Config = { jwtClients: "client-1" };

/** A token is for something, and names that ID tokens may have too go with scopes and clients. */
function withAudience(config: Config): Config {
  if (config["auth"] !== "jwt") return config;
  const isFor = ["domainName", "publicUrl", "jwtAudience", "jwtClients"].some(
    (key) => key in config,
  );
  const scopes = { jwtScopes: "mcp", ...("jwtAudience" in config && CLIENTS), ...config };
  return isFor ? scopes : { ...scopes, jwtAudience: "https://api.example.com/mcp" };
}

/** Anything: most of it is refused, for one reason or for ten. */
export const any: fc.Arbitrary<Config> = fc.oneof(
  fitting,
  // What went together, with something more, and with something less.
  joined(fitting, fc.oneof(some(OF_ALARMS), some(OF_LOG), some(OF_ADDRESS), some(OF_NETWORK))),
  joined(fitting, fc.oneof(some(OF_JWT, true), some(OF_API_KEY, true), some(ALONE, true))),
  fc.tuple(fitting, fc.constantFrom(...Object.keys(ALL))).map(([config, left]) => {
    return Object.fromEntries(Object.entries(config).filter(([key]) => key !== left));
  }),
  some(ALL),
  some(ALL, true),
);
