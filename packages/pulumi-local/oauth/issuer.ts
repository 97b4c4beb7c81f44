/**
 * OAuth 2.1 authorization server on this machine, for `npm start -- --oauth` and tests: clients sign
 * in as alice or bob, with no account anywhere. Listens on 127.0.0.1 alone, and answers its own name
 * alone, so that no other site's name can stand for it. It never logs a token.
 *
 * The path of a request: Host -> page of a sign-in, or oidc-provider (metadata, /register, /authorize,
 * /token, /jwks).
 */
import type { Provider } from "oidc-provider";
import { randomBytes } from "node:crypto";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { PortInUse, UserError } from "../user-error";
import { ACCOUNT_NAMES, findLocalAccount } from "./accounts";
import { IssuerStore } from "./issuer-store";
import { LOCAL_CLIENT } from "./clients";
import { respond } from "./issuer-http";
import { makeProvider, tokenFormat, type TokenResource } from "./provider";

export interface IssuerOptions {
  /** Port on 127.0.0.1; 0 for any free one. */
  readonly port: number;
  /** What tokens are for, as it is when somebody signs in. */
  readonly resource: () => TokenResource;
  /** Seconds that an access token lives; default an hour. */
  readonly tokenSeconds?: number;
  /** Keeps keys, clients and grants for the next process; default: they end with this one. */
  readonly file?: string | undefined;
  /** Receives, in words, faults of the issuer itself. */
  readonly onFailure?: (text: string) => void;
}

export interface TokenRequest {
  readonly account: string;
  /** Default: all scopes of the resource. */
  readonly scopes?: readonly string[] | undefined;
}

export interface LocalIssuer {
  /** Issuer of the tokens, without a slash at the end. */
  readonly url: string;
  /**
   * An access token without a browser, for callers in this process.
   *
   * @throws UserError when there is no such account or scope.
   */
  readonly mint: (request: TokenRequest) => Promise<string>;
  readonly close: () => Promise<void>;
}

interface Minted {
  readonly token: string;
  /** Milliseconds since 1970; then a new one is made. */
  readonly until: number;
}

const TOKEN_SECONDS = 3600;
const MINTED_MARGIN_SECONDS = 60;

/** @throws UserError when the port is taken. */
export async function startIssuer(options: IssuerOptions): Promise<LocalIssuer> {
  let handle: http.RequestListener = () => undefined;
  const server = http.createServer((message, reply) => {
    handle(message, reply);
  });
  server.requestTimeout = 30_000;
  await listen(server, options.port);
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const store = new IssuerStore(options);
  const provider = providers(url, store, options);
  handle = (message, reply) => {
    void respond({ message, reply }, { ...options, url, provider });
  };
  const minted = new Map<string, Minted>();
  return {
    url,
    mint: async (request) => {
      const resource = options.resource();
      const key = JSON.stringify([resource, request]);
      const known = minted.get(key);
      if (known !== undefined && known.until > Date.now()) return known.token;
      const token = await mint(await provider(), resource, request);
      const seconds = options.tokenSeconds ?? TOKEN_SECONDS;
      // As a client does, which keeps its token: API Gateway's cache knows it again.
      minted.set(key, { token, until: Date.now() + (seconds - MINTED_MARGIN_SECONDS) * 1000 });
      return token;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      store.close();
    },
  };
}

/**
 * The provider for the scopes that there are now: they are part of its setup, and a program that is
 * watched may get others. All that it remembers is in the store.
 */
function providers(
  url: string,
  store: IssuerStore,
  options: IssuerOptions,
): () => Promise<Provider> {
  const cookieKey = randomBytes(32).toString("base64url");
  const { tokenSeconds = TOKEN_SECONDS, onFailure, resource } = options;
  let made: { readonly scopes: string; readonly provider: Promise<Provider> } | undefined;
  const make = async (scopes: readonly string[]): Promise<Provider> => {
    const provider = await makeProvider({ url, store, cookieKey, resource, tokenSeconds }, scopes);
    // Koa would print what it is told here too.
    provider.silent = true;
    provider.on("server_error", (_, error) => onFailure?.(`Local issuer: ${error.message}`));
    return provider;
  };
  return async () => {
    const { scopes } = resource();
    const key = scopes.join(" ");
    if (made?.scopes !== key) made = { scopes: key, provider: make(scopes) };
    return made.provider;
  };
}

async function mint(
  provider: Provider,
  resource: TokenResource,
  { account, scopes = resource.scopes }: TokenRequest,
): Promise<string> {
  if (findLocalAccount(account) === undefined) {
    throw new UserError(`There is no "${account}" here. Sign in as ${ACCOUNT_NAMES.join(" or ")}.`);
  }
  const unknown = scopes.filter((scope) => !resource.scopes.includes(scope));
  if (unknown.length > 0 && resource.scopes.length === 0) {
    throw new UserError(
      `The server has no scopes, so that a token carries none: leave out ${unknown.join(", ")} (--scopes).`,
    );
  }
  if (unknown.length > 0) {
    throw new UserError(
      `The server has no scope ${unknown.join(", ")}. It has: ${resource.scopes.join(", ")}.`,
    );
  }
  const client = await provider.Client.find(LOCAL_CLIENT);
  if (client === undefined) throw new Error(`no client ${LOCAL_CLIENT}`);
  const server = new provider.ResourceServer(resource.url, tokenFormat(resource));
  const token = new provider.AccessToken({
    accountId: account,
    client,
    grantId: "local",
    gty: "local",
    resourceServer: server,
    scope: scopes.join(" "),
  });
  return token.save();
}

async function listen(server: http.Server, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === "EADDRINUSE";
      const text = `Cannot listen on port ${port}: ${error.message}`;
      const taken = new PortInUse(port, ", so clients cannot sign in");
      reject(isTaken ? taken : new UserError(text));
    });
    server.listen(port, "127.0.0.1", resolve);
  });
}
