/** Who may call: what a stranger is answered, and whether a client would learn from it how to sign in. */
import { Connection, type Answered } from "./exchange";
import { failed, type Finding, ok, unexpected, warning } from "./finding";
import { objectOf, requestIdOf, requestOf, resultOf } from "./messages";
import { whyAnswered } from "./reasons";
import { ask, type Target } from "./target";

export async function checkAccess(target: Target): Promise<Finding> {
  const stranger = await target.connection.send(requestOf("2025", "ping"));
  if (stranger.kind === "unanswered") return unexpected(stranger, "an answer");
  const door = await doorOf(stranger, target.connection.url);
  if (door.status === "failed") return door;
  const known = await ask(target, requestOf("2025", "ping"));
  if (known.kind === "answered" && known.status === 200) return door;
  const { says, remedy = "" } = unexpected(known, "200");
  const isProofMissing = known.kind === "answered" && known.status === stranger.status;
  return isProofMissing && (await isWithoutProof(target))
    ? { ...warning(`${door.says}; the rest needs proof of who calls`, remedy), endsHere: true }
    : failed(says, remedy);
}

async function isWithoutProof({ proof }: Target): Promise<boolean> {
  const headers = await proof({ method: "POST", headers: {}, body: "{}" });
  return Object.keys(headers).length === 0;
}

/** What stands at the door, by what a stranger hears. */
async function doorOf(answer: Answered, url: string): Promise<Finding> {
  if (answer.status === 200) {
    if (resultOf(answer) === undefined) return unexpected(answer, "a JSON-RPC result");
    return isLocal(url)
      ? ok("anyone (auth: none)")
      : warning(
          "anyone who knows the URL (auth: none)",
          "pulumi config set auth jwt, apiKey or iam.",
        );
  }
  if (answer.status === 401) return challengeOf(answer, url);
  const { reason, remedy } = whyAnswered(answer);
  const isDoor = answer.status === 403 && /auth: (apiKey|iam)/.test(reason);
  if (isDoor) return ok(reason);
  const requestId = requestIdOf(answer);
  const isServerError = answer.status >= 500;
  return { ...failed(`${answer.status}. ${reason}`, remedy), requestId, isServerError };
}

function isLocal(url: string): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);
}

/** https://datatracker.ietf.org/doc/html/rfc9728#section-5.1 */
async function challengeOf({ headers }: Answered, url: string): Promise<Finding> {
  const challenge = headers["www-authenticate"] ?? "";
  const [, metadataUrl] = /resource_metadata="([^"]+)"/.exec(challenge) ?? [];
  if (metadataUrl === undefined || !URL.canParse(metadataUrl)) {
    return failed(
      "401 without a challenge: no client learns where to sign in",
      "Set publicUrl or domainName; something in between may remove WWW-Authenticate.",
    );
  }
  const metadata = await fetchObject(metadataUrl);
  if (metadata === undefined) {
    return failed(
      `401, and ${metadataUrl} has no metadata`,
      "domainName or publicUrl is not where this API is.",
    );
  }
  if (metadata["resource"] !== url) {
    return failed(
      `tokens are for ${String(metadata["resource"])}, not for ${url}`,
      "Clients must call the URL that publicUrl or domainName gives.",
    );
  }
  const [issuer] = Array.isArray(metadata["authorization_servers"])
    ? (metadata["authorization_servers"] as unknown[])
    : [];
  return ok(`who has a token of ${String(issuer)} (auth: jwt)`);
}

async function fetchObject(url: string): ReturnType<typeof objectFrom> {
  const connection = new Connection(url);
  try {
    return await objectFrom(connection);
  } finally {
    connection.close();
  }
}

async function objectFrom(
  connection: Connection,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const exchange = await connection.send({ method: "GET", limitMs: 10_000 });
  return exchange.kind === "answered" && exchange.status === 200 ? objectOf(exchange) : undefined;
}
