/** Forms of settings at their bounds, and what is proposed in place of a wrong value. */
import { expect } from "chai";
import { type Config, readConfig } from "../support/read-config";

/** Everything that is wrong with a configuration; empty when it is taken. */
async function complaintOf(config: Config): Promise<string> {
  return readConfig(config).then(
    () => "",
    (error: unknown) => (error as Error).message,
  );
}

const times = (count: number, item: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => item(index)).join(",");
const hex = (index: number): string => index.toString(16).padStart(8, "0");
const long = (length: number): string => "x".repeat(length);

const BOUNDARY = "arn:aws:iam::123456789012:policy/";
const CERTIFICATE = "arn:aws:acm:ap-northeast-2:123456789012:certificate/";
const TOPIC = "arn:aws:sns:ap-northeast-2:123456789012:";
const SECRET = "arn:aws:secretsmanager:ap-northeast-2:123456789012:secret:";

type Forms = Readonly<Record<string, { right: readonly string[]; wrong: readonly string[] }>>;

const FORMS: Forms = {
  allowDynamicRequire: {
    right: ["a", "a-b.c_d~1", "@scope/name"],
    wrong: ["a B", "B a", "a/b", "@/a", "@scope/"],
  },
  subnetIds: {
    right: ["subnet-01234567", "subnet-0123456789abcdef0", times(16, (i) => `subnet-${hex(i)}`)],
    wrong: [
      "subnet-0123456",
      "subnet-0123456789abcdef01",
      "subnet-0123456g",
      "a subnet-01234567",
      times(17, (i) => `subnet-${hex(i)}`),
    ],
  },
  securityGroupIds: {
    right: ["sg-01234567", "sg-0123456789abcdef0", times(5, (i) => `sg-${hex(i)}`)],
    wrong: [
      "sg-0123456",
      "sg-0123456789abcdef01",
      "sg-01234567 a",
      "a sg-01234567",
      times(6, (i) => `sg-${hex(i)}`),
    ],
  },
  secretNames: {
    right: [
      "k=/x",
      "ordersKey2=/Orders/api_key-1.2",
      `k=/${long(1_000)}`,
      `k=${SECRET}a/b_c+=.@-X`,
      `k=${SECRET}${long(512)}`,
      "k=arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:x",
    ],
    wrong: [
      "Key=/x",
      "1k=/x",
      "a-k=/x",
      "k k=/x",
      "=/x",
      "k=x",
      "k=/",
      "k=/a b",
      "k=/é",
      `k=/${long(1_001)}`,
      `k=${SECRET}`,
      `k=${SECRET}a b`,
      `k=${SECRET}${long(513)}`,
      `k=${SECRET.replace("123456789012", "12345678901")}x`,
      `k=${SECRET.replace("123456789012", "12345678901a")}x`,
      `k=${SECRET.replace("ap-northeast-2", "")}x`,
      `k=${SECRET.replace("ap-northeast-2", "Seoul")}x`,
      `k=${SECRET.replace("aws", "aws1")}x`,
    ],
  },
  permissionsBoundaryArn: {
    right: [
      `${BOUNDARY}team/a+=,.@_-b`,
      "arn:aws-cn:iam::123456789012:policy/boundary",
      "arn:aws:iam::aws:policy/PowerUserAccess",
      `${BOUNDARY}${long(640)}`,
    ],
    wrong: [
      BOUNDARY,
      `a ${BOUNDARY}b`,
      `${BOUNDARY}a b`,
      `${BOUNDARY}${long(641)}`,
      "arn:aws:iam::12345678901:policy/a",
      "arn:aws:iam::12345678901a:policy/a",
      "arn:aws1:iam::123456789012:policy/a",
    ],
  },
  certificateArn: {
    right: [
      `${CERTIFICATE}1b-2c_3`,
      `${CERTIFICATE}${long(64)}`,
      "arn:aws-us-gov:acm:us-gov-west-1:123456789012:certificate/a",
    ],
    wrong: [
      CERTIFICATE,
      `a ${CERTIFICATE}b`,
      `${CERTIFICATE}a b`,
      `${CERTIFICATE}${long(65)}`,
      "arn:aws:acm:Seoul:123456789012:certificate/a",
      "arn:aws:acm::123456789012:certificate/a",
      "arn:aws:acm:eu-west-1:12345678901:certificate/a",
      "arn:aws1:acm:eu-west-1:123456789012:certificate/a",
    ],
  },
  hostedZoneId: {
    right: ["Z1", `Z${"1".repeat(31)}`],
    wrong: ["Z", "z1", "A Z1", "Z1 a", "Z1a", `Z${"1".repeat(32)}`],
  },
  alarmEmail: {
    right: ["you+mcp@mail.example.com", "a@b.c"],
    wrong: ["a you@b.c", "you@b.c a", "you@b", "@b.c", "you@@b.c", "you@b.", "you@.c"],
  },
  alarmTopicArn: {
    right: [`${TOPIC}a_B-1`, `${TOPIC}${long(256)}`, TOPIC.replace("aws", "aws-cn").concat("a")],
    wrong: [
      TOPIC,
      `a ${TOPIC}b`,
      `${TOPIC}a.fifo`,
      `${TOPIC}${long(257)}`,
      TOPIC.replace("123456789012", "12345678901").concat("a"),
      TOPIC.replace("ap-northeast-2", "Seoul").concat("a"),
      TOPIC.replace("aws", "aws1").concat("a"),
    ],
  },
  apiName: {
    right: ["A b.c_d-1", long(128)],
    wrong: ["", "a/b", "/ab", long(129)],
  },
  domainName: {
    right: ["a.bc", "a-1.b2.example.com", `${`${long(63)}.`.repeat(3)}${long(57)}.com`],
    wrong: [
      "localhost",
      "a..example.com",
      "-a.example.com",
      "a-.example.com",
      "Mcp.example.com",
      "mcp.example.com.",
      "mcp.example.com/",
      "mcp.example.c",
      "mcp.example.c0m",
      "x mcp.example.com",
      `${long(64)}.example.com`,
      `${`${long(63)}.`.repeat(3)}${long(58)}.com`,
    ],
  },
  publicUrl: {
    right: ["https://a.example.com/mcp", "https://a.example.com:8443/dev/mcp"],
    wrong: [
      "http://a.example.com/mcp",
      " https://a.example.com/mcp",
      "https://a.example.com:443/mcp",
      "https://A.example.com/mcp",
      "https://a.example.com/x/../mcp",
      "https://a.example.com/mcp/",
      "https://a.example.com/amcp",
      "https://a.example.com/mcp?a",
      "https://a.example.com/$a/mcp",
      "https://a:b/mcp",
    ],
  },
  jwtIssuer: {
    right: ["https://a.example.com/..b/c..", "https://a.example.com/https://b@c"],
    wrong: [
      " https://a.example.com",
      "https://a.example.com ",
      "https://a.example.com/./b",
      "https://a.example.com/../b",
      "https://a.example.com/.",
      "https://a.example.com/b/..",
      "https://a:b",
      "http://localhost",
    ],
  },
  jwtAudience: {
    right: ["!", `a~,${long(500)}`],
    wrong: ["a b", "é a", "a é", long(501)],
  },
  jwtClients: { right: [long(500)], wrong: ["a b", long(501)] },
  jwtScopes: {
    right: ["orders:read", "offline_access2", "not_offline_access", long(200)],
    wrong: ["offline_access", "a b", 'a"', "a'", "a\\", "a$", "a#", "#a", long(201)],
  },
  jwtScopePrefix: {
    right: ["", "api://a/", long(200)],
    wrong: ["a b", "a$", "$a", 'a"', long(201)],
  },
  jwtScopeClaims: { right: ["cognito:groups"], wrong: ["a b"] },
  jwtClaims: {
    right: ["cognito:groups", "https://a.test/b-c.d_e", long(200)],
    wrong: ["a b", "a$", "$a", long(201)],
  },
  apiKeys: {
    right: ["a", "0-1", long(32), times(50, (i) => `k${i}`)],
    wrong: ["-a", "a_b", "A b", "a B", long(33), times(51, (i) => `k${i}`)],
  },
};

describe("the form of a setting", () => {
  for (const [key, { right, wrong }] of Object.entries(FORMS)) {
    const isRefused = async (value: string): Promise<boolean> =>
      (await complaintOf({ [key]: value })).includes(
        `mcp-server:${key} is "${value}" but must be `,
      );

    it(`${key} takes what AWS takes`, async () => {
      for (const value of right) expect(await isRefused(value), value).to.equal(false);
    });

    it(`${key} refuses what is next to it`, async () => {
      for (const value of wrong) expect(await isRefused(value), value).to.equal(true);
    });
  }
});

/** Commands of a refusal, as keys and values; what is only the stem of one has no value. */
function proposedBy(complaint: string): readonly (readonly [key: string, value: string])[] {
  return [...complaint.matchAll(/Set it: pulumi config set mcp-server:(\w+) (.*)/g)].map(
    ([, key = "", value = ""]) => [key, value] as const,
  );
}

const TOKENS: Config = { auth: "jwt", jwtIssuer: "https://issuer.example.com" };

/** What is missing beside each, or has to be said in another way. */
const INCOMPLETE: Readonly<Record<string, Config>> = {
  ...Object.fromEntries(
    Object.entries(FORMS).map(([key, { wrong }]) => [key, { [key]: wrong[1] ?? wrong[0] ?? "" }]),
  ),
  allowedCidrs: { allowedCidrs: "10.0.0.0/8" },
  allowedOrigins: { allowedOrigins: "*" },
  logRetentionDays: { logRetentionDays: "15" },
  jwtJwksUri: { jwtJwksUri: "http://a.example.com" },
  "apiKeys of auth": { auth: "apiKey" },
  "jwtIssuer of auth": { auth: "jwt", jwtAudience: "https://a.example.com" },
  "jwtAudience of auth": TOKENS,
  "jwtScopes of jwtAudience": { ...TOKENS, jwtAudience: "my-app" },
  "jwtClients of jwtScopeClaims": {
    ...TOKENS,
    jwtAudience: "my-app",
    jwtScopes: "use",
    jwtScopeClaims: "roles",
  },
  "domainName of certificateArn": { certificateArn: `${CERTIFICATE}a` },
  "domainName of hostedZoneId": { hostedZoneId: "Z1" },
  "hostedZoneId of domainName": { domainName: "mcp.example.com" },
  "securityGroupIds of subnetIds": { subnetIds: "subnet-01234567" },
  "subnetIds of securityGroupIds": { securityGroupIds: "sg-01234567" },
  "alarmEmail of monthlyBudgetUsd": { monthlyBudgetUsd: "5" },
};

describe("the command that a refusal proposes", () => {
  for (const [what, config] of Object.entries(INCOMPLETE)) {
    it(`mends ${what}`, async () => {
      const proposed = proposedBy(await complaintOf(config));
      const mended = await complaintOf({ ...config, ...Object.fromEntries(proposed) });

      const [key] = what.split(" ");
      expect(proposed.map(([name]) => name)).to.include(key);
      for (const [name, value] of proposed) {
        expect(value).to.match(/^(?!undefined$)./);
        expect(mended).to.not.include(`mcp-server:${name} is "`);
        expect(mended).to.not.include(`needs mcp-server:${name}:`);
      }
    });
  }

  it("names the setting that needs another one first", async () => {
    for (const [what, config] of Object.entries(INCOMPLETE)) {
      const [needed, , by] = what.split(" ");
      if (by === undefined) continue;
      const complaint = await complaintOf(config);
      expect(complaint).to.include(`mcp-server:${by} needs mcp-server:${needed}: `);
    }
  });
});
