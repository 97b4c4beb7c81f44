/**
 * Requests of a terminal to an MCP server, in the protocol of 2026-07-28: straight, with headers of the
 * caller's own, or by way of the local page, which has the keys and the issuer of this machine.
 */
import {
  type Call,
  type Credential,
  isObject,
  type JsonObject,
  type Relayed,
} from "../page/server/call";
import { toRequest } from "../page/server/relay";
import { UserError } from "../user-error";
import { isOfThisMachine } from "./endpoint-url";
import { errorText, parseJson, refusalAdvice } from "./refusal-advice";
import { lastMessage } from "./last-message";
import { printable } from "./printable";

/** What proves who calls: headers, or somebody that the local server knows. */
export type Proof =
  { readonly headers: Readonly<Record<string, string>> } | { readonly credential: Credential };

/** The server does not do what it was asked; the message says why, and what to do. */
export class RefusedError extends UserError {
  /** @param text the server's own words. */
  constructor(
    readonly text: string,
    advice: string,
  ) {
    super(`${text}${advice}`);
  }
}

export interface McpServer {
  readonly url: string;
  readonly proof: Proof;
}

interface Asked {
  readonly method: string;
  readonly params: JsonObject;
  /** Not what the person asked for: shown in no log of this machine. Default false. */
  readonly own?: boolean;
}

const CLIENT_INFO = {
  "io.modelcontextprotocol/clientInfo": { name: "npm-run-call", version: "1" },
};

/** @returns the result. @throws RefusedError; UserError when nothing answers, or no JSON. */
export async function request(server: McpServer, asked: Asked): Promise<JsonObject> {
  const { url } = server;
  const answer = await send(server, asked);
  const message = parseJson(lastMessage(answer.body));
  if (isObject(message) && isObject(message["result"])) return message["result"];
  const text = isObject(message) ? errorText(message) : undefined;
  if (text === undefined) {
    throw new UserError(
      `${url} answered ${answer.status} and no JSON: ${printable(answer.body.slice(0, 200))}${isOfThisMachine(url) ? NOT_SERVER : ""}`,
    );
  }
  throw new RefusedError(printable(text), await refusalAdvice(url, answer, text));
}

const NOT_SERVER =
  "\nThis may not be the server: --port and --url are those of npm start, not of the issuer beside it.";

async function send({ url, proof }: McpServer, asked: Asked): Promise<Relayed["response"]> {
  const { method, own = false } = asked;
  const params = { ...asked.params, _meta: CLIENT_INFO };
  const call: Call = { era: "2026", method, params, tasks: true, own };
  if ("credential" in proof) return sendAs(url, { ...call, credential: proof.credential });
  const { body, headers } = toRequest(call);
  const response = await post(url, body, { ...headers, ...proof.headers });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

async function sendAs(url: string, call: Call): Promise<Relayed["response"]> {
  const page = new URL("/~/call", url).href;
  const response = await post(page, JSON.stringify(call), { "content-type": "application/json" });
  const answer = parseJson(await response.text());
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
    return await fetch(url, { method: "POST", headers, body });
  } catch {
    const hint = isOfThisMachine(url)
      ? "Start the server first: npm start"
      : "The endpoint of a stack: pulumi stack output endpoint";
    throw new UserError(`Nothing answers at ${url}. ${hint}`);
  }
}
