/** Settings of which each is right: which go together, and what is said of those that do not. */
import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { nearestKey } from "../../infra/nearest-key";
import { readSettings } from "../../infra/settings";
import { type Config, readConfig } from "../support/read-config";

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
const CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/a";

async function complaintOf(config: Config, region?: string): Promise<string> {
  return readConfig(config, region === undefined ? {} : { region }).then(
    () => "",
    (error: unknown) => (error as Error).message,
  );
}

describe("settings that go together", () => {
  for (const logLevel of ["debug", "info"]) {
    it(`are payloads in the log and its level ${logLevel}`, async () => {
      expect(await complaintOf({ logPayloads: "true", logLevel })).to.equal("");
    });
  }

  it("are a level that drops payloads, and none", async () => {
    expect(await complaintOf({ logLevel: "error" })).to.equal("");
  });

  it("are tags that can be read, and no others", async () => {
    expect(await complaintOf({ tags: '{"team":"orders"}' })).to.equal("");
    expect(await complaintOf({ tags: "team=orders" })).to.include("an object of texts");
  });

  it("are as many environments kept ready as are reserved, and no more", async () => {
    const config = { provisionedConcurrency: "5", reservedConcurrency: "5", keepVersions: "3" };

    expect(await complaintOf(config)).to.equal("");
    expect(await complaintOf({ ...config, provisionedConcurrency: "6" })).to.include(
      "AWS keeps no more than reservedConcurrency (5) ready",
    );
  });

  it("are a topic, a domain and a certificate of the stack's region", async () => {
    const config = {
      alarmTopicArn: TOPIC,
      certificateArn: CERTIFICATE,
      domainName: "mcp.example.com",
    };

    expect(await complaintOf(config, "eu-west-1")).to.equal("");
  });

  it("are tokens for an API and of a client alike", async () => {
    const config = {
      auth: "jwt",
      jwtIssuer: "https://issuer.example.com",
      jwtAudience: "https://a.example.com",
      jwtClients: "cli",
    };

    expect(await complaintOf(config)).to.equal("");
  });

  it("are tokens and a name of 53 characters, with which the authorizer's has 64", async () => {
    const stack = "s".repeat(53 - "mcp-server-".length);
    const config = { auth: "jwt", jwtIssuer: "https://issuer.example.com", jwtAudience: "urn:a" };

    const { settings } = await readConfig(config, { stack });

    expect(`${settings.shared.name}-authorizer`).to.have.length(64);
  });
});

describe("settings that do not go together", () => {
  const pairs: readonly (readonly [Config, first: string, second: string])[] = [
    [{ alarmTopicArn: TOPIC }, "aws:region", "alarmTopicArn"],
    [
      { provisionedConcurrency: "6", reservedConcurrency: "5", keepVersions: "3" },
      "mcp-server:provisionedConcurrency",
      "reservedConcurrency",
    ],
    [
      { certificateArn: CERTIFICATE, domainName: "mcp.example.com" },
      "aws:region",
      "certificateArn",
    ],
    [
      {
        domainName: "mcp.example.com",
        hostedZoneId: "Z1",
        publicUrl: "https://a.example.com/mcp",
      },
      "mcp-server:domainName",
      "publicUrl",
    ],
  ];
  for (const [config, first, second] of pairs) {
    it(`are ${first} and ${second}`, async () => {
      const complaint = await complaintOf(config);

      expect(complaint.split("\n")).to.have.lengthOf(1);
      expect(complaint)
        .to.include(`${first} and mcp-server:${second} do not go together`)
        .and.match(new RegExp(`Remove one: pulumi config rm mcp-server:${second}$`));
    });
  }

  for (const region of ["us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1"]) {
    it(`are a budget and the region ${region}`, async () => {
      const config = { monthlyBudgetUsd: "5", alarmEmail: "you@example.com" };

      expect(await complaintOf(config, region)).to.include("aws:region and");
    });
  }

  it("are more addresses than a resource policy holds, and it", async () => {
    const many = Array.from({ length: 400 }, (_, index) => `2001:db8:0:${index}::/64`).join(",");

    expect(await complaintOf({ allowedCidrs: many }))
      .to.match(/^Settings: mcp-server:allowedCidrs /)
      .and.match(/Set it: pulumi config set mcp-server:allowedCidrs 203\.0\.113\.0\/24$/);
  });
});

describe("the region of a stack", () => {
  const before = process.env["AWS_REGION"];
  afterEach(() => {
    if (before === undefined) delete process.env["AWS_REGION"];
    else process.env["AWS_REGION"] = before;
    pulumi.runtime.setAllConfig({});
  });

  for (const region of ["x us-east-1", "Us-east-1", "us-east-1a", "us-east-", "us-1", "east"]) {
    it(`is not ${region}`, async () => {
      expect(await complaintOf({}, region)).to.include(`aws:region is "${region}", which is not`);
    });
  }

  it("is that of the environment where the stack names none", async () => {
    await readConfig({});
    process.env["AWS_REGION"] = "Seoul";
    pulumi.runtime.setAllConfig({});

    expect(() => readSettings()).to.throw('aws:region is "Seoul"');
  });

  it("is all that is missing where nobody has said it", async () => {
    await readConfig({});
    delete process.env["AWS_REGION"];
    const { domainName, ...arns } = {
      ...{ domainName: "mcp.example.com", certificateArn: CERTIFICATE, alarmTopicArn: TOPIC },
    };
    const config = Object.entries({ domainName, ...arns });
    pulumi.runtime.setAllConfig(
      Object.fromEntries(config.map(([key, value]) => [`mcp-server:${key}`, value])),
    );

    expect(() => readSettings()).to.throw(/^Settings: aws:region is not set\.[^\n]*$/);
  });
});

describe("keys of a stack", () => {
  it("of AWS's provider are its own, also where a setting has the same name", async () => {
    await readConfig({});
    pulumi.runtime.setAllConfig({ "aws:region": "eu-west-1", "aws:auth": "x" });

    expect(readSettings().authorization.auth).to.equal("none");

    pulumi.runtime.setAllConfig({});
  });

  it("are named whole when they are none, and each in a line of its own", async () => {
    const complaint = await complaintOf({ "auth:method:x": "1", memoryMb: "1" });

    expect(complaint).to.include("mcp-server:auth:method:x is not a setting");
    expect(complaint.split("\n")).to.have.lengthOf(2);
  });
});

describe("nearestKey", () => {
  const near: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ["ab", ["abc"], "abc"],
    ["ab", ["abcd"], undefined],
    ["timeoutSecs", ["logLevel", "timeoutSeconds"], "timeoutSeconds"],
    ["timeout", ["timeoutSeconds"], undefined],
    ["alarmErors", ["alarmError", "alarmErrors"], "alarmErrors"],
    ["MEMORYmb", ["memoryMb"], "memoryMb"],
    ["a", [], undefined],
  ];
  for (const [key, candidates, expected] of near) {
    it(`is ${expected ?? "none"} of ${candidates.join(", ")} for ${key}`, () => {
      expect(nearestKey(key, candidates)).to.equal(expected);
    });
  }
});
