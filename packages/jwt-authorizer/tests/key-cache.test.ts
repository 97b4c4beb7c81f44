import { expect } from "chai";
import { createKeyCache } from "../key-cache";
import { createKeySource } from "../key-source";
import { type AskAuthorizer, createTestAuthorizer, tokenEvent } from "./support/authorizer";
import { createSigningKey, startIssuer, type TestIssuer } from "./support/issuer";
import { closedAfterEach } from "../../../tests/support/closed-after";

const METADATA = "/.well-known/openid-configuration";

describe("how often the keys are fetched", () => {
  const keep = closedAfterEach();
  let issuer: TestIssuer;
  /** Milliseconds since the test began. */
  let clock: number;

  beforeEach(async () => {
    issuer = keep(await startIssuer());
    clock = 0;
  });

  const start = (prefetch = false): AskAuthorizer =>
    createTestAuthorizer(issuer, { now: () => clock, prefetch });
  const keyFetches = (): number => issuer.requests.filter((path) => path === "/keys").length;
  const break_ = (): void => {
    for (const path of [METADATA, "/keys"]) {
      issuer.answer(path, (_request, response) => response.writeHead(503).end());
    }
  };
  const mend = (): void => {
    for (const path of [METADATA, "/keys"]) issuer.answer(path, undefined);
  };
  /** "allowed", or the reason, of a token. */
  const outcome = async (ask: AskAuthorizer, token: string): Promise<unknown> => {
    const { line } = await ask(tokenEvent(token));
    return line["reason"] ?? line["message"];
  };

  it("once an hour, however many tokens are checked", async () => {
    const ask = start(true);

    for (let call = 0; call < 50; call++) {
      await outcome(ask, issuer.sign());
      clock += 71_000;
    }
    expect(issuer.requests).to.deep.equal([METADATA, "/keys"]);
    await outcome(ask, issuer.sign());
    clock += 71_000;
    await outcome(ask, issuer.sign());

    expect(issuer.requests).to.deep.equal([METADATA, "/keys", "/keys"]);
  });

  it("after an hour, so that a key that the issuer has withdrawn ends", async () => {
    const ask = start();
    const old = issuer.sign();
    await outcome(ask, old);
    issuer.rotate({ keepOld: false });

    clock += 3_500_000;
    const before = await outcome(ask, old);
    clock += 101_000;
    const after = await outcome(ask, old);

    expect([before, after]).to.deep.equal(["allowed", "signature"]);
  });

  it("and no key is left when the issuer withdraws all of them: 500, until it has some", async () => {
    const ask = start();
    const old = issuer.sign();
    await outcome(ask, old);
    const { jwk } = issuer.key();
    issuer.answer("/keys", (_request, response) => response.end('{"keys":[]}'));

    clock += 1_000;
    const outcomes = [await outcome(ask, issuer.sign({}, { kid: "made-up" }))];
    outcomes.push(await outcome(ask, old));
    clock += 500;
    outcomes.push(await outcome(ask, old));
    const asked = keyFetches();
    issuer.answer("/keys", (_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
    clock += 1_000;
    outcomes.push(await outcome(ask, old));

    expect(outcomes).to.deep.equal(["keys", "keys", "keys", "allowed"]);
    expect(asked).to.equal(2);
  });

  for (const body of ['{"keys":[]}', '{"keys":[{"kty":"oct","k":"c2VjcmV0","kid":"key-1"}]}']) {
    it(`and the old ones do not stay beside ${body}, after an hour`, async () => {
      const ask = start();
      await outcome(ask, issuer.sign());
      issuer.answer("/keys", (_request, response) => response.end(body));

      clock += 3_600_000;

      expect(await outcome(ask, issuer.sign())).to.equal("keys");
      expect(keyFetches()).to.equal(2);
    });
  }

  for (const [title, status, body] of [
    ["is down", 503, ""],
    ["answers something else", 200, "{}"],
    ["answers HTML", 200, "<html>"],
  ] as const) {
    it(`each minute after an hour when the issuer ${title}, and the old ones stay`, async () => {
      const ask = start();
      await outcome(ask, issuer.sign());
      const answer = (path: string): void => {
        issuer.answer(path, (_request, response) => response.writeHead(status).end(body));
      };
      [METADATA, "/keys"].forEach(answer);
      const lines: string[] = [];

      clock += 3_600_000;
      for (let call = 0; call < 10; call++) {
        const { output, line } = await ask(tokenEvent(issuer.sign()));
        expect(line["message"]).to.equal("allowed");
        lines.push(...output.split("\n").filter((each) => each.includes("old keys kept")));
        clock += 20_000;
      }

      // At 0, 60, 120 and 180 s; the later ones find the metadata first.
      expect(issuer.requests.slice(2).filter((path) => path !== "/keys").length).to.be.within(3, 6);
      expect(lines).to.have.lengthOf(1);
      expect(JSON.parse(lines[0] ?? "")).to.include({ message: "old keys kept", reason: "keys" });
      mend();
      clock += 60_000;
      issuer.rotate({ keepOld: false });
      expect(await outcome(ask, issuer.sign())).to.equal("allowed");
    });
  }

  it("once for all who ask after an hour, and none waits longer than for a first one", async () => {
    const { origin: url, jwksUri } = issuer;
    const fetchKeys = createKeySource({ issuer: url, jwksUri });
    const cache = createKeyCache(fetchKeys, () => clock);
    await cache.keysWith("key-1");
    issuer.answer("/keys", () => undefined);
    clock += 3_600_000;
    const begun = performance.now();

    const all = [...Array.from({ length: 5 }, () => "key-1"), "unknown"];
    const results = await Promise.allSettled(all.map(async (kid) => cache.keysWith(kid)));

    expect(performance.now() - begun).to.be.below(2_700);
    expect(results.slice(0, 5).every(({ status }) => status === "fulfilled")).to.equal(true);
    expect(results[5]?.status).to.equal("rejected");
    expect(keyFetches()).to.equal(2);
  });

  it("when the environment starts, and the first request waits for it", async () => {
    const ask = start(true);

    expect(await outcome(ask, issuer.sign())).to.equal("allowed");
    expect(keyFetches()).to.equal(1);
  });

  it("once for all who wait", async () => {
    const { origin: url, jwksUri } = issuer;
    const cache = createKeyCache(createKeySource({ issuer: url, jwksUri }));

    const sets = await Promise.all(Array.from({ length: 20 }, () => cache.keysWith("key-1")));

    expect(new Set(sets).size).to.equal(1);
    expect(keyFetches()).to.equal(1);
  });

  it("again by the first request when the fetch at the start failed", async () => {
    break_();
    const ask = start(true);
    await new Promise((resolve) => setTimeout(resolve, 100));
    mend();

    expect(await outcome(ask, issuer.sign())).to.equal("allowed");
  });

  it("at most each second while it fails, and then again", async () => {
    break_();
    const ask = start();
    const token = issuer.sign();
    clock = 1;
    const outcomes = [await outcome(ask, token)];
    const asked = issuer.requests.length;

    clock += 500;
    outcomes.push(await outcome(ask, token), await outcome(ask, token));
    const askedSoon = issuer.requests.length;
    mend();
    clock += 600;
    outcomes.push(await outcome(ask, token));

    expect(outcomes).to.deep.equal(["keys", "keys", "keys", "allowed"]);
    expect(askedSoon).to.equal(asked);
  });

  it("once more for a key that is new: a rotation is seen at once, without metadata", async () => {
    const ask = start();
    const old = issuer.sign();
    await outcome(ask, old);

    clock += 1_000;
    issuer.rotate();

    expect(await outcome(ask, issuer.sign())).to.equal("allowed");
    expect(await outcome(ask, old)).to.equal("allowed");
    expect(issuer.requests).to.deep.equal([METADATA, "/keys", "/keys"]);
  });

  it("and keys that the issuer has withdrawn are then gone", async () => {
    const ask = start();
    const old = issuer.sign();
    await outcome(ask, old);

    clock += 1_000;
    issuer.rotate({ keepOld: false });
    await outcome(ask, issuer.sign());

    expect(await outcome(ask, old)).to.equal("signature");
  });

  it("takes a key anew whose id was used before", async () => {
    const ask = start();
    await outcome(ask, issuer.sign());
    clock += 1_000;
    const replaced = createSigningKey("key-1");
    issuer.answer("/keys", (_request, response) => {
      response.end(JSON.stringify({ keys: [replaced.jwk, issuer.key().jwk] }));
    });
    issuer.rotate();
    await outcome(ask, issuer.sign());

    expect(await outcome(ask, issuer.sign({}, {}, replaced))).to.equal("allowed");
  });

  it("at most once in 10 seconds for keys that do not exist, whatever their ids", async () => {
    const ask = start();
    await outcome(ask, issuer.sign());

    clock += 1_000;
    const outcomes = new Set<unknown>();
    for (let call = 0; call < 30; call++) {
      clock += 300;
      outcomes.add(await outcome(ask, issuer.sign({}, { kid: `made-up-${call}` })));
    }

    // 30 calls in 9 seconds.
    expect([...outcomes]).to.deep.equal(["signature"]);
    expect(keyFetches()).to.equal(2);
    clock += 10_000;
    issuer.rotate();
    expect(await outcome(ask, issuer.sign())).to.equal("allowed");
    expect(keyFetches()).to.equal(3);
  });

  it("not at all for tokens whose key is known, while others are searched in vain", async () => {
    const ask = start();
    await outcome(ask, issuer.sign());
    clock += 1_000;
    await outcome(ask, issuer.sign({}, { kid: "made-up" }));

    clock += 100;
    expect(await outcome(ask, issuer.sign())).to.equal("allowed");
  });

  it("answers 500 for an unknown key while the issuer is down, and goes on with those it has", async () => {
    const ask = start();
    const known = issuer.sign();
    await outcome(ask, known);
    clock += 1_000;
    issuer.rotate();
    break_();

    const outcomes = [await outcome(ask, issuer.sign())];
    clock += 5_000;
    outcomes.push(await outcome(ask, issuer.sign()), await outcome(ask, known));
    mend();
    clock += 5_000;
    outcomes.push(await outcome(ask, issuer.sign()));

    expect(outcomes).to.deep.equal(["keys", "keys", "allowed", "allowed"]);
  });

  it("looks for the metadata anew when the keys are no longer where they were", async () => {
    const ask = start();
    await outcome(ask, issuer.sign());
    const { jwk } = issuer.key();
    issuer.rotate();
    issuer.answer("/keys", (_request, response) => response.writeHead(410).end());
    issuer.answer(METADATA, (_request, response) => {
      const body = { issuer: issuer.url, jwks_uri: `${issuer.origin}/new-keys` };
      response.end(JSON.stringify(body));
    });
    issuer.answer("/new-keys", (_request, response) => {
      response.end(JSON.stringify({ keys: [jwk, issuer.key().jwk] }));
    });

    clock += 1_000;
    const first = await outcome(ask, issuer.sign());
    clock += 10_000;
    const second = await outcome(ask, issuer.sign());

    expect([first, second]).to.deep.equal(["keys", "allowed"]);
  });

  it("rejects nothing that nobody awaits", async () => {
    const rejections: unknown[] = [];
    const keep = (error: unknown): unknown => rejections.push(error);
    process.on("unhandledRejection", keep);
    const cache = createKeyCache(async () => Promise.reject(new Error("down")));

    cache.prefetch();
    await new Promise((resolve) => setTimeout(resolve, 20));

    process.off("unhandledRejection", keep);
    expect(rejections).to.deep.equal([]);
  });
});
