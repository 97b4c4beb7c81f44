/**
 * A token issuer for tests, on a loopback address: metadata, keys, tokens of any kind, and faults.
 * "jwt-authorizer/testing" is this.
 */
import * as http from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";
import type { TestCertificate } from "./certificate";
import {
  createSigningKey,
  type SigningAlgorithm,
  type SigningKey,
  signToken,
  type TokenPart,
} from "./token-keys";

export { createTestCertificate, type TestCertificate } from "./certificate";
export * from "./token-keys";

export interface IssuerOptions {
  /** Default: RS256. */
  readonly algorithm?: SigningAlgorithm;
  /** After the origin: "/tenant", "/"; default: none. */
  readonly path?: string;
  /** Answers in place of the issuer's own, by path; nothing is answered by what does not end. */
  readonly answers?: Readonly<Record<string, http.RequestListener>>;
  /** `iss` of tokens and metadata; default: its URL. */
  readonly issuer?: string;
  /** Default: any that is free. */
  readonly port?: number;
  /** Of an issuer that speaks https. */
  readonly certificate?: TestCertificate;
}

export interface TestIssuer {
  /** `iss` of its tokens. */
  readonly url: string;
  readonly origin: string;
  readonly jwksUri: string;
  /** The current key. */
  readonly key: () => SigningKey;
  /**
   * An access token, good for five minutes. A claim or header that is undefined is left out.
   *
   * @param key default: the current one.
   */
  readonly sign: (claims?: TokenPart, header?: TokenPart, key?: SigningKey) => string;
  /** Signs with a new key from now on. @param keepOld default true; publish false: not in its JWKS. */
  readonly rotate: (options?: { readonly keepOld?: boolean; readonly publish?: boolean }) => void;
  /** Replaces an answer, or makes it the issuer's own again. */
  readonly answer: (path: string, listener: http.RequestListener | undefined) => void;
  /** Paths that were asked for. */
  readonly requests: string[];
  readonly close: () => Promise<void>;
}

/** Issuers of a process begin with the same key: an RSA key takes 0.1 s to make. */
const firstKeys = new Map<SigningAlgorithm, SigningKey>();

function firstKey(algorithm: SigningAlgorithm): SigningKey {
  const key = firstKeys.get(algorithm) ?? createSigningKey("key-1", algorithm);
  firstKeys.set(algorithm, key);
  return key;
}

export async function startIssuer(options: IssuerOptions = {}): Promise<TestIssuer> {
  const { algorithm = "RS256", path = "" } = options;
  const answers = new Map(Object.entries(options.answers ?? {}));
  const requests: string[] = [];
  let current = firstKey(algorithm);
  let keys = [current];
  const answer: http.RequestListener = (request, response) => {
    const asked = request.url ?? "";
    requests.push(asked);
    const listener = answers.get(asked) ?? own[asked];
    if (listener === undefined) response.writeHead(404).end("{}");
    else listener(request, response);
  };
  const { certificate } = options;
  const server =
    certificate === undefined ? http.createServer(answer) : https.createServer(certificate, answer);
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const scheme = certificate === undefined ? "http" : "https";
  const origin = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const url = options.issuer ?? `${origin}${path}`;
  const jwksUri = `${origin}/keys`;
  const own: Readonly<Record<string, http.RequestListener>> = {
    [`${path.replace(/\/$/, "")}/.well-known/openid-configuration`]: json(() => ({
      issuer: url,
      jwks_uri: jwksUri,
    })),
    "/keys": json(() => ({ keys: keys.map(({ jwk }) => jwk) })),
  };
  return {
    url,
    origin,
    jwksUri,
    requests,
    key: () => current,
    sign: (claims = {}, header = {}, key = current) =>
      signToken(
        {
          header: { alg: key.algorithm, kid: key.kid, typ: "at+jwt", ...header },
          payload: { ...defaultClaims(url), ...claims },
        },
        key,
      ),
    rotate: ({ keepOld = true, publish = true } = {}) => {
      current = createSigningKey(`key-${Number(current.kid.slice(4)) + 1}`, algorithm);
      keys = [...(keepOld ? keys : []), ...(publish ? [current] : [])];
    },
    answer: (asked, listener) => {
      if (listener === undefined) answers.delete(asked);
      else answers.set(asked, listener);
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export function json(body: () => unknown): http.RequestListener {
  return (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(body()));
  };
}

/** `aud` of the tokens. */
export const TEST_AUDIENCE = "https://mcp.example/mcp";

function defaultClaims(iss: string): TokenPart {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss,
    sub: "user-1",
    aud: TEST_AUDIENCE,
    client_id: "client-1",
    scope: "orders:read orders:write",
    iat: now,
    exp: now + 300,
  };
}
