/** A server in one of the modes of `auth`, that tells what has come to it, and who may call it. */
import * as path from "node:path";
import type { TestIssuer } from "jwt-authorizer/testing";
import { LocalServer, type LocalServerOptions } from "pulumi-local";
import { UNTHROTTLED } from "../support/local-server";
import { stackSettings } from "../support/program";

export const MODES = ["none", "jwt", "apiKey", "iam"] as const;
export type Mode = (typeof MODES)[number];

type Requested = Parameters<NonNullable<LocalServerOptions["onRequest"]>>[0];

export interface ModeServer {
  readonly mode: Mode;
  readonly endpoint: string;
  /** Headers of somebody who may call; in mode none such as a page may add. */
  readonly proof: Readonly<Record<string, string>>;
  /** Requests that have been answered. */
  readonly requests: readonly Requested[];
  /** How often a tool was called, from the function's log. */
  readonly toolCalls: () => number;
  readonly close: () => Promise<void>;
}

export interface ModeServerOptions {
  readonly mode: Mode;
  readonly issuer: Pick<TestIssuer, "url" | "sign">;
  /** Further settings, without the project's name. */
  readonly config?: Readonly<Record<string, string>>;
  /** Clock of throttles. */
  readonly now?: () => number;
}

const PROGRAM = path.join(__dirname, "..", "fixtures", "authorized");

export async function startModeServer(options: ModeServerOptions): Promise<ModeServer> {
  const { mode, issuer, now } = options;
  const requests: Requested[] = [];
  let log = "";
  const config = { auth: mode, ...ofMode(issuer)[mode], ...options.config };
  const server = await LocalServer.start({
    settings: stackSettings({ ...UNTHROTTLED, ...ofProject(config) }),
    port: 0,
    // One after the other: what is logged of a call comes after what came before it.
    concurrency: 1,
    programFolder: PROGRAM,
    ...(now && { now }),
    onWarning: () => undefined,
    onRequest: (request) => requests.push(request),
    onLine: (line) => (log += `${line}\n`),
    onFailure: (text) => (log += `${text}\n`),
  });
  const { endpoint, program } = server;
  const keys = (program.outputs["apiKeys"] ?? {}) as Readonly<Record<string, string>>;
  return {
    mode,
    endpoint,
    requests,
    proof: {
      none: { authorization: "Bearer anything" },
      jwt: bearer(issuer.sign({ aud: endpoint, scope: "mcp" })),
      apiKey: { "x-api-key": keys["alice"] ?? "" },
      iam: { authorization: "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=x" },
    }[mode],
    toolCalls: () => log.split("\n").filter(isOfToolCall).length,
    close: () => server.close(),
  };
}

export function bearer(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` };
}

function ofMode({ url }: Pick<TestIssuer, "url">): Record<Mode, Readonly<Record<string, string>>> {
  return {
    none: {},
    // Not cached, so that what a tool needs is refused by API Gateway.
    jwt: { jwtIssuer: url, jwtScopes: "mcp", authCacheSeconds: "0" },
    apiKey: { apiKeys: "alice" },
    iam: {},
  };
}

function ofProject(config: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const settings = Object.entries(config).map(([key, value]) => [`mcp-server:${key}`, value]);
  return Object.fromEntries(settings) as Readonly<Record<string, string>>;
}

/** The line that ends a request names the tools that have run in it. */
function isOfToolCall(line: string): boolean {
  return line.includes("answered") && /\btool["=:]+/.test(line);
}
