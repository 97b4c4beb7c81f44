/**
 * What the declared API answers itself: by path, whatever a request carries, to pages of other
 * origins, and when concurrency is used up. Served locally; tests/e2e asks a deployed one.
 */
import { expect } from "chai";
import * as http from "node:http";
import { call, FIRST_ANSWER, FIRST_REQUEST, post, send } from "mcp-lambda/testing";
import { startTestServer, type TestServer } from "../support/local-server";
import { closedAfter } from "../support/closed-after";

const SIGNED = { authorization: "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=x" };

/** Paths that AWS routes as /mcp (see api-gateway/resources.ts). */
const SPELLINGS = ["/dev//mcp", "/dev/mcp/", "/dev/mcp//", "/dev///mcp///"];

interface Answer {
  readonly status: number | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

interface SentParts {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a path and headers as they are; fetch would mend some. */
async function ask(
  base: string,
  path: string,
  { method = "GET", headers = {}, body = "" }: SentParts,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { port, hostname } = new URL(base);
    // Node.js leaves it out with GET and DELETE.
    const sent = { ...headers, "content-length": Buffer.byteLength(body) };
    const request = http.request({ port, hostname, path, method, headers: sent }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () => {
        resolve({ status: response.statusCode, headers: response.headers, text });
      });
    });
    request.on("error", reject);
    request.end(body);
  });
}

/** What the declared dashboard's graph of throttles adds up to. */
function throttles(server: TestServer): number {
  const { widgets } = server.server.observability.cloudWatch.view(15);
  const widget = widgets.find(({ title }) => title === "Throttled invocations");
  const series = widget?.kind === "graph" ? widget.series : [];
  return series.find(({ label }) => label === "throttled")?.total ?? NaN;
}

describe("the declared API, served locally", () => {
  const keep = closedAfter();
  let server: TestServer;
  let base: string;

  before(async () => {
    server = keep(
      await startTestServer({
        config: { "mcp-server:allowedOrigins": "https://app.test" },
      }),
    );
    base = server.endpoint.replace("/dev/mcp", "");
  });

  for (const path of SPELLINGS) {
    it(`serves POST ${path} as /dev/mcp`, async () => {
      const headers = { "content-type": "application/json" };
      const body = JSON.stringify(FIRST_REQUEST);

      const { status, text } = await ask(base, path, { method: "POST", headers, body });

      expect(status).to.equal(200);
      expect(JSON.parse(text)).to.deep.equal(FIRST_ANSWER);
    });
  }

  for (const path of ["/dev/%6dcp", "/dev/MCP", "/dev/mcp%2f", "/dev/%zz", "/dev/mcp/../mcp"]) {
    it(`answers POST ${path}, which is another path, with 404`, async () => {
      const { status, text } = await ask(base, path, { method: "POST" });

      expect(status).to.equal(404);
      expect(JSON.parse(text)).to.have.nested.property(
        "error.message",
        "Not found: the MCP endpoint is POST /dev/mcp.",
      );
    });
  }

  const types = [
    "text/html",
    "application/xml; charset=utf-8",
    "multipart/form-data; boundary=x",
    "image/png",
    "garbage",
    ";",
    "application/JSON",
  ];
  for (const type of types) {
    for (const method of ["GET", "DELETE", "PUT"]) {
      it(`answers ${method} /mcp with 405 whatever it carries: ${type}`, async () => {
        const headers = { "content-type": type };

        const answer = await ask(base, "/dev/mcp", { method, headers, body: '{"statusCode":200}' });

        expect(answer.status).to.equal(405);
        expect(answer.headers).to.include({ allow: "POST", "content-type": "application/json" });
        expect(JSON.parse(answer.text)).to.have.nested.property("error.message");
      });
    }
  }

  it("answers HEAD as GET, without a body", async () => {
    const { status, headers, text } = await ask(base, "/dev/mcp", { method: "HEAD" });

    expect(status).to.equal(405);
    expect(headers).to.include({ allow: "POST" });
    expect(text).to.equal("");
  });

  for (const [what, path, type, status] of [
    ["the 405", "/dev/mcp", "application/json", 405],
    ["the 405 of another media type", "/dev/mcp", "image/png", 405],
    ["the 404", "/dev/other", "application/json", 404],
    ["the 404 of the stage", "/dev", "application/json", 404],
  ] as const) {
    it(`lets the page of the one allowed origin, and no other, read ${what}`, async () => {
      const headers = { origin: "https://evil.test", "content-type": type };

      const answer = await ask(base, path, { headers });

      expect(answer.status).to.equal(status);
      expect(answer.headers).to.include({
        "access-control-allow-origin": "https://app.test",
        "access-control-expose-headers": "Allow, Retry-After, WWW-Authenticate, x-amzn-RequestId",
      });
      expect(answer.headers).to.not.have.any.keys("access-control-allow-credentials");
    });
  }

  it("lets a page send any header to a path that is not there, for it to see the 404", async () => {
    const { status, headers, text } = await ask(base, "/dev/other", { method: "OPTIONS" });

    expect(status).to.equal(204);
    expect(text).to.equal("");
    expect(headers).to.include({
      "access-control-allow-origin": "https://app.test",
      "access-control-allow-methods": "GET, POST, DELETE",
      "access-control-allow-headers": "*, Authorization",
      "access-control-max-age": "7200",
    });
  });

  it("answers the preflight of another origin with 403 and no CORS", async () => {
    const answer = await send(server.endpoint, {
      method: "OPTIONS",
      headers: { origin: "https://evil.test" },
    });

    expect(answer.status).to.equal(403);
    expect(answer.headers.get("access-control-allow-origin")).to.equal(null);
  });

  it("answers OPTIONS without an origin with 405", async () => {
    const answer = await send(server.endpoint, { method: "OPTIONS" });

    expect(answer.status).to.equal(405);
    expect(answer.headers.get("allow")).to.equal("POST");
  });
});

describe("the declared API with auth: iam", () => {
  const keep = closedAfter();
  let server: TestServer;
  let base: string;

  before(async () => {
    server = keep(await startTestServer({ config: { "mcp-server:auth": "iam" } }));
    base = server.endpoint.replace("/dev/mcp", "");
  });

  for (const path of ["/dev/mcp", ...SPELLINGS]) {
    it(`demands a signature for POST ${path}`, async () => {
      const headers = { "content-type": "application/json" };
      const request = { method: "POST", headers, body: JSON.stringify(FIRST_REQUEST) };

      const unsigned = await ask(base, path, request);
      const signed = await ask(base, path, { ...request, headers: { ...headers, ...SIGNED } });

      expect(unsigned.status).to.equal(403);
      expect(unsigned.text).to.include("The request is not signed.");
      expect(JSON.parse(signed.text)).to.deep.equal(FIRST_ANSWER);
    });
  }

  it("answers 404 and 405 without one", async () => {
    expect((await ask(base, "/dev/other", { method: "POST" })).status).to.equal(404);
    expect((await ask(base, "/dev//mcp", {})).status).to.equal(405);
  });
});

describe("the declared API at its throttle of 1 a second and a burst of 1", () => {
  it("counts each method by itself: a preflight takes nothing from the calls", async () => {
    const server = await startTestServer({
      config: {
        "mcp-server:throttleRate": "1",
        "mcp-server:throttleBurst": "1",
        "mcp-server:allowedOrigins": "https://app.test",
      },
      now: () => 0,
    });
    try {
      const origin = { origin: "https://app.test" };
      const preflight = await send(server.endpoint, { method: "OPTIONS", headers: origin });
      const first = await post(server.endpoint, FIRST_REQUEST, origin);
      const second = await post(server.endpoint, FIRST_REQUEST, origin);

      expect([preflight.status, first.status, second.status]).to.deep.equal([204, 200, 429]);
      expect(second.headers.get("retry-after")).to.equal("1");
      expect(second.headers.get("access-control-allow-origin")).to.equal("https://app.test");
      expect(second.json).to.have.nested.property("error.data.requestId");
    } finally {
      await server.close();
    }
  });
});

describe("the local server with --throttle-excess", () => {
  it("answers as AWS when concurrency is used up: 504 that says to try again, with Retry-After", async () => {
    const server = await startTestServer({
      misbehaving: true,
      concurrency: 1,
      throttleExcess: true,
      config: { "mcp-server:allowedOrigins": "https://app.test" },
    });
    try {
      const ask = (): ReturnType<typeof post> =>
        post(server.endpoint, call("waits-100-ms"), { origin: "https://app.test" });
      const answers = await Promise.all([ask(), ask(), ask()]);
      const afterwards = await ask();

      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 504, 504]);
      expect(afterwards.status).to.equal(200);
      const throttled = answers.find(({ status }) => status === 504);
      expect(throttled?.headers.get("retry-after")).to.equal("1");
      expect(throttled?.headers.get("access-control-allow-origin")).to.equal("https://app.test");
      expect(throttled?.json).to.have.nested.property(
        "error.message",
        "The server could not take the request: too many run at once, or it is out of reach. Try again in a second.",
      );
      expect(throttles(server)).to.equal(2);
      expect(server.log()).to.include(
        "mcp-server-dev: Rate Exceeded. All its environments are busy.",
      );
    } finally {
      await server.close();
    }
  });
});
