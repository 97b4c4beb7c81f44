/**
 * Requests to the public web and to nothing else: an address is checked where it is connected to, after
 * its name was resolved, so that no name leads to a private network or to the metadata of the cloud
 * (https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html).
 * Redirects are returned, not followed: each of them is a request of its own.
 */
import * as dns from "node:dns";
import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import { TextDecoder } from "node:util";

export interface WebPage {
  readonly status: number;
  /** Media type, without parameters. */
  readonly type: string;
  /** Of a redirect, as the server wrote it. */
  readonly location: string | undefined;
  /** At most 1 MB of it; empty for what is not text. */
  readonly body: string;
}

export type IsAllowed = (address: string) => boolean;

export interface GetOptions {
  readonly signal: AbortSignal;
  /** Of addresses; default isPublicAddress. */
  readonly isAllowed?: IsAllowed | undefined;
}

const MAX_BYTES = 1_000_000;
const TIMEOUT_MS = 10_000;

/** What is refused, in words for the caller. */
export class WebProblem extends Error {}

/** @throws WebProblem for an address that is not public; Error for what does not answer in 10 s. */
export async function getPage(url: URL, options: GetOptions): Promise<WebPage> {
  const { signal, isAllowed = isPublicAddress } = options;
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  // A name is checked when it is resolved; an address is not resolved.
  if (net.isIP(host) !== 0 && !isAllowed(host)) throw notPublic(host);
  const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  const request = requestTo(url, lookupOf(isAllowed), limited);
  const closed = new Promise((resolve) => {
    request.on("socket", (socket) => socket.on("close", resolve));
  });
  try {
    return await pageOf(await responseTo(request));
  } finally {
    request.destroy();
    // In Lambda nothing goes on behind an answer: the connection ends before it.
    if (request.socket !== null) await closed;
  }
}

function requestTo(url: URL, lookup: net.LookupFunction, signal: AbortSignal): http.ClientRequest {
  const { get } = url.protocol === "https:" ? https : http;
  const headers = { "user-agent": "crawl-site (MCP server)", "accept-encoding": "identity" };
  // Without an agent no connection of anybody else is used again.
  return get(url, { agent: false, headers, lookup, signal });
}

function responseTo(request: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on("response", resolve).on("error", reject);
  });
}

async function pageOf(response: http.IncomingMessage): Promise<WebPage> {
  const { statusCode = 0, headers } = response;
  const [type = "", ...parameters] = (headers["content-type"] ?? "").toLowerCase().split(";");
  const isText = type.startsWith("text/") || type.includes("xml");
  const bytes = isText ? await firstBytes(response) : Buffer.alloc(0);
  const body = decoderFor(parameters).decode(bytes);
  return { status: statusCode, type: type.trim(), location: headers.location, body };
}

async function firstBytes(response: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= MAX_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_BYTES);
}

function decoderFor(parameters: readonly string[]): TextDecoder {
  const [, charset = "utf-8"] = /charset="?([\w-]+)/.exec(parameters.join(";")) ?? [];
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

function notPublic(address: string): WebProblem {
  return new WebProblem(`${address} is not a public address: only the public web is read.`);
}

/** As dns.lookup; fails when one of the addresses is not allowed, whichever would be taken. */
export function lookupOf(isAllowed: IsAllowed): net.LookupFunction {
  return (host, options, callback) => {
    dns.lookup(host, { ...options, all: true }, (error, addresses) => {
      const refused = error === null ? addresses.find(({ address }) => !isAllowed(address)) : null;
      const problem = refused ? notPublic(`${host} (${refused.address})`) : error;
      // On an error there is no list.
      const first = (addresses as dns.LookupAddress[] | undefined)?.[0];
      if (problem !== null || first === undefined) callback(problem, []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** Networks that are not the public internet: https://www.iana.org/assignments/iana-ipv4-special-registry */
const SPECIAL_V4 = (
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 " +
  "192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 " +
  "224.0.0.0/4 240.0.0.0/4"
).split(" ");

/** In the part of IPv6 that is public, 2000::/3: tunnels, documentation. */
const SPECIAL_V6 = ["2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"];

const SPECIAL = blockList(SPECIAL_V4, "ipv4");
const PUBLIC_V6 = blockList(["2000::/3"], "ipv6");
const SPECIAL_IN_V6 = blockList(SPECIAL_V6, "ipv6");

function blockList(networks: readonly string[], type: net.IPVersion): net.BlockList {
  const list = new net.BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    list.addSubnet(address, Number(prefix), type);
  }
  return list;
}

/** Not private, loopback, link-local (cloud metadata), multicast, or an IPv4 address in IPv6 clothes. */
export function isPublicAddress(address: string): boolean {
  if (net.isIPv4(address)) return !SPECIAL.check(address, "ipv4");
  if (!net.isIPv6(address) || address.includes("%")) return false;
  return PUBLIC_V6.check(address, "ipv6") && !SPECIAL_IN_V6.check(address, "ipv6");
}
