import { expect } from "chai";
import { API_ARN, createTestAuthorizer, tokenEvent } from "./support/authorizer";
import { startIssuer, type TestIssuer } from "./support/issuer";
import { closedAfter } from "../../../tests/support/closed-after";

describe("authorizer's result", () => {
  const keep = closedAfter();
  let issuer: TestIssuer;

  before(async () => {
    issuer = keep(await startIssuer());
  });

  it("allows all methods of the endpoint, in this stage of this API alone", async () => {
    const ask = createTestAuthorizer(issuer);

    const { result } = await ask(tokenEvent(issuer.sign()));

    expect(result?.policyDocument).to.deep.equal({
      Version: "2012-10-17",
      Statement: [
        { Action: "execute-api:Invoke", Effect: "Allow", Resource: `${API_ARN}/dev/*/mcp` },
      ],
    });
  });

  it("is the same for each method, since API Gateway keeps it for the token", async () => {
    const ask = createTestAuthorizer(issuer);
    const event = tokenEvent(issuer.sign());

    const { result } = await ask({ ...event, methodArn: `${API_ARN}/dev/GET/mcp` });

    expect(result?.policyDocument.Statement[0]).to.include({ Resource: `${API_ARN}/dev/*/mcp` });
  });

  it("has the identity in a flat context", async () => {
    const variables = { JWT_CLAIMS: '["email","groups","absent","constructor"]' };
    const ask = createTestAuthorizer(issuer, { variables });
    const claims = { exp: 4_000_000_000.9, email: "a@example.org", groups: ["x"], secret: "no" };

    const { result } = await ask(tokenEvent(issuer.sign(claims)));

    expect(result?.principalId).to.equal("user-1");
    expect(result?.context).to.deep.equal({
      sub: "user-1",
      clientId: "client-1",
      scope: "orders:read orders:write",
      issuer: issuer.url,
      expiresAt: 4_000_000_000,
      claims: '{"email":"a@example.org","groups":["x"]}',
    });
  });

  it("has no clientId where the token names none", async () => {
    const ask = createTestAuthorizer(issuer);

    const { result } = await ask(tokenEvent(issuer.sign({ client_id: undefined })));

    expect(result?.context).to.not.have.property("clientId");
    expect(result?.context?.["claims"]).to.equal("{}");
  });

  it("denies without a context", async () => {
    const ask = createTestAuthorizer(issuer, { variables: { JWT_SCOPES: '["admin"]' } });

    const { result } = await ask(tokenEvent(issuer.sign()));

    expect(result).to.deep.equal({
      principalId: "user-1",
      policyDocument: {
        Version: "2012-10-17",
        Statement: [
          { Action: "execute-api:Invoke", Effect: "Deny", Resource: `${API_ARN}/dev/*/mcp` },
        ],
      },
    });
  });

  it("refuses a token whose claims for tools are over 4 kB, and takes it when none are wanted", async () => {
    const token = issuer.sign({ groups: ["g".repeat(4_100)] });

    const wanted = await createTestAuthorizer(issuer, { variables: { JWT_CLAIMS: '["groups"]' } })(
      tokenEvent(token),
    );
    const unwanted = await createTestAuthorizer(issuer)(tokenEvent(token));

    expect([wanted.error, wanted.line["reason"]]).to.deep.equal(["Unauthorized", "claims"]);
    expect(wanted.line["detail"]).to.include("more than 4096: name fewer in jwtClaims");
    expect(unwanted.line["message"]).to.equal("allowed");
  });

  it("is an error of its own, which is 500, for an event without the method's ARN", async () => {
    const ask = createTestAuthorizer(issuer);
    const { methodArn, ...event } = tokenEvent(issuer.sign());

    const { error } = await ask(event);

    expect(methodArn).to.be.a("string");
    expect(error).to.include("methodArn");
  });
});
