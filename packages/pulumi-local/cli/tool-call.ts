/**
 * A tool called from a terminal: straight, with headers of the caller's own, or by way of the local
 * page, which has the keys and the issuer of this machine. Refusals come with what to do about them.
 */
import { isObject, type Call, type Credential, type Relayed } from "../page/server/call";
import { UserError } from "../user-error";

/** What proves who calls: headers, or somebody that the local server knows. */
export type Proof =
  { readonly headers: Readonly<Record<string, string>> } | { readonly credential: Credential };

export interface ToolCall {
  readonly url: string;
  readonly name: string;
  readonly args: unknown;
  readonly proof: Proof;
}

export interface ToolResult {
  readonly content?: readonly { readonly type: string; readonly text?: string }[];
  readonly structuredContent?: unknown;
  readonly isError?: boolean;
}

/** Nothing answers at the URL. */
export class UnreachableError extends UserError {}

type Answer = Relayed["response"];

/** @throws UserError when the server does not answer, or refuses. */
export async function callTool({ url, name, args, proof }: ToolCall): Promise<ToolResult> {
  const params = { name, arguments: args };
  const answer =
    "headers" in proof
      ? await callStraight(url, params, proof.headers)
      : await callAs(url, params, proof.credential);
  const message = parse(answer.body);
  if (isObject(message) && isObject(message["result"])) return message["result"];
  const error = isObject(message) ? message["error"] : undefined;
  const text = isObject(error) ? error["message"] : isObject(message) && message["message"];
  if (typeof text === "string") throw new UserError(`${text}${advice(answer, text)}`);
  throw new UserError(`${url} answered ${answer.status} and no JSON: ${answer.body.slice(0, 200)}`);
}

async function callStraight(
  url: string,
  params: object,
  proof: Readonly<Record<string, string>>,
): Promise<Answer> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params });
  const response = await post(url, body, proof);
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: await response.text() };
}

async function callAs(url: string, params: object, credential: Credential): Promise<Answer> {
  const call = { era: "2025", method: "tools/call", params: { ...params }, credential } as const;
  const page = new URL("/~/call", url).href;
  const response = await post(page, JSON.stringify(call satisfies Call), {});
  const answer = parse(await response.text());
  if (response.ok) return (answer as Relayed).response;
  const text = isObject(answer) ? answer["message"] : undefined;
  throw new UserError(typeof text === "string" ? text : `${page} answered ${response.status}.`);
}

async function post(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body,
    });
  } catch {
    throw new UnreachableError(`Nothing answers at ${url}.`);
  }
}

/** What to do about a refusal; "" where its own words say all. */
function advice({ status, headers }: Answer, text: string): string {
  if (status === 401) {
    return "\nWith npm start -- --oauth: --as alice. Elsewhere: --token-env VARIABLE, with a token of that issuer in it.";
  }
  if (status === 403 && /x-api-key/i.test(text)) {
    return "\nWith npm start: --key NAME, by the names that it prints. Elsewhere: --key-env VARIABLE, with the key in it.";
  }
  if (status === 403 && /not signed/i.test(text)) {
    return "\nWith npm start: --signed. A deployed server: npm run connect -- --url URL has a line for curl.";
  }
  if (status === 403 && String(headers["www-authenticate"]).includes("insufficient_scope")) {
    return "\nLeave out --scopes to get all that there are, or give a token that carries them.";
  }
  const seconds = Number(headers["retry-after"]);
  return status === 429 && seconds > 1 ? `\nTry again in ${seconds} seconds.` : "";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
