/** The responses of the page's server part, each kind by its own function. */
import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import * as path from "node:path";
import type { LocalCloudWatch } from "../../cloudwatch/cloudwatch";
import type { View } from "../../cloudwatch/dashboard/view";
import type { BucketView } from "../../stand-ins/bucket-view";
import type { TableView } from "../../stand-ins/table-view";
import type { TaskView } from "../../stand-ins/task-view";
import { UserError } from "../../user-error";
import type { EditState } from "../../watch/edit-state";
import { readCall } from "./call";
import { callAccess, credentialHeaders, type Credentials } from "./credentials";
import { ASSET_TYPES, type AssetName, CLIENT_FOLDER, readAsset } from "./assets";
import type { LogFeed } from "./log-feed";
import { relay } from "./relay";
import { type Exchange, refuse, send, sendJson } from "./reply";

/** API Gateway takes 10 MB; what the page wraps around a body fits as well. */
const MAX_CALL_BYTES = 11 * 1024 * 1024;
/** A day: longer than anything here is kept. */
export const MAX_MINUTES = 24 * 60;

export interface EditStates {
  readonly state: EditState;
  /** @returns ends the subscription. */
  readonly subscribe: (listener: (state: EditState) => void) => () => void;
}

/** What the responses are made of. */
export interface PageSources {
  /** Name of the server. */
  readonly title: () => string;
  /** URL of the MCP endpoint. */
  readonly endpoint: () => string;
  /** @param minutes length of the time range that ends now. */
  readonly view: (minutes: number) => View;
  /** Answers queries of Logs Insights; left out where there is no log. */
  readonly query?: LocalCloudWatch["query"];
  /** Lines of the functions' log, and the names of its groups; left out where there is no log. */
  readonly lines?: LocalCloudWatch["lines"];
  readonly logGroups?: LocalCloudWatch["logGroups"];
  /** Tables of this machine. */
  readonly tables: () => Promise<readonly TableView[]>;
  /** Tasks of this machine. */
  readonly tasks: () => Promise<readonly TaskView[]>;
  /** Buckets of this machine. */
  readonly buckets: () => Promise<readonly BucketView[]>;
  /** Where the program stands in the edit loop. */
  readonly edits: EditStates;
  readonly log: LogFeed;
  readonly credentials: Credentials;
}

export async function sendAsset(exchange: Exchange, name: AssetName): Promise<void> {
  send(exchange, 200, { type: ASSET_TYPES[name], body: await readAsset(name) });
}

export async function sendDocument(
  exchange: Exchange,
  { title, endpoint }: PageSources,
): Promise<void> {
  const values: Readonly<Record<string, string>> = { title: title(), endpoint: endpoint() };
  const html = await readFile(path.join(CLIENT_FOLDER, "index.html"), "utf8");
  const body = html.replace(/\{\{(\w+)\}\}/g, (_, name: string) => escapeHtml(values[name] ?? ""));
  send(exchange, 200, { type: "text/html; charset=utf-8", body });
}

export async function sendView(exchange: Exchange, { view }: PageSources): Promise<void> {
  const [, query] = (exchange.message.url ?? "").split("?");
  const minutes = new URLSearchParams(query).get("minutes") ?? "15";
  const isNumber = /^[1-9]\d{0,3}$/.test(minutes) && Number(minutes) <= MAX_MINUTES;
  if (isNumber) sendJson(exchange, 200, view(Number(minutes)));
  else refuse(exchange, 400, `minutes must be a whole number from 1 to ${MAX_MINUTES}.`);
}

/** Sends what there is of a kind on this machine. */
export function sendList(
  name: "tables" | "buckets" | "tasks",
): (exchange: Exchange, sources: PageSources) => Promise<void> {
  return async (exchange, sources) => {
    sendJson(exchange, 200, await sources[name]());
  };
}

export async function sendAccess(exchange: Exchange, sources: PageSources): Promise<void> {
  sendJson(exchange, 200, callAccess(sources.credentials));
}

export async function sendCall(exchange: Exchange, sources: PageSources): Promise<void> {
  const { endpoint, credentials } = sources;
  const { reply } = exchange;
  const body = await readJsonText(exchange);
  if (body === undefined) return;
  const call = readCall(body);
  if (typeof call === "string") {
    refuse(exchange, 400, call);
    return;
  }
  const gone = new AbortController();
  reply.once("close", () => {
    gone.abort();
  });
  const url = endpoint();
  try {
    const proof = await credentialHeaders(call.credential, credentials);
    sendJson(exchange, 200, await relay(call, { url, proof, signal: gone.signal }));
  } catch (error) {
    if (reply.destroyed) return;
    if (error instanceof UserError) refuse(exchange, 400, error.message);
    else refuse(exchange, 502, `${url} did not answer: ${firstLine(error)}`);
  }
}

/** What a body says; undefined when it has been refused. */
export async function readJsonBody(exchange: Exchange): Promise<unknown> {
  const body = await readJsonText(exchange);
  if (body === undefined) return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    refuse(exchange, 400, "The body is not JSON.");
    return undefined;
  }
}

/** A body that is sent as JSON; undefined when it has been refused. */
async function readJsonText(exchange: Exchange): Promise<string | undefined> {
  const { message } = exchange;
  // Forms and simple requests of other sites cannot have this type.
  const [type = ""] = (message.headers["content-type"] ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/json") {
    refuse(exchange, 415, "Content-Type must be application/json.");
    return undefined;
  }
  const body = await readBody(message);
  if (body === undefined)
    refuse(exchange, 413, `The body must be at most ${MAX_CALL_BYTES} bytes.`);
  return body;
}

/** Undefined when it is too large; the rest is not read. */
async function readBody(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_CALL_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The first line of what went wrong. */
export function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split("\n", 1).join("");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
