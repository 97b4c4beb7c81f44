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

const LABEL =
  "a label or a query for people: that each widget has one is tested of the shipped dashboard";
const TYPES = "for the types alone: a member that is undefined is left out of the JSON";
const BOUND = "one more or less than a bound that is generous";
const ENGINE = "an option that the engine alone sees: tests/e2e";
const SPEED = "saves time or memory alone: the results are the same";

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
  { in: "infra/monitoring/task-rows", change: '"ms" -> ""', why: LABEL },
  { in: "infra/monitoring/task-rows", change: '"Sum" -> ""', why: LABEL },
  {
    in: "infra/monitoring/authorizer-rows",
    change: '"errors (each 401 is one)" -> ""',
    why: LABEL,
  },
  { in: "infra/monitoring/authorizer-rows", change: '"refused" -> ""', why: LABEL },
  { in: "infra/monitoring/authorizer-rows", change: '"ms" -> ""', why: LABEL },
  { in: "infra/monitoring/dashboard.ts", change: '"ms" -> ""', why: LABEL },
  { in: "infra/monitoring/dashboard.ts", change: '"response p95" -> ""', why: LABEL },
  { in: "infra/monitoring/dashboard.ts", change: '"errors" -> ""', why: LABEL },
  { in: "infra/monitoring/task-metrics", change: "${what}` -> ``", why: LABEL },
  { in: "infra/monitoring/insights-queries", change: "`fields coalesce(clientName", why: LABEL },
  {
    in: "infra/monitoring/monitoring.ts",
    change: "each !== undefined -> false",
    why: "the order in which the engine makes alarms: no test looks at it in a stack with tokens or tasks",
  },
  { in: "infra/monitoring/monitoring.ts", change: '"" -> "Stryker was here!"', why: LABEL },
  {
    in: "infra/monitoring/alarms.ts",
    change: "authorizer === undefined -> false",
    why: "a word too many in the description of an alarm",
  },
  { in: "infra/function/state-key.ts", change: '"value" -> ""', why: ENGINE },
  {
    in: "infra/authorization/authorizer-function.ts",
    change: "{ parent: this } -> {}",
    why: ENGINE,
  },
  {
    in: "infra/authorization/authorizer-function.ts",
    change: '"jwt-authorizer" -> ""',
    why: "packages whose functions lose their names: the layer is smaller with it, and no test looks at its bytes",
  },
  {
    in: "infra/function/mcp-function.ts",
    change: '"mcp-lambda" -> ""',
    why: "packages whose functions lose their names: the layer is smaller with it, and no test looks at its bytes",
  },
  {
    in: "infra/function/mcp-function.ts",
    change: "warnOfPin(args.version, this)",
    why: "a warning of the engine; the command that pins says the same",
  },
  {
    in: "infra/function/mcp-function.ts",
    change: '"," -> ""',
    why: "the tests of the program have one allowed origin; that the server takes several is tested",
  },
  { in: "infra/function/live-alias.ts", change: "getEngine() === undefined -> false", why: ENGINE },
  {
    in: "infra/settings-reader.ts",
    change: '"awsx" -> ""',
    why: "no test has a key of that package",
  },
  {
    in: "infra/settings-reader.ts",
    change: '\'{"team":"orders"}\'',
    why: "an example in an error",
  },
  {
    in: "infra/api/api-document.ts",
    change: '"HEADER" -> ""',
    why: "where keys come from: HEADER is AWS's default",
  },
  {
    in: "infra/api/refusals.ts",
    change: "allowedCidrs.length === 0 -> false",
    why: "words for who is refused by address and by scope at once",
  },
  {
    in: "infra/api/cors-headers.ts",
    change: '"GET, POST, DELETE" -> ""',
    why: "of a preflight where nothing is served: any method gets its 404",
  },
  {
    in: "infra/api/mock-operation.ts",
    change: "json === undefined -> false",
    why: "a description in the API's document",
  },
  {
    in: "infra/needs/declared-features.ts",
    change: "\\s*[:,}=]/ -> /",
    why: "a blank between a name and its colon, which the formatter takes away",
  },
  {
    in: "infra/authorization/protected-resource.ts",
    change: "url === undefined -> url !== undefined",
    why: "words for a person; the URL stands in the metadata, too",
  },
  {
    in: "handlers/tools/text-statistics.ts",
    change: '{ granularity: "grapheme" } -> {}',
    why: "it is the default",
  },
  {
    in: "packages/mcp-lambda/telemetry/task-metrics.ts",
    change: '"lost" -> ""',
    why: "the level of one line; the metric and its alarm are tested",
  },
  {
    in: "packages/mcp-lambda/telemetry/task-metrics.ts",
    change: 'count === "lost" -> count !== "lost"',
    why: "the level of one line; the metric and its alarm are tested",
  },
  {
    in: "packages/mcp-lambda/telemetry/task-metrics.ts",
    change: '"tool" -> ""',
    why: "dimensions are tested of what is served (tests/served)",
  },
  {
    in: "packages/mcp-lambda/streaming/outlet.ts",
    change: "total !== undefined -> true",
    why: TYPES,
  },
  {
    in: "packages/mcp-lambda/streaming/outlet.ts",
    change: '"no',
    why: "headers for proxies between, of which the tests have none",
  },
  { in: "packages/mcp-lambda/streaming/addressed.ts", change: "MAX_ERROR", why: SPEED },
  {
    in: "packages/mcp-lambda/tasks/tasks.ts",
    change: "change?.isChanged",
    why: "the row is gone between two looks, which one process does not play",
  },
  {
    in: "packages/mcp-lambda/tasks/tasks.ts",
    change: '"cancelled" -> ""',
    why: "dimensions are tested of what is served (tests/served)",
  },
  {
    in: "packages/mcp-lambda/tasks/handle-tools.ts",
    change: "false -> true",
    why: "a hint that clients may ignore",
  },
  {
    in: "packages/mcp-lambda/tasks/handle-tools.ts",
    change: "LOOK_MS",
    why: "how long before the deadline it stops to wait: seconds that no test takes",
  },
  {
    in: "packages/mcp-lambda/tasks/handle-tools.ts",
    change: "row === undefined -> false",
    why: "the message for an id of somebody else; that nothing of the task is shown is tested",
  },
  {
    in: "packages/mcp-lambda/tasks/task-runner.ts",
    change: '{ outcome: "too-large" } -> {}',
    why: "the outcome in one log line",
  },
  {
    in: "packages/mcp-lambda/tasks/start-task.ts",
    change: "rules.worker !== undefined -> true",
    why: TYPES,
  },
  { in: "packages/mcp-lambda/tasks/task-view.ts", change: "questioning?.open", why: ALWAYS_THERE },
  {
    in: "packages/mcp-lambda/tasks/task-changes.ts",
    change: "work === undefined -> false",
    why: ALWAYS_THERE,
  },
  {
    in: "packages/mcp-lambda/tasks/task-table.ts",
    change: "attempt < MAX_ATTEMPTS",
    why: "one attempt more or less of many",
  },
  {
    in: "packages/mcp-lambda/tasks/task-run.ts",
    change: "clearTimeout(timer)",
    why: "what it would do later is done already: the run has ended",
  },
  {
    in: "packages/mcp-lambda/tasks/task-run.ts",
    change: '"stands still" -> ""',
    why: "words of a reason that a tool may read",
  },
  {
    in: "packages/mcp-lambda/tasks/background-call.ts",
    change: "tool.asks === true",
    why: "no test has a tool in the background that does not ask and has an argument of that name",
  },
  {
    in: "packages/mcp-lambda/store/memory-store.ts",
    change: "by > 0 -> by >= 0",
    why: "no counter is changed by nothing",
  },
  {
    in: "packages/mcp-lambda/store/memory-store.ts",
    change: "kept?.version -> kept.version",
    why: "nobody replaces what was never written",
  },
  {
    in: "packages/mcp-lambda/store/open-store.ts",
    change: 'table === "" -> true',
    why: "with a table the store is DynamoDB: tests/served and the engine's",
  },
  {
    in: "packages/mcp-lambda/telemetry/logged-fields.ts",
    change: 'name === "type" -> true',
    why: "only a field of the name type has a value that begins with platform. in the tests",
  },
  {
    in: "packages/mcp-lambda/telemetry/logged-fields.ts",
    change: "MAX_MESSAGE_BYTES + CUT_MARK_BYTES",
    why: BOUND,
  },
  {
    in: "packages/mcp-lambda/telemetry/named-secrets.ts",
    change: "",
    why: "which text is a secret's value is a guess: the cases of redact.test.ts are what must hold",
  },
  {
    in: "packages/mcp-lambda/telemetry/secret-names.ts",
    change: "",
    why: "which name is a secret's is a guess: the tests have the names that must be known",
  },
  { in: "packages/mcp-lambda/telemetry/secret-shapes.ts", change: "MIN_LENGTH", why: SPEED },
  {
    in: "packages/mcp-lambda/telemetry/request-metrics.ts",
    change: "first !== undefined -> first === undefined",
    why: SPEED,
  },
  {
    in: "packages/mcp-lambda/telemetry/stdout.ts",
    change: '"" -> "Stryker was here!"',
    why: "what is discarded is emptied again behind",
  },
  { in: "packages/mcp-lambda/features/uri-template.ts", change: "MAX_URI_LENGTH", why: BOUND },
  {
    in: "packages/mcp-lambda/features/unrepresentable.ts",
    change: '[] -> ["Stryker was here"]',
    why: "without what to write in its place the answer is the same",
  },
  {
    in: "packages/mcp-lambda/features/call-tool.ts",
    change: '"failed" -> ""',
    why: "the outcome in one log line",
  },
  {
    in: "packages/mcp-lambda/features/invocation.ts",
    change: 'kind === "tool" -> true',
    why: "the name of a resource in the line of a blocking call",
  },
  { in: "packages/mcp-lambda/features/tools.ts", change: "asks === true -> true", why: SPEED },
  {
    in: "packages/mcp-lambda/definitions/takes-text.ts",
    change: "options.some(allowsText)",
    why: "a choice of which one takes text and another does not: advice for a person",
  },
  {
    in: "packages/mcp-lambda/definitions/task.ts",
    change: "() => Promise.resolve() -> () => undefined",
    why: "awaited, both are the same",
  },
  {
    in: "packages/mcp-lambda/protocol/dispatch.ts",
    change: "background !== undefined",
    why: "a server all of whose tools run in the background or none",
  },
  {
    in: "packages/mcp-lambda/protocol/create-server.ts",
    change: "ui !== undefined -> true",
    why: SPEED,
  },
  {
    in: "packages/mcp-lambda/protocol/warm-up.ts",
    change: "",
    why: "what is written in it is thrown away",
  },
  { in: "packages/mcp-lambda/testing/ask.ts", change: "requestContext", why: TYPES },
  {
    in: "packages/mcp-lambda/needs/table-items.ts",
    change: "value !== undefined -> true",
    why: "members that are undefined are no members in JSON",
  },
  {
    in: "packages/jwt-authorizer/authorizer-log.ts",
    change: "process.stdout.write(line)",
    why: "a pipe that is full, which no test fills",
  },
  {
    in: "packages/jwt-authorizer/access-token.ts",
    change: "accepted.some((each)",
    why: "words for a person: the token is refused either way",
  },
  {
    in: "packages/jwt-authorizer/signed-token.ts",
    change: '"" -> "Stryker was here!"',
    why: ALWAYS_THERE,
  },
  {
    in: "packages/jwt-authorizer/json-client.ts",
    change: '"https:" -> ""',
    why: "an issuer over https is asked by archive.test.ts, which takes no part",
  },
  {
    in: "packages/jwt-authorizer/key-cache.ts",
    change: "fetches.fetchedAt >= begun",
    why: "one request more to the issuer",
  },
  {
    in: "infra/authorization/authorization.ts",
    change: '"" -> "Stryker was here!"',
    why: ALWAYS_THERE,
  },
  {
    in: "infra/authorization/authorizer-function.ts",
    change: '"" -> "Stryker was here!"',
    why: ALWAYS_THERE,
  },
  { in: "infra/cost/cost-table.ts", change: '"" -> "Stryker was here!"', why: ALWAYS_THERE },
  {
    in: "infra/monitoring/notification-topic.ts",
    change: '"" -> "Stryker was here!"',
    why: ALWAYS_THERE,
  },
  { in: "infra/settings.ts", change: '"" -> "Stryker was here!"', why: ALWAYS_THERE },
  {
    in: `${LAMBDA}/telemetry/left-behind.ts`,
    change: "",
    why: "left-behind.test.ts plays it in processes, and takes no part",
  },
  { in: `${LAMBDA}/features/completions.ts`, change: '"completion/" -> ""', why: SPEED },
  {
    in: `${LAMBDA}/features/call-tool.ts`,
    change: '[] -> ["Stryker was here"]',
    why: "a scope with blanks, which no tool can have",
  },
  {
    in: `${LAMBDA}/features/loosen-output.ts`,
    change: "{ return false; } -> {}",
    why: "read as a condition alone",
  },
  {
    in: `${LAMBDA}/features/uri-captures.ts`,
    change: '"" -> "Stryker was here!"',
    why: ALWAYS_THERE,
  },
  {
    in: `${LAMBDA}/features/uri-matcher.ts`,
    change: '"absent" -> ""',
    why: "no run begins behind a URI's end",
  },
  {
    in: `${LAMBDA}/tasks/background-call.ts`,
    change: 'typeof input !== "object" && input === null',
    why: "a call's arguments are an object: others are refused, and none are {}",
  },
  {
    in: "packages/jwt-authorizer/key-fetches.ts",
    change: "-Infinity -> +Infinity",
    why: "read only where there are keys, with which it is set",
  },
  {
    in: "packages/jwt-authorizer/key-set.ts",
    change: '"use" -> ""',
    why: "keys of another use were left out before",
  },
  { in: `${LAMBDA}/tasks/task-methods.ts`, change: '"unknown" -> ""', why: ALWAYS_THERE },
  {
    in: `${LAMBDA}/tasks/task-run.ts`,
    change: '"" -> "Stryker was here!"',
    why: ALWAYS_THERE,
  },
  {
    in: `${LAMBDA}/tasks/task-runner.ts`,
    change: '"tool" -> ""',
    why: "the worker runs tools alone, and reads no kind",
  },
  {
    in: `${LAMBDA}/tasks/tasks.ts`,
    change: "questioning === undefined -> false",
    why: ALWAYS_THERE,
  },
  {
    in: `${LAMBDA}/telemetry/logged-fields.ts`,
    change: "fields === undefined -> false",
    why: TYPES,
  },
  {
    in: `${LAMBDA}/telemetry/request-metrics.ts`,
    change: "first !== undefined -> true",
    why: ALWAYS_THERE,
  },
  {
    in: `${LAMBDA}/testing/mcp.ts`,
    change: "-> isJson && type.startsWith",
    why: "what tests of the whole path ask by: tests/served/needs.test.ts notices it",
  },
  {
    in: "infra/authorization/tool-scopes.ts",
    change: "?.includes -> byTool[tool].includes",
    why: ALWAYS_THERE,
  },
  {
    in: "infra/authorization/urls.ts",
    change: '"" -> "Stryker was here!"',
    why: "neither is a URL",
  },
  { in: "infra/cidr.ts", change: '[] -> ["Stryker was here"]', why: ALWAYS_THERE },
  {
    in: `${LAMBDA}/features/uri-matcher.ts`,
    change: "stops.includes(token) -> token === undefined && stops.includes",
    why: "of a run that fits: before its first end no token stops it",
  },
  {
    in: `${LAMBDA}/telemetry/request-telemetry.ts`,
    change: "status >= 400 -> status > 400",
    why: "an answer of 400 has the code of an error always",
  },
  { in: "infra/monitoring/monitoring.ts", change: '"the authorizer" -> ""', why: LABEL },
  {
    in: "infra/monitoring/insights-queries.ts",
    change: 'as request | filter message = "call"',
    why: "tests/served/insights.test.ts, which runs the queries, notices it",
  },
];
