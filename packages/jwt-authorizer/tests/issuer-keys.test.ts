import { expect } from "chai";
import { generateKeyPairSync, type JsonWebKey } from "node:crypto";
import type * as http from "node:http";
import { createKeySource } from "../key-source";
import { createTestAuthorizer, tokenEvent } from "./support/authorizer";
import { createSigningKey, json, startIssuer, type TestIssuer } from "./support/issuer";
import { closedAfterEach } from "../../../tests/support/closed-after";

const METADATA = "/.well-known/openid-configuration";
const NO_KEY = "no key that tokens can be checked with";
/** By what is wrong with them. */
const WEAK_KEYS = weakKeys();
const OAUTH_METADATA = "/.well-known/oauth-authorization-server";

function weakKeys(): Readonly<Record<string, JsonWebKey>> {
  const { jwk } = createSigningKey("key-1");
  const short = generateKeyPairSync("rsa", { modulusLength: 512 }).publicKey.export({
    format: "jwk",
  });
  const modulus = Buffer.from(short.n ?? "", "base64url");
  const padded = Buffer.concat([Buffer.alloc(256 - modulus.length), modulus]);
  return {
    "a short RSA key": { ...jwk, n: short.n ?? "" },
    "a short RSA key behind zeros": { ...jwk, n: padded.toString("base64url") },
    "an RSA key with which anybody signs": { ...jwk, e: "AQ" },
    "an RSA key with an exponent of 0": { ...jwk, e: "AA" },
    "an RSA key for encryption": { ...jwk, use: undefined, alg: "RSA-OAEP" },
    "a point that is not on its curve": { ...createSigningKey("key-1", "ES256").jwk, y: "AAAA" },
    "a curve that no algorithm has": {
      ...createSigningKey("key-1", "ES256").jwk,
      crv: "secp256k1",
    },
  };
}

describe("where the keys come from", () => {
  const keep = closedAfterEach();
  let issuer: TestIssuer;

  beforeEach(async () => {
    issuer = keep(await startIssuer());
  });

  const text =
    (status: number, body: string): http.RequestListener =>
    (_request, response) => {
      response.writeHead(status, { "content-type": "text/html" }).end(body);
    };
  const redirect =
    (location: string): http.RequestListener =>
    (_request, response) => {
      response.writeHead(302, { location }).end();
    };
  const hang: http.RequestListener = () => undefined;
  /** A byte now and then, for ever. */
  const drip: http.RequestListener = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const timer = setInterval(() => response.write(" "), 100);
    response.on("close", () => {
      clearInterval(timer);
    });
  };

  it("is what the issuer's metadata says", async () => {
    const { result } = await createTestAuthorizer(issuer)(tokenEvent(issuer.sign()));

    expect(result?.principalId).to.equal("user-1");
    expect(issuer.requests).to.deep.equal([METADATA, "/keys"]);
  });

  for (const path of ["/", "/tenant/v2.0", "/tenant/"]) {
    it(`finds the metadata of an issuer with the path ${path}`, async () => {
      const other = await startIssuer({ path });

      const { line } = await createTestAuthorizer(other)(tokenEvent(other.sign()));

      await other.close();
      expect(line["message"]).to.equal("allowed");
      expect(other.requests[0]).to.equal(`${path.replace(/\/$/, "")}${METADATA}`);
    });
  }

  it("is looked for in the metadata of RFC 8414 where there is no other", async () => {
    const other = await startIssuer({ path: "/tenant" });
    other.answer(`/tenant${METADATA}`, text(404, "not here"));
    const { url, jwksUri } = other;
    other.answer(
      `${OAUTH_METADATA}/tenant`,
      json(() => ({ issuer: url, jwks_uri: jwksUri })),
    );

    const { line } = await createTestAuthorizer(other)(tokenEvent(other.sign()));

    await other.close();
    expect(line["message"]).to.equal("allowed");
    expect(other.requests).to.deep.equal([
      `/tenant${METADATA}`,
      `${OAUTH_METADATA}/tenant`,
      "/keys",
    ]);
  });

  it("is the URL that is set, and then nothing is discovered", async () => {
    const variables = { JWT_JWKS_URI: issuer.jwksUri };

    await createTestAuthorizer(issuer, { variables })(tokenEvent(issuer.sign()));

    expect(issuer.requests).to.deep.equal(["/keys"]);
  });

  it("is asked for JSON as it is, by name", async () => {
    const seen: http.IncomingHttpHeaders[] = [];
    issuer.answer("/keys", (request, response) => {
      seen.push(request.headers);
      json(() => ({ keys: [issuer.key().jwk] }))(request, response);
    });

    await createTestAuthorizer(issuer)(tokenEvent(issuer.sign()));

    expect(seen).to.have.length(1);
    expect(seen[0]).to.include({
      accept: "application/json, application/jwk-set+json",
      "accept-encoding": "identity",
      "user-agent": "jwt-authorizer",
    });
  });

  it("may have several keys of an id, of which the first strong one counts", async () => {
    const { jwk } = issuer.key();
    issuer.answer(
      "/keys",
      json(() => ({ keys: [...Object.values(WEAK_KEYS), jwk, createSigningKey("key-1").jwk] })),
    );

    const { line } = await createTestAuthorizer(issuer)(tokenEvent(issuer.sign()));

    expect(line["message"]).to.equal("allowed");
  });

  it("may have keys of which some are of no use", async () => {
    const { jwk } = issuer.key();
    const secret = { kty: "oct", k: "c2VjcmV0", kid: "key-1", alg: "HS256" };
    const encryption = { ...createSigningKey("key-1").jwk, use: "enc" };
    const odd = [null, 7, "x", [], {}, { kty: "RSA", kid: "key-1", n: 1, e: [] }];
    issuer.answer(
      "/keys",
      json(() => ({ keys: [...odd, secret, encryption, jwk] })),
    );

    const { line } = await createTestAuthorizer(issuer)(tokenEvent(issuer.sign()));

    expect(line["message"]).to.equal("allowed");
  });

  const metadataOf = (i: TestIssuer, other: object = {}): object => ({
    issuer: i.url,
    jwks_uri: i.jwksUri,
    ...other,
  });
  const keysOf = (i: TestIssuer): object => ({ keys: [i.key().jwk] });

  interface Fault {
    readonly title: string;
    /** Whose answer it is; default: the metadata's. */
    readonly path?: string;
    readonly answer: (issuer: TestIssuer) => http.RequestListener;
    /** End of the line's detail. */
    readonly detail: string;
  }
  const filler = "x".repeat(300_000);
  const faults: readonly Fault[] = [
    {
      title: "a document with an error's status",
      answer: (i) => text(503, JSON.stringify(metadataOf(i))),
      detail: "status 503",
    },
    { title: "HTML", answer: () => text(200, "<html></html>"), detail: "not a JSON object" },
    { title: "a list", answer: () => json(() => []), detail: "not a JSON object" },
    {
      title: "300 kB",
      answer: (i) => json(() => metadataOf(i, { filler })),
      detail: "more than 262144 bytes",
    },
    { title: "a redirect", answer: () => redirect("/keys"), detail: "status 302" },
    {
      title: "another issuer",
      answer: (i) => json(() => metadataOf(i, { issuer: `${i.url}/` })),
      detail: "than the setting",
    },
    {
      title: "no issuer",
      answer: (i) => json(() => metadataOf(i, { issuer: undefined })),
      detail: "another issuer (none) than the setting",
    },
    {
      title: "no jwks_uri",
      answer: (i) => json(() => metadataOf(i, { jwks_uri: undefined })),
      detail: "no jwks_uri",
    },
    {
      title: "a jwks_uri without TLS",
      answer: (i) => json(() => metadataOf(i, { jwks_uri: "http://keys.example/keys" })),
      detail: "not an https URL",
    },
    {
      title: "a jwks_uri that is a file",
      answer: (i) => json(() => metadataOf(i, { jwks_uri: "file:///etc/passwd" })),
      detail: "not an https URL",
    },
    { title: "no keys", path: "/keys", answer: () => json(() => ({})), detail: "no list of keys" },
    {
      title: "an empty list",
      path: "/keys",
      answer: () => json(() => ({ keys: [] })),
      detail: NO_KEY,
    },
    {
      title: "a symmetric key alone",
      path: "/keys",
      answer: () => json(() => ({ keys: [{ kty: "oct", k: "c2VjcmV0", kid: "key-1" }] })),
      detail: NO_KEY,
    },
    ...Object.entries(WEAK_KEYS).map(([title, jwk]) => ({
      title,
      path: "/keys",
      answer: () => json(() => ({ keys: [jwk] })),
      detail: NO_KEY,
    })),
    {
      title: "a good key behind hundreds of others",
      path: "/keys",
      answer: (i) => json(() => ({ keys: [...Array<null>(300).fill(null), i.key().jwk] })),
      detail: NO_KEY,
    },
    {
      title: "a jwks_uri with a password",
      answer: (i) => json(() => metadataOf(i, { jwks_uri: "https://:secret@keys.example/keys" })),
      detail: "a URL with a name or a password",
    },
    {
      title: "keys as HTML",
      path: "/keys",
      answer: () => text(200, "<html></html>"),
      detail: "not a JSON object",
    },
    {
      title: "keys elsewhere",
      path: "/keys",
      answer: () => redirect("http://127.0.0.1:1/keys"),
      detail: "status 302",
    },
    {
      title: "300 kB of keys",
      path: "/keys",
      answer: (i) => json(() => ({ ...keysOf(i), filler })),
      detail: "more than 262144 bytes",
    },
  ];
  for (const { title, path = METADATA, answer, detail } of faults) {
    it(`answers 500 and says why, when the issuer gives ${title}`, async () => {
      issuer.answer(path, answer(issuer));
      const ask = createTestAuthorizer(issuer);

      const { error, line } = await ask(tokenEvent(issuer.sign()));

      expect(error).to.equal("Not decided: keys");
      expect(line).to.include({ message: "failed", reason: "keys", AuthRefused: 1 });
      const [first] = String(line["detail"]).split("; ");
      expect(first).to.match(/^(https?|file):\S+: \w/);
      expect(first?.endsWith(detail)).to.equal(true, first);
    });
  }

  it("answers 500 when nobody listens", async () => {
    const { url } = issuer;
    const token = issuer.sign();
    await issuer.close();

    const { error, line } = await createTestAuthorizer({ url })(tokenEvent(token));

    expect(error).to.equal("Not decided: keys");
    expect(line["detail"]).to.equal(`${url}${METADATA}: ECONNREFUSED`);
    issuer = keep(await startIssuer());
  });

  /** What is no HTTP response, or never ends to be one. */
  const raw =
    (text: string, { everyMs = 0, isLast = false } = {}): http.RequestListener =>
    ({ socket }) => {
      socket.on("error", () => undefined);
      socket.write(text);
      if (isLast) socket.end();
      if (everyMs === 0) return;
      const timer = setInterval(() => socket.write(text), everyMs);
      socket.on("close", () => {
        clearInterval(timer);
      });
    };
  const SWITCH = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n";
  const oddities: readonly (readonly [string, http.RequestListener, RegExp])[] = [
    ["switches protocols", raw(SWITCH), /status 101$/],
    ["switches protocols without saying to which", raw("HTTP/1.1 101 X\r\n\r\n"), /: \S/],
    ["switches, and goes on sending", raw(SWITCH, { everyMs: 5 }), /status 101$/],
    [
      "sends hints for ever",
      raw("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", { everyMs: 1 }),
      /no answer in time$/,
    ],
    ["never ends its headers", raw("HTTP/1.1 200 OK\r\nX: y", { everyMs: 20 }), /: \S/],
    ["closes without a response", raw("", { isLast: true }), /ECONNRESET$/],
    ["speaks something else", raw("SSH-2.0-x\r\n"), /HPE_\w+$/],
    [
      "closes in the middle of the body",
      raw("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", { isLast: true }),
      /ECONNRESET$/,
    ],
    [
      "sends a body that does not end, and takes no end",
      raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"),
      /no answer in time$/,
    ],
  ];
  it("asks for the metadata of RFC 8414 where the issuer switches protocols at the other", async () => {
    const { url, jwksUri } = issuer;
    issuer.answer(METADATA, raw(SWITCH));
    issuer.answer(
      OAUTH_METADATA,
      json(() => ({ issuer: url, jwks_uri: jwksUri })),
    );
    const fetchKeys = createKeySource({ issuer: url, jwksUri: undefined });

    expect((await fetchKeys(5_000)).has("key-1")).to.equal(true);
  });

  for (const [title, listener, detail] of oddities) {
    it(`answers 500 in time, and asks again, when the issuer ${title}`, async () => {
      issuer.answer("/keys", listener);
      const fetchKeys = createKeySource({ issuer: issuer.url, jwksUri: issuer.jwksUri });
      const begun = performance.now();

      const failure: unknown = await fetchKeys(400).catch((error: unknown) => error);

      expect(performance.now() - begun).to.be.below(1_000);
      expect((failure as Error).message).to.match(detail);
      issuer.answer("/keys", undefined);
      expect((await fetchKeys(2_000)).has("key-1")).to.equal(true);
    });
  }

  for (const [title, listener, prefetch] of [
    ["hangs", hang, false],
    ["has hung since the environment started", hang, true],
    ["drips", drip, false],
  ] as const) {
    it(`answers 500 within 3 s when the issuer ${title}`, async () => {
      issuer.answer(METADATA, listener);
      const ask = createTestAuthorizer(issuer, { prefetch });
      const begun = performance.now();

      const { line } = await ask(tokenEvent(issuer.sign()));

      expect(performance.now() - begun).to.be.below(3_000);
      expect(line["detail"]).to.equal(`${issuer.url}${METADATA}: no answer in time`);
    });
  }

  it("has the time limit for metadata and keys together", async () => {
    const slow =
      (listener: http.RequestListener): http.RequestListener =>
      (request, response) => {
        setTimeout(() => {
          listener(request, response);
        }, 800);
      };
    const { url, jwksUri } = issuer;
    issuer.answer(METADATA, slow(json(() => ({ issuer: url, jwks_uri: jwksUri }))));
    issuer.answer("/keys", slow(json(() => ({ keys: [issuer.key().jwk] }))));
    const fetchKeys = createKeySource({ issuer: url, jwksUri: undefined });

    const failure: unknown = await fetchKeys(1_200).catch((error: unknown) => error);
    const keys = await fetchKeys(10_000);

    expect((failure as Error).message).to.equal(`${jwksUri}: no answer in time`);
    expect(keys.has("key-1")).to.equal(true);
  });

  for (const url of ["http://issuer.example", "http://127.0.0.1.example", "ftp://127.0.0.1"]) {
    it(`asks nothing of ${url}: https alone`, async () => {
      const fetchKeys = createKeySource({ issuer: url, jwksUri: undefined });

      const failure: unknown = await fetchKeys(500).catch((error: unknown) => error);

      expect((failure as Error).message).to.include("not an https URL");
    });
  }

  it("takes http of this machine where the setting says so", async () => {
    const variables = { JWT_ISSUER: "https://issuer.example", JWT_JWKS_URI: issuer.jwksUri };
    const token = issuer.sign({ iss: "https://issuer.example" });

    const { line } = await createTestAuthorizer(issuer, { variables })(tokenEvent(token));

    expect(line["message"]).to.equal("allowed");
  });

  it("does not need the keys to refuse what is no token", async () => {
    issuer.answer(METADATA, text(503, "down"));

    const { error } = await createTestAuthorizer(issuer)(tokenEvent("x.y"));

    expect(error).to.equal("Unauthorized");
    expect(issuer.requests).to.deep.equal([]);
  });
});
