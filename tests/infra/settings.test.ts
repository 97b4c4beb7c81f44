import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { readSettings, type Settings } from "../../infra/settings";

/** Reads the settings of a stack with this configuration. */
async function read(
  config: Readonly<Record<string, string>> = {},
  { project = "mcp-server", stack = "dev" } = {},
): Promise<Settings> {
  const newResource = (): never => {
    throw new Error("settings are read before anything is declared");
  };
  await pulumi.runtime.setMocks({ newResource, call: newResource }, project, stack);
  pulumi.runtime.setAllConfig({ "aws:region": "ap-northeast-2", ...config });
  return readSettings();
}

/** The message with which a configuration is refused. */
async function refusal(...args: Parameters<typeof read>): Promise<string> {
  try {
    await read(...args);
  } catch (error) {
    expect(error).to.be.instanceOf(pulumi.RunError);
    return (error as Error).message;
  }
  throw new Error("the settings were accepted");
}

describe("readSettings", () => {
  const region = process.env["AWS_REGION"];
  before(() => delete process.env["AWS_REGION"]);
  after(() => {
    if (region !== undefined) process.env["AWS_REGION"] = region;
    pulumi.runtime.setAllConfig({});
  });

  it("has a default for everything but the region", async () => {
    const { shared, authorization, function: ofFunction, needs, api, monitoring } = await read();
    // Not all that there is: a new setting has its own test, and leaves this one alone.
    expect(shared).to.deep.include({
      name: "mcp-server-dev",
      stage: "dev",
      allowedOrigins: [],
      logRetentionDays: 14,
      xray: false,
      streaming: false,
    });
    expect(ofFunction).to.deep.include({
      memoryMb: 512,
      timeoutSeconds: 10,
      reservedConcurrency: undefined,
      architecture: "arm64",
      permissionsBoundaryArn: undefined,
      maxBatch: 16,
      maxBodyBytes: 1_048_576,
      logLevel: "info",
      logPayloads: false,
      bundleAwsSdk: false,
      allowDynamicRequire: [],
      taskMemoryMb: 512,
      taskLimit: 100,
      taskLimitPerCaller: 10,
    });
    expect(needs).to.deep.equal({ secretNames: [], protectData: false, tableRecovery: false });
    expect(api).to.deep.include({
      apiName: "MCPApi",
      throttleRate: 20,
      throttleBurst: 40,
      accessLogs: false,
    });
    expect(authorization).to.deep.include({
      auth: "none",
      domainName: undefined,
      jwtScopeClaims: ["scope", "scp"],
      authCacheSeconds: 300,
      apiKeyRate: 20,
      apiKeyBurst: 40,
      apiKeyQuotaPerDay: 0,
      logCallers: false,
    });
    expect(monitoring).to.deep.include({
      alarmEmail: undefined,
      alarmTopicArn: undefined,
      monthlyBudgetUsd: undefined,
      alarms: {
        errors: 1,
        toolErrors: 10,
        toolErrorPercent: 20,
        throttles: 1,
        durationPercent: 80,
        serverErrorPercent: 5,
        latencyMs: 5_000,
        tasksLost: 1,
        requests: 4_800,
      },
    });
  });

  it("takes the values of the stack", async () => {
    const {
      shared,
      authorization,
      function: ofFunction,
    } = await read({
      "mcp-server:auth": "iam",
      "mcp-server:timeoutSeconds": "28",
      "mcp-server:logRetentionDays": "3653",
      "mcp-server:xray": "true",
      "mcp-server:reservedConcurrency": "5",
      "mcp-server:architecture": "x86_64",
      "mcp-server:permissionsBoundaryArn": "arn:aws:iam::123456789012:policy/team/boundary",
      "mcp-server:maxBatch": "100",
      "mcp-server:bundleAwsSdk": "true",
      "mcp-server:allowDynamicRequire": "a, @b/c",
    });
    expect(shared).to.include({ logRetentionDays: 3653, xray: true });
    expect(authorization).to.include({ auth: "iam" });
    expect(ofFunction).to.deep.include({
      timeoutSeconds: 28,
      reservedConcurrency: 5,
      architecture: "x86_64",
      permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/team/boundary",
      maxBatch: 100,
      bundleAwsSdk: true,
      allowDynamicRequire: ["a", "@b/c"],
    });
  });

  const wrong: readonly (readonly [key: string, value: string, range: string, fix: string])[] = [
    ["timeoutSeconds", "29", "a whole number from 3 to 28", "10"],
    ["timeoutSeconds", "2", "a whole number from 3 to 28", "10"],
    ["timeoutSeconds", "-5", "a whole number from 3 to 28", "10"],
    ["timeoutSeconds", "12.5", "a whole number from 3 to 28", "10"],
    ["reservedConcurrency", "0", "a whole number from 1 to 100000", "20"],
    ["version", "0", "a whole number from 1 to 999999", "7"],
    ["version", "live", "a whole number from 1 to 999999", "7"],
    ["keepVersions", "1", "a whole number from 2 to 10000", "10"],
    ["provisionedConcurrency", "0", "a whole number from 1 to 10000", "2"],
    ["architecture", "x86", "one of arm64, x86_64", "arm64"],
    [
      "permissionsBoundaryArn",
      "arn:aws:iam::123456789012:role/boundary",
      "the ARN of an IAM policy",
      "arn:aws:iam::123456789012:policy/boundary",
    ],
    ["maxBatch", "0", "a whole number from 1 to 100", "16"],
    ["maxBatch", "101", "a whole number from 1 to 100", "16"],
    ["alarmRequests", "-1", "a whole number from 0 to 1000000000", "4800"],
    ["monthlyBudgetUsd", "0.5", "a whole number from 1 to 1000000", "50"],
    ["memoryMb", "256abc", "a whole number from 128 to 10240", "512"],
    ["memoryMb", "", "a whole number from 128 to 10240", "512"],
    ["memoryMb", "1e3", "a whole number from 128 to 10240", "512"],
    ["throttleRate", "0", "a whole number from 1 to 10000", "20"],
    ["throttleBurst", "5001", "a whole number from 1 to 5000", "40"],
    ["maxBodyBytes", "4400001", "a whole number from 1024 to 4400000", "1048576"],
    ["logRetentionDays", "15", "one of 1, 3, 5, 7, 14, 30", "14"],
    ["auth", "IAM", "one of none, iam, apiKey, jwt", "iam"],
    ["auth", "api-key", "one of none, iam, apiKey, jwt", "apiKey"],
    ["auth", "JWT", "one of none, iam, apiKey, jwt", "jwt"],
    ["auth", "None", "one of none, iam, apiKey, jwt", "iam"],
    ["auth", "oauth", "one of none, iam, apiKey, jwt", "iam"],
    ["architecture", "ARM-64", "one of arm64, x86_64", "arm64"],
    ["architecture", "x86-64", "one of arm64, x86_64", "x86_64"],
    ["logLevel", "trace", "one of debug, info, warn, error", "info"],
    ["xray", "yes", "one of true, false", "false"],
    ["allowDynamicRequire", "A b", "names of npm packages, separated by commas", "a-package"],
    ["apiName", "a/b", "text that matches", "MCPApi"],
    ["logPayloads", "1", "one of true, false", "false"],
    ["alarmEmail", "me", "an e-mail address", "you@example.com"],
    [
      "alarmTopicArn",
      "alarms",
      "the ARN of an SNS topic",
      "arn:aws:sns:ap-northeast-2:123456789012:alarms",
    ],
    ["taskMemoryMb", "127", "a whole number from 128 to 10240", "512"],
    ["taskLimit", "0", "a whole number from 1 to 10000", "100"],
    ["taskLimitPerCaller", "10001", "a whole number from 1 to 10000", "10"],
    ["protectData", "on", "one of true, false", "false"],
    ["tableRecovery", "35", "one of true, false", "false"],
    ["secretNames", "orders-api-key", "need=place, separated by", "apiKey=/orders/api-key"],
    ["secretNames", "apiKey=orders", "need=place, separated by", "apiKey=/orders/api-key"],
    ["alarmErrors", "0", "a whole number from 1 to 1000000", "1"],
    ["alarmToolErrorPercent", "101", "a whole number from 0 to 100", "20"],
    ["alarmTasksLost", "-1", "a whole number from 0 to 1000000", "1"],
    ["alarmLatencyMs", "29001", "a whole number from 0 to 29000", "5000"],
  ];
  for (const [key, value, range, fix] of wrong) {
    it(`refuses ${key} "${value}" and names key, value, range and fix`, async () => {
      const message = await refusal({ [`mcp-server:${key}`]: value });
      expect(message).to.include(`mcp-server:${key} is "${value}" but must be ${range}`);
      expect(message).to.include(`pulumi config set mcp-server:${key} ${fix}`);
    });
  }

  const neverSent: readonly (readonly [value: string, reason: string, fix?: string])[] = [
    ["*", "is a pattern, and origins are compared whole: name each"],
    ["https://*.a.test", "is a pattern, and origins are compared whole: name each"],
    ["null", "is what any file or sandboxed page sends"],
    ["app.test", "is not a scheme and a host"],
    ["https://", "is not a scheme and a host"],
    ["file://home", "is of the scheme file, whose pages have no origin"],
    ...["about", "blob", "data", "ftp", "javascript", "ws", "wss", "WSS"].map(
      (scheme) =>
        [`${scheme}://a.test`, `is of the scheme ${scheme}, whose pages have no origin`] as const,
    ),
    ["a b://c", "is not a scheme and a host"],
    ["vscode-webview://äa", "is more than a scheme and a host in lower case"],
    ["vscode-webview://aä", "is more than a scheme and a host in lower case"],
    ["https://a:b", "is not a URL"],
    ["https://a.test/", 'never matches: browsers send "https://a.test"', "https://a.test"],
    ["https://a.test/path", 'never matches: browsers send "https://a.test"', "https://a.test"],
    ["https://A.test", 'never matches: browsers send "https://a.test"', "https://a.test"],
    ["HTTPS://a.test", 'never matches: browsers send "https://a.test"', "https://a.test"],
    ["https://me@a.test", 'never matches: browsers send "https://a.test"', "https://a.test"],
    ["https://a.test:443", 'never matches: browsers send "https://a.test"', "https://a.test"],
    ["http://a.test:80", 'never matches: browsers send "http://a.test"', "http://a.test"],
    [
      "https://bücher.example",
      'never matches: browsers send "https://xn--bcher-kva.example"',
      "https://xn--bcher-kva.example",
    ],
    ["chrome-extension://abc/page", "is more than a scheme and a host in lower case"],
    ["Chrome-extension://abc", "is more than a scheme and a host in lower case"],
    ["chrome-extension://ABC", "is more than a scheme and a host in lower case"],
    ["vscode-webview://ä", "is more than a scheme and a host in lower case"],
    ["https://a'b.test", "has a quote or a backslash"],
    ['https://a"b.test', "has a quote or a backslash"],
    ["https://a.test\\", "has a quote or a backslash"],
    ["vscode-webview://a'b", "has a quote or a backslash"],
  ];
  for (const [value, reason, fix = "https://app.example.com"] of neverSent) {
    it(`refuses the origin ${value}, which no browser sends, and says how to write it`, async () => {
      const message = await refusal({ "mcp-server:allowedOrigins": value });
      expect(message).to.equal(
        `Settings: mcp-server:allowedOrigins is "${value}" but must be origins such as https://app.example.com, separated by commas: "${value}" ${reason}. Set it: pulumi config set mcp-server:allowedOrigins ${fix}`,
      );
    });
  }

  it("names each origin of a list that no browser sends, and keeps the others", async () => {
    const value = "https://a.test:443,https://b.test,http://C.test:8080";
    const message = await refusal({ "mcp-server:allowedOrigins": value });
    expect(message)
      .to.include('"https://a.test:443" never matches: browsers send "https://a.test", "http://C.')
      .and.include("allowedOrigins https://a.test,https://b.test,http://c.test:8080");
  });

  it("proposes none of them when one cannot be mended", async () => {
    const message = await refusal({ "mcp-server:allowedOrigins": "https://a.test:443,null" });
    expect(message).to.match(/allowedOrigins https:\/\/app\.example\.com$/);
  });

  it("names each range of addresses that nobody can have", async () => {
    const message = await refusal({ "mcp-server:allowedCidrs": "x,fd00::/8,0.0.0.0/0" });
    expect(message).to.include(
      'separated by commas: "x" is not an address range such as 203.0.113.0/24 or 2001:db8::/32, "fd00::/8" is of a private network',
    );
    expect(message).to.include('callers (of a NAT gateway, a proxy), "0.0.0.0/0" is every address');
  });

  it("takes origins of web pages, of other ports, of addresses and of apps", async () => {
    const origins = [
      "https://a.test",
      "http://localhost:5173",
      "http://[::1]:8080",
      "http://127.0.0.1",
      "https://xn--bcher-kva.example",
      "chrome-extension://abcdefghijklmnop",
      "vscode-webview://0k2",
      "capacitor://localhost",
      "web+https://a",
      "https+app://a",
    ];
    const { shared } = await read({ "mcp-server:allowedOrigins": origins.join(",") });
    expect(shared.allowedOrigins).to.deep.equal(origins);
  });

  it("takes allowed origins as text and as a list", async () => {
    const origins = ["https://a.test", "http://localhost:5173"];
    for (const value of [origins.join(", "), JSON.stringify(origins)]) {
      const { shared } = await read({ "mcp-server:allowedOrigins": value });
      expect(shared.allowedOrigins).to.deep.equal(origins);
    }
  });

  it("refuses both an address and a topic for alarms", async () => {
    const message = await refusal({
      "mcp-server:alarmEmail": "you@example.com",
      "mcp-server:alarmTopicArn": "arn:aws:sns:ap-northeast-2:123456789012:alarms",
    });
    expect(message)
      .to.include("mcp-server:alarmEmail and mcp-server:alarmTopicArn do not go together")
      .and.include("pulumi config rm mcp-server:alarmTopicArn");
  });

  it("refuses a topic of another region", async () => {
    const arn = "arn:aws:sns:eu-central-1:123456789012:alarms";
    const message = await refusal({ "mcp-server:alarmTopicArn": arn });
    expect(message)
      .to.include("the topic is in eu-central-1")
      .and.include("pulumi config rm mcp-server:alarmTopicArn");
    const sameRegion = { "mcp-server:alarmTopicArn": arn, "aws:region": "eu-central-1" };
    expect((await read(sameRegion)).monitoring).to.include({ alarmTopicArn: arn });
  });

  for (const [rate, requests] of [
    ["1", 240],
    ["3", 720],
    ["10000", 2_400_000],
  ] as const) {
    it(`raises the alarm of requests at 80 % of a throttle of ${rate}/s, when none is set`, async () => {
      const { monitoring } = await read({ "mcp-server:throttleRate": rate });
      expect(monitoring.alarms.requests).to.equal(requests);
      const own = { "mcp-server:throttleRate": rate, "mcp-server:alarmRequests": "0" };
      expect((await read(own)).monitoring.alarms.requests).to.equal(0);
    });
  }

  it("takes a budget with the address that it is mailed to", async () => {
    const { monitoring } = await read({
      "mcp-server:monthlyBudgetUsd": "25",
      "mcp-server:alarmEmail": "you@example.com",
    });
    expect(monitoring).to.include({ monthlyBudgetUsd: 25, alarmEmail: "you@example.com" });
  });

  it("refuses a budget without an address, and names the command", async () => {
    const message = await refusal({ "mcp-server:monthlyBudgetUsd": "25" });
    expect(message).to.equal(
      "Settings: mcp-server:monthlyBudgetUsd needs mcp-server:alarmEmail: AWS Budgets mails what a month costs. Set it: pulumi config set mcp-server:alarmEmail you@example.com",
    );
  });

  it("refuses a budget beside a topic, since it is mailed", async () => {
    const message = await refusal({
      "mcp-server:monthlyBudgetUsd": "25",
      "mcp-server:alarmTopicArn": "arn:aws:sns:ap-northeast-2:123456789012:alarms",
    });
    expect(message)
      .to.include("alarmTopicArn and mcp-server:monthlyBudgetUsd do not go together")
      .and.include("pulumi config rm mcp-server:monthlyBudgetUsd");
  });

  for (const region of ["cn-north-1", "us-gov-west-1", "eusc-de-east-1"]) {
    it(`refuses a budget in ${region}, whose bill is another account's or not in dollars`, async () => {
      const message = await refusal({
        "aws:region": region,
        "mcp-server:monthlyBudgetUsd": "25",
        "mcp-server:alarmEmail": "you@example.com",
      });
      expect(message)
        .to.include("aws:region and mcp-server:monthlyBudgetUsd do not go together")
        .and.include("pulumi config rm mcp-server:monthlyBudgetUsd");
    });
  }

  for (const [timeoutSeconds, warnings] of [
    ["26", 0],
    ["27", 1],
  ] as const) {
    it(`warns ${warnings} times of a timeout of ${timeoutSeconds} s, a cold start below the gateway's 29`, async () => {
      const warned: string[] = [];
      const { warn } = console;
      console.warn = (text: string) => warned.push(text);
      await read({ "mcp-server:timeoutSeconds": timeoutSeconds }).finally(() => {
        console.warn = warn;
      });

      const ofTimeout = warned.filter((text) =>
        text.includes("after 29 s API Gateway answers 504"),
      );
      expect(ofTimeout).to.have.length(warnings);
    });
  }

  it("refuses payloads in a log whose level drops them", async () => {
    const message = await refusal({
      "mcp-server:logPayloads": "true",
      "mcp-server:logLevel": "warn",
    });
    expect(message).to.include("mcp-server:logPayloads and mcp-server:logLevel do not go together");
  });

  it("names everything that is wrong at once", async () => {
    const message = await refusal({ "mcp-server:auth": "x", "mcp-server:memoryMb": "1" });
    expect(message).to.include("mcp-server:auth").and.include("mcp-server:memoryMb");
  });

  it("refuses a misspelt key with the nearest right one, and lists no others", async () => {
    const message = await refusal({ "mcp-server:timeoutSecond": "9" });
    expect(message).to.equal(
      "Settings: mcp-server:timeoutSecond is not a setting; did you mean timeoutSeconds? Remove it: pulumi config rm mcp-server:timeoutSecond, and set the other: pulumi config set mcp-server:timeoutSeconds VALUE",
    );
  });

  it("lists the settings once, with the first key that is like none of them", async () => {
    const message = await refusal({
      "mcp-server:colour": "red",
      "mcp-server:auht": "iam",
      "mcp-server:somethingElse": "1",
    });
    expect(message.match(/The settings are /g)).to.have.length(1);
    expect(message)
      .to.match(/colour is not a setting\. The settings are .*throttleRate.*\. Remove it/)
      .and.include("mcp-server:auht is not a setting; did you mean auth?")
      .and.include(
        "mcp-server:somethingElse is not a setting. Remove it: pulumi config rm mcp-server:somethingElse",
      );
  });

  it("names the API of another project after it, since metrics know it by that name alone", async () => {
    const { api } = await read({}, { project: "my-tools" });
    const { api: named } = await read({ "my-tools:apiName": "Tools" }, { project: "my-tools" });
    expect([api.apiName, named.apiName]).to.deep.equal(["my-tools", "Tools"]);
  });

  it("refuses its own settings under another project's name, left from a renaming", async () => {
    const message = await refusal({ "mcp-server:auth": "iam" }, { project: "shop" });
    expect(message).to.include("mcp-server:auth").and.include("Rename the key to shop:auth");
  });

  it("leaves the keys of other namespaces alone", async () => {
    const { authorization } = await read({
      "other:key": "1",
      "aws:profile": "x",
      // As `pulumi new` leaves it in Pulumi.yaml.
      "pulumi:tags": '{"pulumi:template":"mcp-server"}',
    });
    expect(authorization).to.include({ auth: "none" });
  });

  const names: readonly (readonly [project: string, stack: string])[] = [
    ["mcp-server", "feature.x"],
    ["my.project", "dev"],
    ["mcp-server", "s".repeat(54)],
  ];
  for (const [project, stack] of names) {
    it(`refuses the name ${project}-${stack}, which AWS would refuse`, async () => {
      const message = await refusal({}, { project, stack });
      expect(message).to.include(`"${project}-${stack}"`).and.include("64");
      expect(message).to.include("pulumi stack rename");
    });
  }

  it("accepts a name of 64 characters", async () => {
    const { shared } = await read({}, { stack: "s".repeat(53) });
    expect(shared.name).to.have.length(64);
  });

  it("demands a region, in the form that AWS has", async () => {
    expect(await refusal({ "aws:region": "Seoul" })).to.include('aws:region is "Seoul"');
    pulumi.runtime.setAllConfig({});
    expect(() => readSettings()).to.throw(/aws:region is not set.*pulumi config set aws:region/);
  });

  for (const known of [
    "us-east-1",
    "ap-southeast-5",
    "us-gov-west-1",
    "cn-north-1",
    "eusc-de-east-1",
    "us-east-10",
  ]) {
    it(`knows ${known} for a region`, async () => {
      expect((await read({ "aws:region": known })).shared).to.include({ stage: "dev" });
    });
  }
});
