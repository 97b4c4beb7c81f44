import { expect } from "chai";
import { createTestAuthorizer, tokenEvent } from "./support/authorizer";
import { startIssuer, type TestIssuer } from "./support/issuer";
import { BAD_TOKENS, GOOD_TOKENS } from "./support/token-cases";
import { closedAfter } from "../../../tests/support/closed-after";

describe("tokens", () => {
  const keep = closedAfter();
  let issuer: TestIssuer;

  before(async () => {
    issuer = keep(await startIssuer());
  });

  for (const { title, event } of GOOD_TOKENS) {
    it(`allows: ${title}`, async () => {
      const ask = createTestAuthorizer(issuer);

      const { result, line } = await ask(event(issuer));

      expect(result?.policyDocument.Statement[0]?.Effect).to.equal("Allow");
      expect(line).to.include({ message: "allowed", AuthAllowed: 1, kid: "key-1" });
    });
  }

  for (const { title, event, reason } of BAD_TOKENS) {
    it(`answers 401: ${title}`, async () => {
      const ask = createTestAuthorizer(issuer);

      const { error, line } = await ask(event(issuer));

      expect(error).to.equal("Unauthorized");
      expect(line).to.include({ message: "unauthorized", reason, AuthRefused: 1 });
    });
  }

  for (const algorithm of ["RS512", "ES256", "ES384", "EdDSA"] as const) {
    it(`allows a token signed by ${algorithm}`, async () => {
      const other = await startIssuer({ algorithm });
      const ask = createTestAuthorizer(other);

      const { result } = await ask(tokenEvent(other.sign()));

      await other.close();
      expect(result?.principalId).to.equal("user-1");
    });
  }

  it("asks the issuer for nothing when a token is of another one", async () => {
    const fresh = await startIssuer();
    const ask = createTestAuthorizer(fresh);

    await ask(tokenEvent(fresh.sign({ iss: "https://other.example" })));

    await fresh.close();
    expect(fresh.requests).to.deep.equal([]);
  });
});
