/**
 * Tokens that are forged, broken, foreign or expired, through HTTP: what the caller gets, that the
 * function is not asked, why it says in the authorizer's log, and that no log has any of the token.
 */
import { expect } from "chai";
import * as http from "node:http";
import { setTimeout } from "node:timers/promises";
import { startIssuer, TEST_AUDIENCE, type TestIssuer } from "jwt-authorizer/testing";
import { BAD_TOKENS, GOOD_TOKENS, type TokenCase } from "jwt-authorizer/testing/token-cases";
import { call } from "mcp-lambda/testing";
import { startTestServer, type TestServer } from "../support/local-server";
import { closedAfter } from "../support/closed-after";

interface Answer {
  readonly status: number;
  readonly challenge: string | undefined;
  readonly json: {
    readonly error?: { readonly message: string; readonly data: { readonly requestId: string } };
  };
}

describe("tokens through HTTP", () => {
  const keep = closedAfter();
  let issuer: TestIssuer;
  let served: TestServer;

  before(async () => {
    issuer = keep(await startIssuer());
    served = keep(
      await startTestServer({
        authorized: true,
        config: {
          "mcp-server:auth": "jwt",
          "mcp-server:jwtIssuer": issuer.url,
          "mcp-server:jwtAudience": TEST_AUDIENCE,
          "mcp-server:jwtScopes": "orders:read",
        },
      }),
    );
  });

  /** Headers are sent as the case has them: fetch would join those that come twice. */
  async function send(event: ReturnType<TokenCase["event"]>): Promise<Answer> {
    const authority = new URL(served.endpoint).host;
    const given = Object.entries(event.multiValueHeaders ?? {}).flatMap(([name, values = []]) =>
      values.flatMap((value) => [name, value]),
    );
    const headers = ["Host", authority, "Content-Type", "application/json", ...given];
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      const options = { method: "POST", headers, agent: false };
      const request = http.request(served.endpoint, options, resolve).once("error", reject);
      request.end(JSON.stringify(call("who-am-i")));
    });
    const chunks: Buffer[] = [];
    for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
    return {
      status: response.statusCode ?? 0,
      challenge: response.headers["www-authenticate"],
      json: JSON.parse(Buffer.concat(chunks).toString("utf8")) as Answer["json"],
    };
  }

  /** The token's parts that are long enough to be nobody else's. */
  function partsOf({ headers }: ReturnType<TokenCase["event"]>): readonly string[] {
    const [token = ""] = Object.values(headers ?? {}).map(
      (value) => value?.split(" ").at(-1) ?? "",
    );
    return token.split(".").filter((part) => part.length > 20);
  }

  function linesOf(requestId: string): readonly string[] {
    return served
      .log()
      .split("\n")
      .filter((line) => line.includes(requestId));
  }

  for (const { title, event, reason } of BAD_TOKENS) {
    it(`answers 401: ${title}`, async () => {
      const sent = event(issuer);
      const asked = functionLines();

      const { status, challenge, json } = await send(sent);

      expect(status).to.equal(401);
      expect(challenge).to.equal(
        `Bearer resource_metadata="${served.endpoint.replace(/mcp$/, "")}.well-known/oauth-protected-resource/mcp", scope="orders:read orders:write"`,
      );
      expect(json.error?.message).to.equal(
        `A valid access token is needed: Authorization: Bearer <token> of ${issuer.url} for ${served.endpoint}.`,
      );
      expect(functionLines()).to.equal(asked);
      // Without the header API Gateway answers itself.
      if (reason !== "missing") {
        const lines = linesOf(json.error?.data.requestId ?? "none").join("\n");
        expect(lines).to.contain(`"reason":"${String(reason)}"`);
      }
      for (const part of partsOf(sent)) expect(served.log()).not.to.contain(part);
    });
  }

  it("answers 403 to a good token without the scope, and says which", async () => {
    const token = issuer.sign({ scope: "other" });
    const event = { multiValueHeaders: { Authorization: [`Bearer ${token}`] } };

    const { status, challenge, json } = await send(event);

    expect(status).to.equal(403);
    expect(challenge).to.match(
      /^Bearer error="insufficient_scope", scope="orders:read orders:write", resource_metadata="http/,
    );
    expect(json.error?.message).to.equal(
      "The token lacks a scope that this server needs: orders:read orders:write.",
    );
    for (const part of token.split(".")) expect(served.log()).not.to.contain(part);
  });

  for (const { title, event } of GOOD_TOKENS) {
    it(`lets in: ${title}`, async () => {
      const sent = event(issuer);

      const { status, json } = await send(sent);

      expect(status, JSON.stringify(json)).to.equal(200);
      for (const part of partsOf(sent)) expect(served.log()).not.to.contain(part);
    });
  }

  it("asked the function for the good tokens alone", async () => {
    // Lines of a function may come after its response.
    for (let tries = 0; tries < 20 && functionLines() < GOOD_TOKENS.length; tries += 1) {
      await setTimeout(50);
    }

    expect(functionLines()).to.equal(GOOD_TOKENS.length);
  });

  /** Requests that the function has logged. */
  function functionLines(): number {
    return served.log().match(/"service":"mcp-server-dev"/g)?.length ?? 0;
  }
});
