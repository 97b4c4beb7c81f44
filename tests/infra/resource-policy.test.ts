/**
 * Who reaches the API with allowedCidrs: AWS's published rules of how a resource policy and the
 * authorization of a method go together, applied to the policy. Does not prove that AWS keeps to them.
 */
import { expect } from "chai";
import { BlockList } from "node:net";
import { whyNoCidr } from "../../infra/cidr";
import {
  ipAddressTypeFor,
  type ResourcePolicyStatement,
  sourceIpPolicy,
  type SourceIpPolicyArgs,
  whyTooManyCidrs,
} from "../../infra/api/resource-policy";

const CIDRS = ["203.0.113.0/24", "2001:db8:1::/48"];
const INSIDE = "203.0.113.7";
const OUTSIDE = "198.51.100.7";
const API = "arn:aws:execute-api:eu-west-1:123456789012:abcdef1234";

type Verdict = "allow" | "deny" | "silent";

interface Call {
  readonly from?: string;
  /** Method and path. */
  readonly to: string;
  readonly stage?: string;
}

function args(
  auth: SourceIpPolicyArgs["auth"],
  cidrs: readonly string[] = CIDRS,
): SourceIpPolicyArgs {
  return { auth, cidrs, stage: "dev" };
}

/** What the policy by itself says of a call. */
function verdict(auth: SourceIpPolicyArgs["auth"], call: Call): Verdict {
  const statements = sourceIpPolicy(args(auth))?.Statement ?? [];
  const effects = statements.filter((one) => applies(one, call)).map(({ Effect }) => Effect);
  if (effects.includes("Deny")) return "deny";
  return effects.includes("Allow") ? "allow" : "silent";
}

function applies({ Resource, Condition }: ResourcePolicyStatement, call: Call): boolean {
  const arn = `${API}/${call.stage ?? "dev"}/${call.to.replace(" ", "")}`;
  const patterns = typeof Resource === "string" ? [Resource] : Resource;
  const isNamed = patterns.some((pattern) => {
    const written = pattern.replace("execute-api:", API);
    const parts = written.split("*").map((part) => part.replace(/[.\\/]/g, "\\$&"));
    return new RegExp(`^${parts.join(".*")}$`).test(arn);
  });
  const ranges = Condition?.NotIpAddress["aws:SourceIp"];
  return isNamed && (ranges === undefined || !isIn(ranges, call.from ?? INSIDE));
}

function isIn(ranges: readonly string[], address: string): boolean {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = "", bits = ""] = range.split("/");
    list.addSubnet(network, Number(bits), range.includes(":") ? "ipv6" : "ipv4");
  }
  return list.check(address, address.includes(":") ? "ipv6" : "ipv4");
}

describe("sourceIpPolicy", () => {
  it("is none without ranges", () => {
    expect(sourceIpPolicy(args("iam", []))).to.equal(undefined);
  });

  it("is this document, with short ARNs", () => {
    expect(sourceIpPolicy(args("none"))).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: "*",
          Action: "execute-api:Invoke",
          Resource: "execute-api:/dev/*",
        },
        {
          Effect: "Deny",
          Principal: "*",
          Action: "execute-api:Invoke",
          Resource: "execute-api:/*",
          Condition: { NotIpAddress: { "aws:SourceIp": CIDRS } },
        },
      ],
    });
  });

  for (const auth of ["none", "apiKey", "iam", "jwt"] as const) {
    it(`denies everything to other addresses, with auth ${auth}`, () => {
      for (const from of [OUTSIDE, "2001:db8:2::1"]) {
        for (const to of ["POST /mcp", "GET /mcp", "OPTIONS /mcp", "GET /", "POST /x"]) {
          expect(verdict(auth, { from, to }), `${to} from ${from}`).to.equal("deny");
        }
        expect(verdict(auth, { from, to: "POST /mcp", stage: "other" })).to.equal("deny");
      }
    });

    it(`lets addresses of both kinds come to what needs no authorization, with auth ${auth}`, () => {
      // Without an Allow API Gateway refuses these: 403 in place of a preflight, metadata, 405, 404.
      for (const from of [INSIDE, "2001:db8:1::9"]) {
        for (const to of [
          "OPTIONS /mcp",
          "GET /mcp",
          "DELETE /mcp",
          "GET /.well-known/oauth-protected-resource/mcp",
          "HEAD /",
          "PUT /x/y",
          "PATCH /x",
        ]) {
          expect(verdict(auth, { from, to }), `${to} from ${from}`).to.equal("allow");
        }
      }
    });
  }

  for (const auth of ["none", "apiKey"] as const) {
    it(`allows POST /mcp, which nothing else would, with auth ${auth}`, () => {
      expect(verdict(auth, { to: "POST /mcp" })).to.equal("allow");
    });
  }

  for (const auth of ["iam", "jwt"] as const) {
    it(`leaves POST /mcp to the caller's own policies or token, with auth ${auth}`, () => {
      expect(verdict(auth, { to: "POST /mcp" })).to.equal("silent");
      // Paths that a loose pattern would take for something else.
      for (const to of ["POST /mcp/", "POST /mcp/GET/x", "POST /GET/mcp", "POST //mcp"]) {
        expect(verdict(auth, { to }), to).to.equal("silent");
      }
    });

    it(`allows nothing on another stage, with auth ${auth}`, () => {
      expect(verdict(auth, { to: "GET /mcp", stage: "test" })).to.equal("silent");
    });
  }
});

describe("whyTooManyCidrs", () => {
  const ranges = (count: number): string[] =>
    Array.from({ length: count }, (_, index) => `198.151.${100 + (index % 100)}.${index % 256}/32`);

  it("accepts 300 ranges of IPv4, whatever the partition and authorization", () => {
    expect(whyTooManyCidrs(args("iam", ranges(300)))).to.equal(undefined);
  });

  it("refuses what is longer than AWS takes, with the length", () => {
    expect(whyTooManyCidrs(args("iam", ranges(400)))).to.match(
      /^has 400 ranges, a policy of \d+ bytes, and AWS takes 8192: name larger ranges$/,
    );
  });

  it("accepts no ranges", () => {
    expect(whyTooManyCidrs(args("jwt", []))).to.equal(undefined);
  });
});

describe("ipAddressTypeFor", () => {
  it("is IPv4 alone where only ranges of IPv4 may call", () => {
    expect(ipAddressTypeFor(["203.0.113.0/24"])).to.equal("ipv4");
    expect(ipAddressTypeFor(CIDRS)).to.equal("dualstack");
    expect(ipAddressTypeFor([])).to.equal("dualstack");
  });
});

describe("whyNoCidr", () => {
  for (const cidr of [
    "203.0.113.0/24",
    "203.0.113.7/32",
    "203.0.113.7",
    "128.0.0.0/1",
    "2001:db8::/32",
    "2001:DB8:0:1::/64",
    "2001:db8::1",
    "2001:db8:1:2:3:4:5:6/128",
  ]) {
    it(`accepts ${cidr}`, () => {
      expect(whyNoCidr(cidr)).to.equal(undefined);
    });
  }

  const form = "is not an address range such as 203.0.113.0/24 or 2001:db8::/32";
  const everyone = "is every address: without the setting everyone may call";
  for (const [text, reason] of [
    ["", form],
    ["office", form],
    ["203.0.113/24", form],
    ["203.0.113.256/24", form],
    ["203.0.113.0/24/1", form],
    ["203.0.113.0-203.0.113.9", form],
    ["2001:db8::1::/64", form],
    ["fe80::1%eth0", form],
    ["::ffff:203.0.113.7/128", form],
    ["203.0.113.0/33", 'has "33" for a prefix length, which is 0 to 32'],
    ["203.0.113.0/", 'has "" for a prefix length, which is 0 to 32'],
    ["203.0.113.0/024", 'has "024" for a prefix length, which is 0 to 32'],
    ["2001:db8::/129", 'has "129" for a prefix length, which is 0 to 128'],
    ["0.0.0.0/0", everyone],
    ["::/0", everyone],
    [
      "203.0.113.7/24",
      "has bits after the first 24: write 203.0.113.0/24, or 203.0.113.7 for the one address",
    ],
    [
      "2001:db8:0:1::9/48",
      "has bits after the first 48: write 2001:db8::/48, or 2001:db8:0:1::9 for the one address",
    ],
  ] as const) {
    it(`refuses "${text}" and says why`, () => {
      expect(whyNoCidr(text)).to.equal(reason);
    });
  }

  for (const cidr of [
    "10.0.0.0/8",
    "10.1.2.3",
    "172.16.0.0/12",
    "192.168.1.0/24",
    "127.0.0.1",
    "::1",
    "fd00::/8",
    "fe80::/64",
  ]) {
    it(`refuses ${cidr}, from which no caller of a public API comes`, () => {
      expect(whyNoCidr(cidr)).to.include("is of a private network");
    });
  }
});
