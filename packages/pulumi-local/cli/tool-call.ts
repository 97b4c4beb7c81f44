/**
 * A tool called from a terminal: straight, with headers of the caller's own, or by way of the local
 * page, which has the keys and the issuer of this machine. Refusals come with what to do about them.
 */
import {
  isObject,
  type Call,
  type Credential,
  type JsonObject,
  type Relayed,
} from "../page/server/call";
import { UserError } from "../user-error";
import { isOfThisMachine } from "./endpoint-url";
import { printable } from "./printable";

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
  const answer = await ask(url, { method: "tools/call", params: { name, arguments: args }, proof });
  const message = parse(answer.body);
  if (isObject(message) && isObject(message["result"])) return message["result"];
  const text = isObject(message) ? errorText(message) : undefined;
  if (text === undefined) {
    throw new UserError(
      `${url} answered ${answer.status} and no JSON: ${printable(answer.body.slice(0, 200))}${isOfThisMachine(url) ? NOT_SERVER : ""}`,
    );
  }
  const names = /^Tool .* not found$/.test(text) ? await toolNames(url, proof) : "";
  throw new UserError(`${text}${names}${advice(answer, text)}`);
}

/** Of a JSON-RPC error, or of AWS's own. */
function errorText(message: JsonObject): string | undefined {
  const { error } = message;
  const text = isObject(error) ? error["message"] : message["message"];
  return typeof text === "string" ? text : undefined;
}

const NOT_SERVER =
  "\nThis may not be the server: --port and --url are those of npm start, not of the issuer beside it.";

/** In a line of its own; "" where they cannot be listed. */
async function toolNames(url: string, proof: Proof): Promise<string> {
  try {
    const message = parse((await ask(url, { method: "tools/list", params: {}, proof })).body);
    const result = isObject(message) ? message["result"] : undefined;
    const tools = isObject(result) && Array.isArray(result["tools"]) ? result["tools"] : [];
    const names = tools.flatMap((tool: unknown) =>
      isObject(tool) && typeof tool["name"] === "string" ? [tool["name"]] : [],
    );
    return names.length === 0 ? "" : `\nTools here: ${printable(names.join(", "))}`;
  } catch {
    return "";
  }
}

interface Asked {
  readonly method: string;
  readonly params: JsonObject;
  readonly proof: Proof;
}

function ask(url: string, { method, params, proof }: Asked): Promise<Answer> {
  return "headers" in proof
    ? askStraight(url, { method, params }, proof.headers)
    : askAs(url, { era: "2025", method, params, credential: proof.credential });
}

async function askStraight(
  url: string,
  request: Pick<Asked, "method" | "params">,
  proof: Readonly<Record<string, string>>,
): Promise<Answer> {
  const response = await post(url, JSON.stringify({ jsonrpc: "2.0", id: 1, ...request }), proof);
  const headers = Object.fromEntries(response.headers);
  return { status: response.status, headers, body: await response.text() };
}

async function askAs(url: string, call: Call): Promise<Answer> {
  const page = new URL("/~/call", url).href;
  const response = await post(page, JSON.stringify(call), {});
  const answer = parse(await response.text());
  if (response.ok && isObject(answer) && "response" in answer) {
    return (answer as unknown as Relayed).response;
  }
  const text = isObject(answer) ? answer["message"] : undefined;
  if (typeof text === "string") throw new UserError(text);
  throw new UserError(`${page} answered ${response.status}.${NOT_SERVER}`);
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
  if (status === 403 && /not signed|signature/i.test(text)) {
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
