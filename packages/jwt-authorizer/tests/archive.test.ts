import { expect } from "chai";
import {
  type AuthorizerArchive,
  AuthorizerProcess,
  buildAuthorizer,
  zippedSize,
} from "./support/archive";
import { API_ARN, tokenEvent } from "./support/authorizer";
import {
  createTestCertificate,
  json,
  startIssuer,
  TEST_AUDIENCE,
  type TestIssuer,
} from "./support/issuer";
import { closedAfter } from "../../../tests/support/closed-after";

describe("the authorizer's archive", () => {
  const keep = closedAfter();
  let issuer: TestIssuer;
  let archive: AuthorizerArchive;
  let running: AuthorizerProcess;

  before(async () => {
    issuer = keep(await startIssuer());
    const variables = {
      JWT_ISSUER: issuer.url,
      JWT_AUDIENCE: JSON.stringify([TEST_AUDIENCE]),
      JWT_SCOPES: '["orders:read"]',
    };
    archive = await buildAuthorizer(variables);
    issuer.requests.length = 0;
    running = keep(new AuthorizerProcess(archive, variables));
    await running.receive();
  });

  it("allows a good token, denies one without the scope, and refuses what is none", async () => {
    const good = await running.ask(tokenEvent(issuer.sign()));
    const scopeless = await running.ask(tokenEvent(issuer.sign({ scope: "x" })));
    const expired = await running.ask(tokenEvent(issuer.sign({ exp: 1 })));
    const none = await running.ask(tokenEvent(undefined));

    const statement = (effect: string): object => ({
      policyDocument: {
        Version: "2012-10-17",
        Statement: [
          { Action: "execute-api:Invoke", Effect: effect, Resource: `${API_ARN}/dev/*/mcp` },
        ],
      },
    });
    expect(good.result).to.deep.include({ principalId: "user-1", ...statement("Allow") });
    expect(scopeless.result).to.deep.include({ principalId: "user-1", ...statement("Deny") });
    expect([expired.error, none.error]).to.deep.equal(["Unauthorized", "Unauthorized"]);
  });

  it("logs a line for each request, and has fetched the keys once, before the first", () => {
    const lines = running.output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);

    expect(lines.map(({ message, reason }) => [message, reason])).to.deep.equal([
      ["allowed", undefined],
      ["denied", "scope"],
      ["unauthorized", "expired"],
      ["unauthorized", "missing"],
    ]);
    expect(lines[0]).to.include({ service: "mcp-dev-authorizer" });
    expect(issuer.requests).to.deep.equal(["/.well-known/openid-configuration", "/keys"]);
  });

  it("fetches the keys over https from whom it trusts, and from nobody else", async () => {
    const certificate = createTestCertificate();
    const secure = await startIssuer({ certificate });
    const variables = { JWT_ISSUER: secure.url, JWT_AUDIENCE: JSON.stringify([TEST_AUDIENCE]) };
    const trusting = new AuthorizerProcess(archive, variables, certificate.cert);
    const distrusting = new AuthorizerProcess(archive, variables);
    await Promise.all([trusting.receive(), distrusting.receive()]);

    const trusted = await trusting.ask(tokenEvent(secure.sign()));
    const distrusted = await distrusting.ask(tokenEvent(secure.sign()));

    trusting.close();
    distrusting.close();
    await secure.close();
    expect(trusted.result).to.deep.include({ principalId: "user-1" });
    expect(distrusted).to.deep.equal({ error: "Not decided: keys" });
    expect(distrusting.output).to.include("DEPTH_ZERO_SELF_SIGNED_CERT");
  });

  it("takes no keys from this machine for an issuer of the internet", async () => {
    const certificate = createTestCertificate();
    const secure = await startIssuer({ certificate });
    const metadata = { issuer: secure.url, jwks_uri: issuer.jwksUri };
    secure.answer(
      "/.well-known/openid-configuration",
      json(() => metadata),
    );
    const variables = { JWT_ISSUER: secure.url, JWT_AUDIENCE: JSON.stringify([TEST_AUDIENCE]) };
    const trusting = new AuthorizerProcess(archive, variables, certificate.cert);
    await trusting.receive();

    const { error } = await trusting.ask(tokenEvent(issuer.sign({ iss: secure.url })));

    trusting.close();
    await secure.close();
    expect(error).to.equal("Not decided: keys");
    expect(trusting.output).to.include(`${issuer.jwksUri}: not an https URL`);
  });

  it("has at most 5 kB of code, and 25 kB of packages", () => {
    expect(zippedSize([archive.index])).to.be.below(5_000);
    expect(zippedSize(archive.layer.values())).to.be.below(25_000);
  });

  it("cannot be loaded without its settings, and says which is missing", async () => {
    const without = new AuthorizerProcess(archive, {});

    const failure: unknown = await without.receive().catch((error: unknown) => error);

    without.close();
    expect((failure as Error).message).to.include("JWT_ISSUER is missing");
  });
});
