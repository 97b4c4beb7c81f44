/** Why mutants stay that no test notices: looked at by a person. */

export interface Reason {
  /** File, or the beginning of its path. */
  readonly in: string;
  /** Stryker's name; default: any. */
  readonly mutator?: string;
  /** Part of "original -> replacement", with single blanks. */
  readonly change: string;
  readonly why: string;
}

const LAMBDA = "packages/mcp-lambda";
const CACHE = "what is kept saves time alone: the results are the same";
const ALWAYS_THERE = "a default for the types alone: the part is there, or not read";
const SAME_KIND = "needs of one kind either all have `may` or none";

export const REASONS: readonly Reason[] = [
  { in: `${LAMBDA}/http/caller.ts`, change: "kept.size === MAX_KEPT", why: CACHE },
  {
    in: `${LAMBDA}/http/caller.ts`,
    change: "{ return undefined; } -> {}",
    why: "a function that ends returns undefined",
  },
  { in: `${LAMBDA}/http/headers.ts`, change: "keys.size < MAX_KEYS", why: CACHE },
  { in: `${LAMBDA}/http/headers.ts`, change: "name.length <= MAX_KEY_LENGTH", why: CACHE },
  { in: `${LAMBDA}/needs/declared-features.ts`, change: "one.may === undefined", why: SAME_KIND },
  { in: `${LAMBDA}/needs/declared-features.ts`, change: "other.may === undefined", why: SAME_KIND },
  {
    in: `${LAMBDA}/needs/table-items.ts`,
    change: "expires === undefined -> false",
    why: "no item has an attribute of the name undefined, and NaN is not in the past",
  },
  {
    in: `${LAMBDA}/aws/aws-request.ts`,
    change: '"" -> "Stryker was here!"',
    why: "only errors are read as text, and of them all bytes are there",
  },
  {
    in: `${LAMBDA}/aws/s3.ts`,
    change: '"" -> "Stryker was here!"',
    why: "an entity without a name does not come from the expression",
  },
  {
    in: `${LAMBDA}/tasks/task-table.ts`,
    change: "() => false -> () => undefined",
    why: "read as a condition alone",
  },
  {
    in: `${LAMBDA}/protocol/modern-handler.ts`,
    change: '{ legacy: "reject", keepAliveMs: 0 } -> {}',
    why: "messages of 2025 are routed elsewhere, and an answer is there before a keep-alive would be",
  },
  {
    in: "infra/settings.ts",
    change: "region !== undefined -> true",
    why: "where nobody has said it, the settings were refused before",
  },
  {
    in: "infra/settings-reader.ts",
    change: "[usual] -> []",
    why: "the usual number is proposed either way",
  },
  {
    in: "infra/settings-reader.ts",
    change: "Array.isArray(parsed) -> true",
    why: "what is no list has no map, which is caught as what is no JSON",
  },
  { in: "infra/cidr.ts", change: '"" -> "Stryker was here!"', why: ALWAYS_THERE },
  { in: "infra/browser-origin.ts", change: '"" -> "Stryker was here!"', why: ALWAYS_THERE },
  {
    in: "infra/cost/month.ts",
    change: "amount < 99.995 -> amount <= 99.995",
    why: "no price gives exactly this",
  },
];
