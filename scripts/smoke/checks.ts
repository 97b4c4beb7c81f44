/**
 * The checks of a server, in the order in which a client meets them. Each asks it anew and says what
 * it has found; none changes anything there, but for the call of a tool that was named.
 */
import { checkAccess } from "./access-checks";
import { failed, type Finding, ok, unexpected, warning } from "./finding";
import { errorOf, initialize, messageOf, requestOf, resultOf } from "./messages";
import { checkLatency } from "./latency-check";
import { askPatiently, type Target } from "./target";
import { callATool, listTools } from "./tool-checks";

export interface Check {
  readonly name: string;
  readonly run: (target: Target) => Promise<Finding>;
}

/** Without the first none makes sense; without the second only those that need no proof. */
export const REACHED: Check = { name: "reached", run: checkReached };
export const ACCESS: Check = { name: "who may call", run: checkAccess };

export const CHECKS: readonly Check[] = [
  { name: "server/discover, 2026-07-28", run: checkDiscover },
  { name: "initialize, 2025-11-25", run: checkInitialize },
  { name: "tools/list, both", run: listTools },
  { name: "tools/call", run: callATool },
  { name: "GET", run: checkGet },
  { name: "bad JSON", run: checkBadJson },
  { name: "a body that is too large", run: checkLarge },
  { name: "a page of another origin", run: checkOrigin },
  { name: "latency of 20 calls", run: checkLatency },
];

const DAY_MS = 86_400_000;
/** ACM renews 60 days before: https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html */
const RENEWAL_DAYS = 30;

/** The name resolves, something listens, its certificate is good; whatever it answers. */
async function checkReached({ connection }: Target): Promise<Finding> {
  const exchange = await connection.send(requestOf("2025", "ping"));
  if (exchange.kind === "unanswered") return unexpected(exchange, "an answer");
  const { tls, milliseconds } = exchange;
  const first = `the first answer after ${milliseconds.toFixed(0)} ms`;
  if (tls === undefined) return ok(`over http, ${first}`);
  const days = Math.floor((tls.certificateEnds - Date.now()) / DAY_MS);
  const says = `${tls.version}, certificate good for ${days} days, ${first}`;
  return days < RENEWAL_DAYS
    ? warning(says, "It should have been renewed: look at it in ACM (its DNS record must stay).")
    : ok(says);
}

async function checkDiscover(target: Target): Promise<Finding> {
  const exchange = await askPatiently(target, requestOf("2026", "server/discover"));
  const result = exchange.kind === "answered" ? resultOf(exchange) : undefined;
  const versions = result?.["supportedVersions"];
  if (!Array.isArray(versions)) return unexpected(exchange, "supportedVersions");
  return ok(`speaks ${versions.join(", ")}`);
}

async function checkInitialize(target: Target): Promise<Finding> {
  const exchange = await askPatiently(target, initialize());
  const result = exchange.kind === "answered" ? resultOf(exchange) : undefined;
  const version = result?.["protocolVersion"];
  const info = result?.["serverInfo"] as Readonly<Record<string, unknown>> | undefined;
  if (typeof version !== "string") return unexpected(exchange, "a protocolVersion");
  return ok(`${String(info?.["name"])} ${String(info?.["version"])} speaks ${version}`);
}

async function checkGet(target: Target): Promise<Finding> {
  const exchange = await askPatiently(target, {
    method: "GET",
    headers: { accept: "text/event-stream" },
  });
  if (exchange.kind === "answered" && exchange.status === 405) {
    return ok(`405, Allow: ${exchange.headers.allow ?? "not said"}`);
  }
  if (exchange.kind === "answered" && exchange.status === 200) {
    return failed(
      "200: clients wait for events that never come",
      "Another server, or one with streams.",
    );
  }
  return unexpected(exchange, "405 (no stream)");
}

async function checkBadJson(target: Target): Promise<Finding> {
  const exchange = await askPatiently(target, { headers: JSON_TYPE, body: '{"jsonrpc":' });
  const isRefused = exchange.kind === "answered" && exchange.status === 400;
  if (isRefused && errorOf(exchange)?.code === -32700) return ok("400, -32700");
  return unexpected(exchange, "400 with -32700");
}

const JSON_TYPE = { "content-type": "application/json" };

/** More than maxBodyBytes can be, less than what API Gateway takes. */
const LARGE_BYTES = 4_600_000;

async function checkLarge(target: Target): Promise<Finding> {
  const filler = "x".repeat(LARGE_BYTES);
  const exchange = await askPatiently(target, requestOf("2025", "ping", { filler }));
  if (exchange.kind === "answered" && exchange.status === 413) {
    return ok(`413: ${messageOf(exchange)}`);
  }
  if (exchange.kind === "answered" && exchange.status === 200) {
    return warning("4.6 MB are taken", "A lower maxBodyBytes costs less when somebody sends many.");
  }
  return unexpected(exchange, "413");
}

async function checkOrigin(target: Target): Promise<Finding> {
  const { headers, ...rest } = requestOf("2025", "ping");
  const origin = "https://attacker.example";
  const exchange = await askPatiently(target, { ...rest, headers: { ...headers, origin } });
  if (exchange.kind === "answered" && exchange.status === 403) return ok("403");
  if (exchange.kind === "answered" && exchange.status === 200) {
    return failed(
      `${origin} may call`,
      "allowedOrigins is too wide, or something in between removes the header Origin.",
    );
  }
  return unexpected(exchange, "403");
}
