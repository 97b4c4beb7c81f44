import { expect } from "chai";
import { divertOutput } from "mcp-lambda/testing";
import { createAuthorizerLog } from "../authorizer-log";
import { AUTH_METRICS, REFUSAL_REASONS } from "../metrics";
import { createTestAuthorizer, headersEvent, tokenEvent } from "./support/authorizer";
import {
  createSigningKey,
  startIssuer,
  TEST_AUDIENCE,
  type TestIssuer,
  type TokenPart,
} from "./support/issuer";
import { closedAfter } from "../../../tests/support/closed-after";

describe("authorizer's log", () => {
  const keep = closedAfter();
  let issuer: TestIssuer;

  before(async () => {
    issuer = keep(await startIssuer());
  });

  it("has one line a request, with a metric by service when the token is good", async () => {
    const { output, line } = await createTestAuthorizer(issuer)(tokenEvent(issuer.sign()));

    const { _aws: aws, ...rest } = line as { _aws: { CloudWatchMetrics: unknown } };
    expect(output.match(/\n/g)).to.have.length(1);
    expect(rest).to.deep.equal({
      message: "allowed",
      requestId: "request-1",
      clientId: "client-1",
      kid: "key-1",
      service: "mcp-dev-authorizer",
      AuthAllowed: 1,
    });
    expect(aws.CloudWatchMetrics).to.deep.equal([
      {
        Namespace: "McpServer",
        Dimensions: [["service"]],
        Metrics: [{ Name: "AuthAllowed", Unit: "Count" }],
      },
    ]);
  });

  it("has the reason as a dimension when it is not", async () => {
    const { line } = await createTestAuthorizer(issuer)(tokenEvent(issuer.sign({ aud: "x" })));

    const { _aws: aws, ...rest } = line as { _aws: { CloudWatchMetrics: unknown } };
    expect(rest).to.deep.equal({
      message: "unauthorized",
      requestId: "request-1",
      reason: "audience",
      detail: "it is for something else than https://mcp.example/mcp",
      clientId: "client-1",
      kid: "key-1",
      service: "mcp-dev-authorizer",
      AuthRefused: 1,
    });
    expect(aws.CloudWatchMetrics).to.deep.equal([
      {
        Namespace: "McpServer",
        Dimensions: [["service"], ["service", "reason"]],
        Metrics: [{ Name: AUTH_METRICS.refused.name, Unit: "Count" }],
      },
    ]);
  });

  const SUBJECT = "subject-7c1f";
  const EMAIL = "someone@example.org";
  const secrets = { sub: SUBJECT, email: EMAIL, iban: "DE89370400440532013000" };
  const refusals: readonly (readonly [string, (i: TestIssuer) => string])[] = [
    ["allowed", (i) => i.sign(secrets)],
    ["scope", (i) => i.sign({ ...secrets, scope: "x" })],
    ["expired", (i) => i.sign({ ...secrets, exp: 1 })],
    ["audience", (i) => i.sign({ ...secrets, aud: "x" })],
    ["malformed", (i) => i.sign({ ...secrets, exp: "soon" })],
    ["malformed", (i) => `${i.sign(secrets)}.more`],
    ["malformed", (i) => i.sign(secrets).slice(0, -400).replace(/\./g, "")],
    ["malformed", (i) => i.sign(secrets).replace(/\.[^.]+\./, (part) => `${part.slice(0, -9)}.`)],
    ["signature", (i) => i.sign(secrets, {}, createSigningKey("key-1"))],
    ["signature", (i) => i.sign(secrets, { alg: "none" })],
    ["issuer", (i) => i.sign({ ...secrets, iss: "https://other.example" })],
    ["notAccessToken", (i) => i.sign({ ...secrets, token_use: "id" })],
  ];
  for (const [reason, sign] of refusals) {
    it(`has nothing of the token's content: ${reason}`, async () => {
      const variables = { JWT_SCOPES: '["orders:read"]', JWT_CLAIMS: '["email"]' };
      const token = sign(issuer);

      const { output, line } = await createTestAuthorizer(issuer, { variables })(tokenEvent(token));

      expect(line["reason"] ?? line["message"]).to.equal(reason);
      for (const part of [token, ...token.split("."), SUBJECT, EMAIL, secrets.iban]) {
        if (part.length > 8) expect(output).to.not.include(part.slice(0, 40));
      }
    });
  }

  const MARK = "m4rk-7c1f";
  const marked: readonly (readonly [what: string, claims: TokenPart, header: TokenPart])[] = [
    ["iss", { iss: `https://${MARK}.example` }, {}],
    ["aud", { aud: MARK }, {}],
    ["aud that is no text", { aud: [[MARK]] }, {}],
    ["exp, nbf or iat", { iat: MARK }, {}],
    ["alg", {}, { alg: MARK }],
    ["typ", {}, { typ: `${MARK}+jwt` }],
    ["cty and crit", {}, { cty: MARK, crit: [MARK] }],
    ["typ of its claims", { typ: "ID", sub: MARK }, {}],
    ["scope", { scope: MARK }, {}],
    ["claims for tools", { email: MARK.repeat(500) }, {}],
  ];
  for (const [what, claims, header] of marked) {
    it(`has no value of the token but ids of client and key: ${what}`, async () => {
      const variables = { JWT_SCOPES: '["orders:read"]', JWT_CLAIMS: '["email"]' };
      const ask = createTestAuthorizer(issuer, { variables });

      const { output, line } = await ask(tokenEvent(issuer.sign(claims, header)));

      expect(line).to.have.property("reason");
      expect(output).to.not.include(MARK.slice(0, 4));
    });
  }

  it("says where an issuer or an audience differs in a slash alone", async () => {
    const ask = createTestAuthorizer(issuer);

    const iss = await ask(tokenEvent(issuer.sign({ iss: `${issuer.url}/` })));
    const aud = await ask(tokenEvent(issuer.sign({ aud: [`${TEST_AUDIENCE}/`] })));

    expect(iss.line["detail"]).to.equal("of another issuer, by a slash at the end");
    expect(aud.line["detail"]).to.match(/ than https:\S+mcp, by a slash at the end$/);
  });

  it("has other header values in no line", async () => {
    const { output } = await createTestAuthorizer(issuer)(
      headersEvent({ Authorization: "Basic c2VjcmV0OnNlY3JldA==", "x-api-key": "key-value" }),
    );

    expect(output).to.not.match(/c2VjcmV0|key-value/);
  });

  it("cuts what others choose, and stays one line", async () => {
    const kid = `k\u2028\u0085\n${"é".repeat(1_500)}`;

    const { output, line } = await createTestAuthorizer(issuer)(
      tokenEvent(issuer.sign({}, { kid })),
    );

    expect(String(line["kid"])).to.have.length(101);
    expect(output.split(/[\n\u2028\u0085]/)).to.have.length(2);
    expect(output.length).to.be.below(1_500);
  });

  it("names its reasons among those of the metrics", () => {
    expect(new Set(REFUSAL_REASONS).size).to.equal(REFUSAL_REASONS.length);
    expect(REFUSAL_REASONS).to.include.members([
      "missing",
      "signature",
      "keys",
      "scope",
      "failure",
    ]);
  });

  it("never throws, whatever happens to its line", () => {
    const { stdout } = process;
    const full = (): never => {
      throw new Error("EAGAIN");
    };
    const restore = divertOutput(full);
    Object.defineProperty(process, "stdout", { configurable: true, value: { write: full } });
    try {
      const log = createAuthorizerLog("service");

      const token = { kid: "k", clientId: undefined } as never;
      expect(() => {
        log({}, { outcome: "allowed", token });
      }).to.not.throw();
    } finally {
      restore();
      Object.defineProperty(process, "stdout", { configurable: true, value: stdout });
    }
  });
});
