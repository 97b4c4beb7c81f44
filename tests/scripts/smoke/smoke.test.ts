/** `npm run smoke`: a server that is well, and the reason that it gives for each that is not. */
import { expect } from "chai";
import { createTestCertificate } from "jwt-authorizer/testing";
import type { LogLine } from "pulumi-local";
import { explain } from "../../../scripts/smoke/explain";
import { Connection } from "../../../scripts/smoke/exchange";
import { isWell, type Row, runSmoke, type SmokeRun } from "../../../scripts/smoke/run-smoke";
import { NOTHING, type Proof } from "../../../scripts/smoke/target";
import { runProjectScript } from "../../support/script";
import { freePort } from "../../support/free-port";
import { type Reply, type Received, rpcError, startBroken, well } from "./broken-server";

const NO_PROOF: Proof = { headers: NOTHING, from: "machine" };

const smoke = async (url: string, proof = NO_PROOF): Promise<SmokeRun> => {
  const connection = new Connection(url);
  try {
    return await runSmoke({ connection, proof, tool: undefined });
  } finally {
    connection.close();
  }
};

const smokeOf = async (
  answer: (received: Received) => Reply | undefined,
  proof = NO_PROOF,
): Promise<SmokeRun> => {
  const server = await startBroken(answer);
  try {
    return await smoke(server.url, proof);
  } finally {
    await server.close();
  }
};

/** The one check that failed. */
const failure = ({ rows }: SmokeRun): Row => {
  const failures = rows.filter(({ status }) => status === "failed");
  expect(failures, JSON.stringify(rows)).to.have.length(1);
  return failures[0] as Row;
};

const always = (reply: Reply) => (): Reply => reply;
const isMethod = ({ body }: Received, method: string): boolean =>
  body.includes(`"method":"${method}"`);

describe("npm run smoke", () => {
  it("finds nothing in a server that is well", async () => {
    const run = await smokeOf(well);

    expect(isWell(run), JSON.stringify(run.rows)).to.equal(true);
    expect(run.rows.map(({ status }) => status)).to.deep.equal(Array(11).fill("ok"));
  });

  describe("names the reason of", () => {
    it("a name that does not resolve", async () => {
      const run = await smoke("https://no-such-host.invalid/dev/mcp");
      expect(failure(run)).to.include({ check: "reached" });
      expect(failure(run).says).to.match(/does not resolve \(DNS\)/);
      expect(run.notAsked).to.have.length(10);
    });

    it("a port where nothing listens", async () => {
      const run = await smoke(`http://127.0.0.1:${await freePort()}/dev/mcp`);
      expect(failure(run).says).to.include("Nothing listens there");
      expect(failure(run).remedy).to.include("npm start");
    });

    it("a certificate that nobody trusts", async () => {
      const server = await startBroken(well, createTestCertificate());
      const run = await smoke(server.url);
      await server.close();
      expect(failure(run).says).to.match(/certificate is not one for this name, or not trusted/);
    });

    it("http where https is meant", async () => {
      const server = await startBroken(well);
      const run = await smoke(server.url.replace("http:", "https:"));
      await server.close();
      expect(failure(run).says).to.include("does not speak TLS");
    });

    const refusals: readonly (readonly [string, Reply, RegExp])[] = [
      [
        "another stage",
        { status: 403, body: { message: "Forbidden" } },
        /another stage, none, or the execute-api address/,
      ],
      [
        "a path that AWS does not know",
        { status: 403, body: { message: "Missing Authentication Token" } },
        /no such path, or wants a signature/,
      ],
      [
        "an address that the resource policy refuses",
        {
          status: 403,
          body: {
            Message:
              "User: anonymous is not authorized to perform: execute-api:Invoke with an explicit deny",
          },
        },
        /resource policy, or IAM, refuses this address/,
      ],
      [
        "another path",
        { status: 404, body: rpcError(-32601, "Nothing here") },
        /No server at this path/,
      ],
      ["the throttle", { status: 429, headers: { "retry-after": "1" } }, /Too many requests/],
      [
        "an issuer that is away",
        { status: 500, body: rpcError(-32603, "Tokens cannot be checked at the moment.") },
        /issuer cannot be reached/,
      ],
      [
        "a gateway that may not call the function",
        { status: 500, body: { message: null } },
        /may not call the function/,
      ],
      [
        "a function that crashed",
        { status: 502, body: {} },
        /crashed, ran out of memory or into its timeout/,
      ],
      ["a function that is late", { status: 504, body: {} }, /No answer of the function in 29 s/],
      [
        "a web page",
        { status: 200, headers: { "content-type": "text/html" }, body: "<p>" },
        /web page/,
      ],
      [
        "a redirect",
        { status: 301, headers: { location: "https://other.example/" } },
        /redirects to https:\/\/other\.example/,
      ],
      ["a challenge that says nothing", { status: 401 }, /401 without a challenge/],
    ];
    for (const [what, reply, reason] of refusals) {
      it(what, async () => {
        const run = await smokeOf(always(reply));
        expect(failure(run).check).to.equal("who may call");
        expect(failure(run).says).to.match(reason);
        expect(failure(run).remedy).to.have.length.above(10);
        expect(isWell(run)).to.equal(false);
      });
    }

    it("a connection that is cut", async () => {
      const run = await smokeOf(() => undefined);
      expect(failure(run).says).to.include("connection was cut");
    });

    it("tokens for another URL", async () => {
      const server = await startBroken(({ method, headers }) => {
        if (method === "GET") {
          return { status: 200, body: { resource: "https://other.example/mcp" } };
        }
        const metadata = `http://${headers.host ?? ""}/.well-known/oauth-protected-resource`;
        return {
          status: 401,
          headers: { "www-authenticate": `Bearer resource_metadata="${metadata}"` },
        };
      });
      const run = await smoke(server.url);
      await server.close();
      expect(failure(run).says).to.match(/tokens are for https:\/\/other\.example\/mcp, not for/);
    });

    const faults: readonly (readonly [
      string,
      string,
      (received: Received) => Reply | undefined,
      RegExp,
    ])[] = [
      [
        "one that does not speak 2026",
        "server/discover, 2026-07-28",
        (received) =>
          isMethod(received, "server/discover")
            ? { status: 404, body: rpcError(-32601, "Method not found") }
            : undefined,
        /404, expected supportedVersions/,
      ],
      [
        "eras with different tools",
        "tools/list, both",
        (received) =>
          isMethod(received, "tools/list") && received.headers["mcp-method"] !== undefined
            ? {
                status: 200,
                body: { jsonrpc: "2.0", id: 1, result: { tools: [{ name: "later" }] } },
              }
            : undefined,
        /2025 lists now, 2026 lists later/,
      ],
      [
        "a tool that fails",
        "tools/call",
        (received) =>
          isMethod(received, "tools/call")
            ? {
                status: 200,
                body: {
                  jsonrpc: "2.0",
                  id: 1,
                  result: { isError: true, content: [{ type: "text", text: "no" }] },
                },
              }
            : undefined,
        /now failed: no/,
      ],
      [
        "a GET that hangs clients up",
        "GET",
        ({ method }) => (method === "GET" ? { status: 200, body: "" } : undefined),
        /wait for events that never come/,
      ],
      [
        "bad JSON that crashes it",
        "bad JSON",
        ({ method, body }) =>
          method === "POST" && body === '{"jsonrpc":' ? { status: 502 } : undefined,
        /502, expected 400 with -32700\. The function crashed/,
      ],
      [
        "a large body that crashes it",
        "a body that is too large",
        ({ body }) => (body.length > 1e6 ? { status: 502 } : undefined),
        /502, expected 413/,
      ],
      [
        "a page of another origin that may call",
        "a page of another origin",
        (received) =>
          received.headers.origin === undefined ? undefined : well({ ...received, headers: {} }),
        /attacker\.example may call/,
      ],
    ];
    for (const [what, check, broken, reason] of faults) {
      it(what, async () => {
        const run = await smokeOf((received) => broken(received) ?? well(received));
        expect(failure(run)).to.include({ check });
        expect(failure(run).says).to.match(reason);
      });
    }

    it("one call of twenty that fails, with its id", async () => {
      let pings = 0;
      const run = await smokeOf((received) => {
        if (!isMethod(received, "ping") || received.headers.origin !== undefined)
          return well(received);
        if (received.body.length > 1e6) return well(received);
        pings += 1;
        const headers = { "x-amzn-requestid": "abc" };
        return pings === 10 ? { status: 502, headers } : well(received);
      });
      expect(failure(run)).to.include({ check: "latency of 20 calls", requestId: "abc" });
      expect(failure(run).says).to.match(/^call 7 of 20: 502/);
    });
  });

  it("prints a table with what mends it, and ends with 1", async () => {
    const server = await startBroken(always({ status: 403, body: { message: "Forbidden" } }));
    const { code, output } = await runProjectScript("smoke", [server.url]);
    await server.close();
    expect(code).to.equal(1);
    expect(output)
      .to.match(/^✗ who may call +403\. AWS refuses/m)
      .and.include("-> Take the URL");
    expect(output.trim()).to.match(/1 ok, 1 failed, 9 not asked$/);
  });

  it("says of a crash what the log has of it", async () => {
    const headers = { "x-amzn-requestid": "gateway-1" };
    const server = await startBroken(always({ status: 502, headers }));
    const connection = new Connection(server.url);
    const line = (id: string, fields: object): LogLine => ({
      ...{ id, at: Number(id), group: "g" },
      text: JSON.stringify(fields),
    });
    const lines = [
      line("1", { requestId: "l-1", gatewayRequestId: "gateway-1", tool: "add", message: "call" }),
      line("2", {
        type: "platform.report",
        record: { requestId: "l-1", status: "error", errorType: "Runtime.OutOfMemory" },
      }),
      line("3", { requestId: "l-2", level: "ERROR", message: "of somebody else" }),
    ];
    const log = {
      read: async (_since: number, part = "") => lines.filter(({ text }) => text.includes(part)),
    };
    const run = await runSmoke(
      { connection, proof: NO_PROOF, tool: undefined },
      { explain: (id) => explain(log, id, { since: 0, pauseMs: 1 }) },
    );
    connection.close();
    await server.close();
    expect(failure(run).says).to.match(
      / Log: the invocation ended as error, Runtime\.OutOfMemory, in add$/,
    );
  });

  it("measures what it can where it is throttled", async () => {
    let pings = 0;
    const run = await smokeOf((received) => {
      if (!isMethod(received, "ping") || received.headers.origin !== undefined) {
        return well(received);
      }
      pings += 1;
      return pings > 12 ? { status: 429, headers: { "retry-after": "1" } } : well(received);
    });
    expect(isWell(run), JSON.stringify(run.rows)).to.equal(true);
    expect(run.rows.at(-1)).to.include({ check: "latency of 20 calls", status: "warning" });
    expect(run.rows.at(-1)?.says).to.match(/p50 .* first \d+ ms; then throttled, after \d+ calls$/);
  });

  it("waits where the throttle lets one request through at a time", async () => {
    let next = 0;
    const run = await smokeOf((received) => {
      const now = performance.now();
      if (now < next) return { status: 429, headers: { "retry-after": "0.12" } };
      next = now + 100;
      return well(received);
    });
    expect(isWell(run), JSON.stringify(run.rows)).to.equal(true);
    expect(run.rows.map(({ status }) => status).slice(0, -1)).to.deep.equal(Array(10).fill("ok"));
  });

  it("prints JSON", async () => {
    const server = await startBroken(well);
    const { code, output } = await runProjectScript("smoke", [server.url, "--json"]);
    await server.close();
    const rows = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Row);
    expect(code).to.equal(0);
    expect(rows.map(({ status }) => status)).to.deep.equal(Array(11).fill("ok"));
  });
});
