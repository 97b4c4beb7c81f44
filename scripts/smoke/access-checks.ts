/** Who may call: what a stranger is answered, and whether a client would learn from it how to sign in. */
import { isOfThisMachine, UserError } from "pulumi-local";
import { type Answered, Connection, type Exchange } from "./exchange";
import { failed, type Finding, ok, unexpected, warning } from "./finding";
import { messageOf, objectOf, requestIdOf, requestOf, resultOf } from "./messages";
import { whyAnswered } from "./reasons";
import { askPatiently, NOTHING, type Proof, type Target } from "./target";

const STRANGER: Proof = { headers: NOTHING, from: "option" };

/** @throws UserError where the proof that an option names cannot be had. */
export async function checkAccess(target: Target): Promise<Finding> {
  const stranger = await askPatiently({ ...target, proof: STRANGER }, requestOf("2025", "ping"));
  if (stranger.kind === "unanswered") return unexpected(stranger, "an answer");
  const door = await doorOf(stranger, target);
  if (door.status === "failed" || door.endsHere === true) return door;
  let known: Exchange;
  try {
    known = await askPatiently(target, requestOf("2025", "ping"));
  } catch (error) {
    if (!(error instanceof UserError) || target.proof.from === "option") throw error;
    return lastOf(`${door.says}; the rest needs proof of who calls`, error.message);
  }
  return ofKnown(known, { door, stranger, target });
}

interface Met {
  readonly door: Finding;
  readonly stranger: Answered;
  readonly target: Target;
}

/** @param known the answer to who brings a proof. */
async function ofKnown(known: Exchange, { door, stranger, target }: Met): Promise<Finding> {
  if (known.kind === "answered" && known.status === 200) return door;
  const finding = unexpected(known, "200");
  const { says, remedy = "" } = finding;
  if (known.kind === "unanswered") return finding;
  if (mayNotBeOne(known, target))
    return lastOf(`${door.says}; this caller may not. ${says}`, remedy);
  const isProofMissing = known.status === stranger.status && (await isWithoutProof(target));
  return isProofMissing
    ? lastOf(`${door.says}; the rest needs proof of who calls`, remedy)
    : finding;
}

/** A warning after which nothing else can be asked. */
function lastOf(says: string, remedy: string): Finding {
  return { ...warning(says, remedy), endsHere: true };
}

/** IAM's and the resource policy's refusals, and the gateway's own text for an address (infra/api/refusals). */
const NOT_THIS_CALLER =
  /explicit deny|not authorized to perform: execute-api|address is not among those/i;

/** Who deploys a stack need not be one who may call it, or be where callers are. */
function mayNotBeOne(answer: Answered, { proof }: Target): boolean {
  const isRefused = answer.status === 403 && NOT_THIS_CALLER.test(messageOf(answer));
  return isRefused && proof.from === "stack";
}

async function isWithoutProof({ proof }: Target): Promise<boolean> {
  const headers = await proof.headers({ method: "POST", headers: {}, body: "{}" });
  return Object.keys(headers).length === 0;
}

/** What stands at the door, by what a stranger hears. */
async function doorOf(answer: Answered, target: Target): Promise<Finding> {
  const { url } = target.connection;
  if (answer.status === 200) {
    if (resultOf(answer) === undefined) return unexpected(answer, "a JSON-RPC result");
    return isOfThisMachine(url)
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
  if (mayNotBeOne(answer, target)) return lastOf(`${answer.status}. ${reason}`, remedy);
  const requestId = requestIdOf(answer);
  const isServerError = answer.status >= 500;
  return { ...failed(`${answer.status}. ${reason}`, remedy), requestId, isServerError };
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
