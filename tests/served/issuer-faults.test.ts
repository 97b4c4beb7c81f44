/** What callers get while something is wrong with the issuer, and that it ends without a deploy. */
import { expect } from "chai";
import type { RequestListener } from "node:http";
import { setTimeout } from "node:timers/promises";
import { startIssuer, type TestIssuer } from "jwt-authorizer/testing";
import { type Answer, call, post } from "mcp-lambda/testing";
import { startTestServer, type TestServer } from "../support/local-server";
import { closedAfter } from "../support/closed-after";

const DISCOVERY = "/.well-known/openid-configuration";
/** As long as the authorizer waits after a failure before it asks again. */
const RETRY_MS = 1_100;
/** For a response, with the start of the authorizer: API Gateway gives it 10 s. */
const MAX_MS = 8_000;

/** What else an issuer may do wrong: packages/jwt-authorizer/tests/issuer-keys.test.ts. */
const FAULTS: readonly (readonly [what: string, answer: RequestListener])[] = [
  ["hangs", () => undefined],
  ["closes the connection", ({ socket }) => socket.destroy()],
  ["is down", (_request, response) => response.writeHead(503).end()],
];

function ask(served: TestServer, token: string): Promise<Answer> {
  return post(served.endpoint, call("add", { a: 1, b: 2 }), { authorization: `Bearer ${token}` });
}

function serve(issuer: TestIssuer): Promise<TestServer> {
  return startTestServer({
    authorized: true,
    config: { "mcp-server:auth": "jwt", "mcp-server:jwtIssuer": issuer.url },
  });
}

function expectUnavailable({ status, headers, json: body }: Answer): void {
  expect(status).to.equal(500);
  expect(headers.get("retry-after")).to.equal("1");
  expect(body).to.deep.include({ id: null });
  expect(body).to.have.nested.property("error.code", -32603);
  expect(body).to.have.nested.property(
    "error.message",
    "Tokens cannot be checked at the moment. Try again.",
  );
}

describe("an issuer with a fault at a cold start", () => {
  const keep = closedAfter();
  let issuer: TestIssuer;
  let served: TestServer;
  const token = (sub = "user"): string => issuer.sign({ aud: served.endpoint, sub });

  before(async () => {
    issuer = keep(await startIssuer());
    // So that the environment starts without keys.
    issuer.answer(DISCOVERY, FAULTS[0]?.[1]);
    served = keep(await serve(issuer));
  });

  // In this order: the environment of the authorizer lives through all of them.
  for (const [what, answer] of FAULTS) {
    it(`that ${what}: 500 in time, which says try again`, async () => {
      issuer.answer(DISCOVERY, answer);
      const started = performance.now();

      const during = await ask(served, token());

      expectUnavailable(during);
      expect(performance.now() - started).to.be.lessThan(MAX_MS);
      await setTimeout(RETRY_MS);
    });
  }

  it("is asked again when it is mended, without a deploy", async () => {
    issuer.answer(DISCOVERY, undefined);

    const { status } = await ask(served, token());

    expect(status).to.equal(200);
  });

  it("is followed at once when it changes its keys, and what is known stays good while it is down", async () => {
    const before = await ask(served, token("first"));
    const ofOldKey = [token("second"), token("third")] as const;
    issuer.rotate();
    const rotated = await ask(served, token("fourth"));
    const old = await ask(served, ofOldKey[0]);
    issuer.rotate({ publish: false });
    const unknown = await ask(served, token("fifth"));
    await issuer.close();
    const oldWhileDown = await ask(served, ofOldKey[1]);

    expect([before, rotated, old, oldWhileDown].map(({ status }) => status)).to.deep.equal([
      200, 200, 200, 200,
    ]);
    expect(unknown.status).to.equal(401);
  });
});
