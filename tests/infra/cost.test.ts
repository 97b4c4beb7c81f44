/** The arithmetic of `npm run cost` and of the worst month. Not what AWS charges: prices are a list. */
import { expect } from "chai";
import { REFUSAL_REASONS } from "jwt-authorizer/metrics";
import { awsRegion } from "../../infra/aws-region";
import { costTable } from "../../infra/cost/cost-table";
import { costOf, dollars, totalOf, useOf } from "../../infra/cost/month";
import { ownAnswersCost } from "../../infra/cost/own-answers";
import { pricesIn, tieredCost } from "../../infra/cost/prices";
import { provisionedCost } from "../../infra/cost/provisioned-cost";
import { worstLoads, worstMonthText } from "../../infra/cost/worst-month";
import { COST_SETTINGS } from "../support/cost-settings";

const WITH_TOKENS = { ...COST_SETTINGS, auth: "jwt", domainName: "mcp.example.com" } as const;

const LOAD = { perSecond: 1, seconds: 0.2, answerBytes: 1_000, logBytes: 1_800 };

function rounded(numbers: object): Record<string, number> {
  const entries = Object.entries(numbers) as [string, number][];
  return Object.fromEntries(entries.map(([name, value]) => [name, Number(value.toFixed(2))]));
}

describe("tieredCost", () => {
  const tiers = [
    { from: 0, price: 3 },
    { from: 10, price: 2 },
    { from: 100, price: 1 },
  ];
  for (const [amount, cost] of [
    [0, 0],
    [10, 30],
    [11, 32],
    [100, 210],
    [150, 260],
  ] as const) {
    it(`charges each of ${amount} at the price of its tier`, () => {
      expect(tieredCost(amount, tiers)).to.equal(cost);
    });
  }
});

describe("pricesIn", () => {
  it("has a region's prices, and says where and when they held", () => {
    const seoul = pricesIn("ap-northeast-2");
    expect(seoul.logGb).to.be.closeTo(0.76, 1e-9);
    expect(seoul.egressGb[0]?.price).to.be.closeTo(0.126, 1e-9);
    expect(seoul.apiMillion[0]?.price).to.equal(3.5);
    expect(seoul.holds).to.equal("2026-10, ap-northeast-2");
  });

  for (const region of ["mars-north-1", undefined]) {
    it(`takes us-east-1's for ${region ?? "no region"}, and says so`, () => {
      const { logGb, holds } = pricesIn(region);
      expect({ logGb, holds }).to.deep.equal({ logGb: 0.5, holds: "2026-10, us-east-1" });
    });
  }
});

describe("a month", () => {
  it("uses requests, time and bytes in proportion to what comes", () => {
    expect(rounded(useOf([LOAD], COST_SETTINGS))).to.deep.equal({
      requests: 2_628_000,
      gbSeconds: 262_800,
      logGb: 4.73,
      egressGb: 2.63,
    });
  });

  it("adds up loads that come beside each other", () => {
    const other = { perSecond: 2, seconds: 0.1, answerBytes: 500, logBytes: 900 };
    expect(rounded(useOf([LOAD, other], COST_SETTINGS))).to.deep.equal({
      requests: 7_884_000,
      gbSeconds: 525_600,
      logGb: 9.46,
      egressGb: 5.26,
    });
  });

  it("is cut in time, not in answers, by reserved concurrency", () => {
    const use = useOf([{ ...LOAD, seconds: 10 }], { ...COST_SETTINGS, reservedConcurrency: 2 });
    expect(rounded(use)).to.deep.equal({
      requests: 2_628_000,
      gbSeconds: 2_628_000,
      logGb: 4.73,
      egressGb: 2.63,
    });
  });

  it("writes a line more for each request with accessLogs", () => {
    expect(useOf([LOAD], { ...COST_SETTINGS, accessLogs: true }).logGb).to.be.closeTo(6.3072, 1e-9);
  });

  it("costs what each service takes, and the log what is kept of it", () => {
    const cost = costOf(useOf([LOAD], COST_SETTINGS), pricesIn("us-east-1"), COST_SETTINGS);
    expect(rounded(cost)).to.deep.equal({
      api: 9.2,
      lambdaRequests: 0.53,
      lambdaDuration: 3.5,
      log: 2.43,
      egress: 0.24,
    });
    expect(totalOf(cost)).to.be.closeTo(15.8947, 0.0001);
  });

  it("costs a quarter more on x86_64", () => {
    const prices = pricesIn("us-east-1");
    const x86 = costOf(useOf([LOAD], COST_SETTINGS), prices, {
      ...COST_SETTINGS,
      architecture: "x86_64",
    });
    expect(x86.lambdaDuration).to.be.closeTo(4.38, 0.001);
  });

  for (const [amount, text] of [
    [0.424, "$0.42"],
    [99.994, "$99.99"],
    [99.996, "$100"],
    [3504.02, "$3,504"],
  ] as const) {
    it(`writes ${amount} as ${text}`, () => {
      expect(dollars(amount)).to.equal(text);
    });
  }
});

describe("worstMonthText", () => {
  it("tells the worst month in one line, with the arithmetic and what lowers it", () => {
    expect(worstMonthText(COST_SETTINGS, "us-east-1")).to.equal(
      "Worst month at these settings, every second at the throttle: 20/s x 2,628,000 s = 52.6 M requests: gateway $184 + Lambda 10 s x 0.5 GB $3,515 + log of 17 kB a request $459 = $4,158, and up to $19,659 of data transfer for answers of 6 MB, $552 for what the gateway answers itself (404, 405) (list prices of 2026-10, us-east-1). Lower it: throttleRate, timeoutSeconds, memoryMb, reservedConcurrency. Be told in time: alarmEmail, monthlyBudgetUsd. A month of your own: npm run cost",
    );
  });

  it("bounds the function's part by reserved concurrency", () => {
    expect(worstMonthText({ ...COST_SETTINGS, reservedConcurrency: 20 }, "us-east-1")).to.include(
      "gateway $184 + Lambda 10 s x 0.5 GB in 20 at a time $361 + log of 17 kB a request $459 = $1,004,",
    );
  });

  it("counts preflights of /mcp as calls of the function, and those of other paths as the gateway's", () => {
    const settings = { ...COST_SETTINGS, allowedOrigins: ["https://a.test"] };

    const text = worstMonthText(settings, "us-east-1");

    expect(text)
      .to.include("= 52.6 M requests, and as many preflights: gateway $368 + ")
      .and.include("$895 for what the gateway answers itself");
    expect(worstLoads(settings)).to.deep.equal([
      { perSecond: 20, seconds: 10, answerBytes: 6_000_000, logBytes: 17_000 },
      { perSecond: 20, seconds: 0.002, answerBytes: 0, logBytes: 1_800 },
    ]);
  });

  it("asks the authorizer for each request of /mcp, with tokens that differ while the issuer hangs", () => {
    const text = worstMonthText(WITH_TOKENS, "us-east-1");

    // 40/s x 2,628,000 s = 105.12 M: x $0.20, x 0.75 GB-s x $0.0000133334, x 4.5 kB x $0.5 and storage
    expect(text).to.include(
      " + authorizer 40/s of new tokens x 3 s x 0.25 GB $1,315 = $5,473, and up to $19,659 of data",
    );
  });

  it("counts methods with metadata for clients that sign in, where the resource's URL is known", () => {
    const known = worstMonthText(WITH_TOKENS, "us-east-1");
    const unknown = worstMonthText({ ...WITH_TOKENS, domainName: undefined }, "us-east-1");

    expect(known).to.include("for what the gateway answers itself (404, 405, metadata)");
    expect(unknown).to.include("$552 for what the gateway answers itself (404, 405)");
    const cost = (settings: typeof WITH_TOKENS | typeof COST_SETTINGS): number =>
      ownAnswersCost(settings, pricesIn("us-east-1"));
    expect(cost(WITH_TOKENS) - cost(COST_SETTINGS)).to.be.closeTo(674.6, 0.01);
  });

  it("counts WAF for each request that the throttle lets through, those of mocks too", () => {
    const text = worstMonthText({ ...COST_SETTINGS, waf: true }, "us-east-1");

    // 4 methods x 52.56 M x $0.60, $5 and three rules
    expect(text).to.include("a request $459 + WAF $134 = $4,292, and up to");
  });

  it("takes nothing for keys and signatures", () => {
    const texts = (["iam", "apiKey"] as const).map((auth) =>
      worstMonthText({ ...COST_SETTINGS, auth }, "us-east-1"),
    );
    expect(new Set(texts)).to.deep.equal(new Set([worstMonthText(COST_SETTINGS, "us-east-1")]));
  });

  it("takes the region from the environment where the stack does not say it", () => {
    const before = process.env["AWS_REGION"];
    process.env["AWS_REGION"] = "eu-west-1";

    const found = [awsRegion({}), awsRegion({ "aws:region": "us-east-1" })];

    if (before === undefined) delete process.env["AWS_REGION"];
    else process.env["AWS_REGION"] = before;
    expect(found).to.deep.equal(["eu-west-1", "us-east-1"]);
  });

  it("says where the account's own concurrency would have to be raised first", () => {
    expect(worstMonthText({ ...COST_SETTINGS, throttleRate: 1_000 }, "us-east-1")).to.include(
      "Lambda 10 s x 0.5 GB in 10,000 at a time (an account has 1,000 at first) $",
    );
  });
});

describe("costTable", () => {
  const alarms = {
    errors: 1,
    toolErrors: 10,
    toolErrorPercent: 20,
    throttles: 0,
    durationPercent: 0,
    serverErrorPercent: 0,
    latencyMs: 0,
    tasksLost: 1,
    requests: 0,
  };
  const typical = { perSecond: 5, toolMs: 200, answerKb: 2 };

  it("has a month of one's own beside the worst, by service", () => {
    const settings = { ...COST_SETTINGS, alarms };
    const lines = costTable({ settings, region: "us-east-1", tools: 0, typical }).split("\n");
    expect(lines.filter((line) => !/^(metrics|together)/.test(line))).to.deep.equal([
      "US dollars a month          5/s, tool 200 ms    worst",
      "API Gateway requests                  $45.99     $184",
      "its own answers (404, 405)             $0.00     $552",
      "Lambda requests                        $2.63   $10.51",
      "Lambda duration                       $17.70   $3,504",
      "CloudWatch log                        $14.18     $459",
      "data transfer out                      $2.37  $19,659",
      "",
      "Typical: answers of 2 kB, 202 ms billed a call, log of 2.1 kB.",
      "Worst: every second at throttleRate (20/s), each call as long as timeoutSeconds (10 s), answers of 6 MB, log of 17 kB.",
      "Function: 512 MB, arm64. List prices of 2026-10, us-east-1, without free tiers, X-Ray and what tools use.",
      "",
    ]);
  });

  const rowsOf = (table: string, pattern: RegExp): readonly string[] =>
    table.split("\n").filter((line) => pattern.test(line));

  it("has the authorizer, WAF and what each takes for granted where the settings have them", () => {
    const settings = { ...WITH_TOKENS, waf: true, alarms };

    const table = costTable({ settings, region: "us-east-1", tools: 0, typical });

    // 0.5/s x 5 ms, and 5/s of all requests
    expect(rowsOf(table, /^(authorizer|WAF|Authorizer|its own)/)).to.deep.equal([
      "its own answers (404, 405, metadata)             $0.00   $1,226",
      "authorizer and its log                           $1.03   $1,315",
      "WAF                                             $15.88     $260",
      "Authorizer: asked for 1 request of 10 (its result is kept for 300 s); in the worst month for each, with tokens that all differ, and 3 s long, since the issuer hangs.",
      "WAF: a web ACL with 3 rules. It comes before the throttle: a flood costs $0.60 a million on top.",
    ]);
  });

  it("asks the authorizer for each request where no result is kept", () => {
    const settings = { ...WITH_TOKENS, authCacheSeconds: 0, alarms };

    const table = costTable({ settings, region: "us-east-1", tools: 0, typical });

    expect(rowsOf(table, /^[Aa]uthorizer/)).to.deep.equal([
      "authorizer and its log                          $10.27   $1,315",
      "Authorizer: asked for each request (authCacheSeconds: 0); in the worst month for each, with tokens that all differ, and 3 s long, since the issuer hangs.",
    ]);
  });

  it("adds metrics by reason and two alarms with tokens, and nothing with keys", () => {
    const monitoring = (auth: "none" | "apiKey" | "jwt"): number => {
      const settings = { ...COST_SETTINGS, auth, alarms };
      const table = costTable({ settings, region: "us-east-1", tools: 0, typical });
      return Number(/^metrics.* \$([\d.]+)$/m.exec(table)?.[1]);
    };
    const metrics = REFUSAL_REASONS.length + 2;
    expect(monitoring("jwt") - monitoring("none")).to.be.closeTo(metrics * 0.3 + 2 * 0.1, 1e-9);
    expect(monitoring("apiKey")).to.equal(monitoring("none"));
  });

  it("says what environments kept ready are, and only where there are any", () => {
    const settings = { ...COST_SETTINGS, provisionedConcurrency: 2, alarms };

    const table = costTable({ settings, region: "us-east-1", tools: 0, typical });

    expect(rowsOf(table, /^[Pp]rovisioned/)).to.deep.equal([
      "provisioned concurrency                $8.76    $8.76",
      "Provisioned concurrency: 2 environments of 512 MB, all of the time; that their calls are billed at less is not taken off.",
    ]);
  });

  it("says what is not this stack's", () => {
    const settings = { ...COST_SETTINGS, subnetIds: ["subnet-1"], hostedZoneId: "Z1", alarms };
    expect(costTable({ settings, region: undefined, tools: 0, typical })).to.include(
      "without free tiers, X-Ray, NAT gateways and VPC endpoints of the subnets, the hosted zone and what tools use.",
    );
  });

  it("adds metrics by tool, and an alarm of a rate as two", () => {
    const monitoring = (tools: number, toolErrorPercent: number): number => {
      const settings = { ...COST_SETTINGS, alarms: { ...alarms, toolErrorPercent } };
      const table = costTable({ settings, region: "us-east-1", tools, typical });
      return Number(/^metrics.* \$([\d.]+)$/m.exec(table)?.[1]);
    };
    // calls, errors, refusals and duration at $0.30 each
    expect(monitoring(3, 20) - monitoring(2, 20)).to.be.closeTo(1.2, 1e-9);
    expect(monitoring(3, 20) - monitoring(3, 0)).to.be.closeTo(0.2, 1e-9);
  });

  it("adds up what stands in it", () => {
    const settings = { ...WITH_TOKENS, waf: true, alarms };
    const table = costTable({ settings, region: "us-east-1", tools: 3, typical });
    const worst = [...table.matchAll(/\$([\d,.]+)$/gm)].map(([, text = ""]) =>
      Number(text.replaceAll(",", "")),
    );
    const together = worst.at(-1) ?? 0;
    expect(worst).to.have.length(10);
    expect(worst.slice(0, -1).reduce((sum, part) => sum + part, 0)).to.be.closeTo(together, 2);
  });
});

describe("provisioned concurrency", () => {
  const READY = { ...COST_SETTINGS, provisionedConcurrency: 2 };

  it("is billed all of the time, by memory: 2 x 0.5 GB x 2,628,000 s x $0.0000033334", () => {
    const prices = pricesIn("us-east-1");

    expect(provisionedCost(READY, prices)).to.be.closeTo(8.76, 0.005);
    expect(provisionedCost({ ...READY, architecture: "x86_64" }, prices)).to.be.closeTo(
      10.95,
      0.005,
    );
    expect(provisionedCost(COST_SETTINGS, prices)).to.equal(0);
  });

  it("is named in the worst month, with what lowers it", () => {
    const text = worstMonthText(READY, "us-east-1");

    expect(text).to.include(" + 2 environments kept ready $8.76 = $4,166,");
    expect(text).to.include("reservedConcurrency, provisionedConcurrency.");
  });
});
