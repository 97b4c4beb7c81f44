/** AWS's list prices (price-list.json has date and sources), by region as far as its factors are known. */
import published from "./price-list.json";

/** What is over `from` costs `price`, until the next tier begins. */
export interface Tier {
  readonly from: number;
  readonly price: number;
}

/** In US dollars: a million requests, a GB-second, a GB, a month of a metric. */
export interface Prices {
  readonly apiMillion: readonly Tier[];
  readonly lambdaMillion: number;
  readonly gbSecond: Readonly<Record<"arm64" | "x86_64", readonly Tier[]>>;
  /** An environment that is kept ready, beside its calls. */
  readonly provisionedGbSecond: Readonly<Record<"arm64" | "x86_64", number>>;
  readonly logGb: number;
  readonly logGbMonth: number;
  readonly metric: number;
  readonly alarmMetric: number;
  readonly dashboard: number;
  /** A month of a web ACL of AWS WAF, of a rule in it, and a million requests, blocked ones too. */
  readonly webAcl: number;
  readonly webAclRule: number;
  readonly webAclMillion: number;
  /** A million units of a DynamoDB table on demand: a kB written, 4 kB read consistently. */
  readonly tableWriteMillion: number;
  readonly tableReadMillion: number;
  readonly egressGb: readonly Tier[];
  /** "2026-10, ap-northeast-2": where and when they held. */
  readonly holds: string;
}

interface Factors {
  readonly api: number;
  readonly log: number;
  readonly egress: number;
}

const REGIONS: Readonly<Record<string, Factors>> = published.regions;

export function pricesIn(region: string | undefined): Prices {
  const known = region === undefined ? undefined : REGIONS[region];
  const { api, log, egress } = known ?? { api: 1, log: 1, egress: 1 };
  const times = (tiers: readonly Tier[], factor: number): readonly Tier[] =>
    tiers.map(({ from, price }) => ({ from, price: price * factor }));
  return {
    ...published,
    apiMillion: times(published.apiMillion, api),
    logGb: published.logGb * log,
    egressGb: times(published.egressGb, egress),
    holds: `${published.date}, ${known === undefined ? "us-east-1" : (region ?? "")}`,
  };
}

/** What an amount costs when each tier has a price of its own. */
export function tieredCost(amount: number, tiers: readonly Tier[]): number {
  return tiers.reduce((sum, { from, price }, index) => {
    const end = tiers[index + 1]?.from ?? Infinity;
    return sum + Math.max(0, Math.min(amount, end) - from) * price;
  }, 0);
}
