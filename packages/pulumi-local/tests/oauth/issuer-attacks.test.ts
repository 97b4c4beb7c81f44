/** What pages and clients that mean ill get of the local issuer. */
import { expect } from "chai";
import { createHash } from "node:crypto";
import * as http from "node:http";
import { type LocalIssuer, startIssuer } from "../../oauth/issuer";
import { begin, register, submit } from "../support/oauth-client";
import { closedAfter } from "../../../../tests/support/closed-after";

const RESOURCE = "http://127.0.0.1:3000/mcp";
const REDIRECT_URI = "https://client.test/callback";

describe("the local issuer under attack", () => {
  const keep = closedAfter();
  let issuer: LocalIssuer;

  before(async () => {
    const resource = { url: RESOURCE, scopes: ["notes:read"] };
    issuer = keep(await startIssuer({ port: 0, resource: () => resource }));
  });

  /** A request with its path as it stands here, which fetch would tidy up. */
  const send = (
    path: string,
    headers: http.OutgoingHttpHeaders = {},
    { method = "GET", body = "" } = {},
  ): Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }> =>
    new Promise((resolve, reject) => {
      const { host, hostname, port } = new URL(issuer.url);
      const options = { hostname, port, path, method, agent: false, headers: { host, ...headers } };
      const request = http.request(options, (response) => {
        let text = "";
        response.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
        response.on("end", () => {
          const { statusCode = 0, headers: received } = response;
          resolve({ status: statusCode, headers: received, body: text });
        });
      });
      request.once("error", reject).end(body);
    });

  const query = (clientId: string, more: Readonly<Record<string, string>> = {}): string =>
    new URLSearchParams({
      client_id: clientId,
      response_type: "code",
      redirect_uri: REDIRECT_URI,
      code_challenge: createHash("sha256").update("v".repeat(43)).digest("base64url"),
      code_challenge_method: "S256",
      scope: "notes:read",
      ...more,
    }).toString();

  const webClient = async (): Promise<string> => {
    const registration = {
      application_type: "web",
      redirect_uris: [REDIRECT_URI],
      token_endpoint_auth_method: "none",
    };
    return (await register(issuer.url, registration)).clientId;
  };

  /** All cookies that a browser has after somebody signed in. */
  const cookiesAfterSignIn = async (clientId: string): Promise<string> => {
    const begun = await begin(issuer.url, {
      clientId,
      redirectUri: REDIRECT_URI,
      scope: "notes:read",
    });
    const body = new URLSearchParams({ account: "alice", scope: "notes:read" });
    const cookies = { cookie: begun.cookies };
    const init = { method: "POST", body, headers: cookies, redirect: "manual" as const };
    const resume = (await fetch(begun.url, init)).headers.get("location") ?? "";
    const done = await fetch(resume, { headers: cookies, redirect: "manual" });
    expect(done.headers.get("location")).to.include("code=");
    const later = done.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
    expect(later.join()).to.include("local_issuer_session=");
    return [begun.cookies, ...later].join("; ");
  };

  it("gives nobody a code without a person, however the path is written", async () => {
    const clientId = await webClient();
    const cookie = await cookiesAfterSignIn(clientId);
    const spellings = [
      "/authorize",
      "/Authorize",
      "/AUTHORIZE",
      "/authorize/",
      "/Authorize/",
      "/authorize//",
      "/x/../authorize",
      "/./authorize",
      "//authorize",
      "\\authorize",
      "/%61uthorize",
      "/authorize/.",
      "/authorize/%2e",
      "/authorize/x/..",
      `${issuer.url}/authorize`,
      `${issuer.url}/Authorize/`,
      `${issuer.url.toUpperCase()}/authorize`,
      "http://evil.test/authorize",
    ];
    for (const path of spellings) {
      const { status, headers } = await send(`${path}?${query(clientId, { prompt: "none" })}`, {
        cookie,
      });
      const location = headers.location ?? "";
      expect(location, path).to.not.include("code=");
      expect(location.includes("error=login_required") || status >= 400, path).to.equal(true);
    }
  });

  it("lets one be alice in one client and bob in the next, in one browser", async () => {
    const clientId = await webClient();
    // The browser sends the other cookies of a sign-in to its own paths alone.
    const earlier = (await cookiesAfterSignIn(clientId))
      .split("; ")
      .filter((cookie) => cookie.startsWith("local_issuer_session"))
      .join("; ");
    const begun = await begin(issuer.url, {
      clientId,
      redirectUri: REDIRECT_URI,
      scope: "notes:read",
    });
    const cookies = `${earlier}; ${begun.cookies}`;
    const redirect = await submit(
      { ...begun, cookies },
      { account: "bob", scopes: ["notes:read"] },
    );
    expect(redirect.searchParams.has("code")).to.equal(true);
  });

  it("opens a sign-in as a page of its own alone", async () => {
    const path = `/authorize?${query("local-client", { redirect_uri: "http://127.0.0.1:1/callback" })}`;
    for (const destination of ["image", "iframe", "script", "empty", "embed", "object"]) {
      for (const spelling of [path, path.replace("authorize", "Authorize/")]) {
        const { status } = await send(spelling, { "sec-fetch-dest": destination });
        expect(status, `${destination} ${spelling}`).to.equal(403);
      }
    }
    expect((await send(path, { "sec-fetch-dest": "document" })).status).to.equal(303);
    expect((await send(path)).status).to.equal(303);
  });

  it("registers nobody with more than 8 kB, or without saying how much", async () => {
    const registration = { redirect_uris: [REDIRECT_URI], token_endpoint_auth_method: "none" };
    const large = await register(issuer.url, { ...registration, client_name: "x".repeat(9_000) });
    const chunked = await send(
      "/Register/",
      { "content-type": "application/json", "transfer-encoding": "chunked" },
      { method: "POST", body: JSON.stringify(registration) },
    );
    expect(large.status).to.equal(413);
    expect(chunked.status).to.equal(411);
  });

  const badRedirects = [
    "https://good.test@evil.test/",
    "https://:secret@evil.test/",
    "http://good.test@127.0.0.1:1/callback",
    "http://evil.test/callback",
    "http://192.168.0.1/callback",
    "http://127.0.0.1.evil.test/callback",
  ];
  for (const uri of badRedirects) {
    for (const type of ["web", "native"]) {
      it(`registers no ${type} client that is sent to ${uri}`, async () => {
        const { status, text } = await register(issuer.url, {
          application_type: type,
          redirect_uris: ["https://good.test/", uri],
          token_endpoint_auth_method: "none",
        });
        expect(status).to.equal(400);
        expect(text).to.match(/invalid_redirect_uri|invalid_client_metadata/);
      });
    }
  }

  it("shows a client's name in one direction, cut, and the host that it is sent to by itself", async () => {
    const uri = "https://evil.test/https://good.test/callback";
    const { clientId } = await register(issuer.url, {
      client_name: `good\u202Etest\u2066\n${"x".repeat(500)}`,
      redirect_uris: [uri],
      token_endpoint_auth_method: "none",
    });
    const { html } = await begin(issuer.url, { clientId, redirectUri: uri, scope: "notes:read" });
    expect(html).to.include("<bdi>good\\u202etest\\u2066\\n");
    expect(html).to.not.match(/[\u202a-\u202e\u2066-\u2069]/);
    expect(html).to.not.include("x".repeat(200));
    expect(html).to.include("continues at <strong><bdi>evil.test</bdi></strong>");
  });
});
