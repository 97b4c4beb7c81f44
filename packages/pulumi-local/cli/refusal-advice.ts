/** What to do about a server's refusal: by where it runs, and by whom it lets in. */
import { type CallAccess, isObject, type JsonObject, type Relayed } from "../page/server/call";
import { isOfThisMachine } from "./endpoint-url";
import { findServerAccess } from "./server-access";

type Answer = Relayed["response"];

/** In a line of its own; "" where the server's own words say all. */
export async function refusalAdvice(
  url: string,
  { status, headers }: Answer,
  text: string,
): Promise<string> {
  const isHere = isOfThisMachine(url);
  if (status === 401) return `\n${await tokenAdvice(url, isHere)}`;
  if (status === 403 && String(headers["www-authenticate"]).includes("insufficient_scope")) {
    return "\nLeave out --scopes to get all that there are, or give a token that carries them.";
  }
  if (status === 403) return forbiddenAdvice(url, text, isHere);
  if (status >= 500) {
    const id = String(headers["x-amzn-requestid"] ?? "unknown");
    const where = isHere ? "in the terminal of npm start" : "in the function's log";
    return `\nThe reason is ${where}, beside the request id ${id}.`;
  }
  const seconds = Number(headers["retry-after"]);
  return status === 429 && seconds > 1 ? `\nTry again in ${seconds} seconds.` : "";
}

async function tokenAdvice(url: string, isHere: boolean): Promise<string> {
  const access = isHere ? await localAccess(url) : undefined;
  if (access?.kind === "jwt" && access.accounts.length > 0) {
    return `Sign in as somebody of this machine: ${access.accounts.map((name) => `--as ${name}`).join(" or ")}`;
  }
  const found = await findServerAccess(url);
  const issuer =
    (found.kind === "jwt" ? found.issuer : undefined) ?? "the issuer of the setting jwtIssuer";
  const own = isHere
    ? " Or sign in on this machine: npm start -- --oauth, and here --as alice."
    : "";
  return `Put an access token of ${issuer} into a variable, and name that: --token-env VARIABLE.${own}`;
}

async function forbiddenAdvice(url: string, text: string, isHere: boolean): Promise<string> {
  if (/x-api-key/i.test(text)) {
    const access = isHere ? await localAccess(url) : undefined;
    if (access?.kind === "apiKey" && access.names.length > 0) {
      return `\nKeys of this machine, by name: ${access.names.map((name) => `--key ${name}`).join(" or ")}`;
    }
    return "\nPut the key into a variable, and name that: --key-env VARIABLE. The keys of a stack: pulumi stack output apiKeys --show-secrets";
  }
  if (/not signed|signature|SigV4|Authentication Token/i.test(text)) {
    return isHere
      ? "\nHere any signature will do: --signed"
      : `\nThis command does not sign with AWS credentials; npm run connect -- --url ${url} has a line for curl that does.`;
  }
  return isHere
    ? ""
    : "\nEither the URL has no stage of the API, or a resource policy or firewall keeps this address out.";
}

/** What the page of `npm start` has to call with; undefined where there is none. */
async function localAccess(url: string): Promise<CallAccess | undefined> {
  try {
    const response = await fetch(new URL("/~/access", url));
    const value: unknown = await response.json();
    return response.ok && isObject(value) && "kind" in value
      ? (value as unknown as CallAccess)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Of a JSON-RPC error, or of AWS's own. */
export function errorText(message: JsonObject): string | undefined {
  const { error } = message;
  const text = isObject(error) ? error["message"] : message["message"];
  return typeof text === "string" ? text : undefined;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
