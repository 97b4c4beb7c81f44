/**
 * The whole path: the archive and layer that the components declare for fixture tools, run as Lambda
 * would, behind the API that they declare, asked over HTTP. The emitted __index.js is executed.
 */
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as http from "node:http";
import * as path from "node:path";
import { deflateSync } from "node:zlib";
import type { UnpackedArchive } from "pulumi-local";
import { isRunning, startTestServer, type TestServer } from "../support/local-server";
import { call, FIRST_ANSWER, FIRST_REQUEST, modern, post, send } from "mcp-lambda/testing";
import { only } from "../support/program";
import { closedAfter } from "../support/closed-after";

describe("the declared stack, served locally", () => {
  const keep = closedAfter();
  let server: TestServer;
  let base: string;

  before(async () => {
    server = keep(await startTestServer());
    base = server.endpoint.replace("/dev/mcp", "");
  });

  it("answers the request that everybody tries first", async () => {
    const { status, headers, json } = await post(server.endpoint, FIRST_REQUEST);
    expect(status).to.equal(200);
    expect(headers.get("content-type")).to.equal("application/json");
    expect(json).to.deep.equal(FIRST_ANSWER);
  });

  it("answers the same under the name localhost", async () => {
    const { json } = await post(server.endpoint.replace("127.0.0.1", "localhost"), FIRST_REQUEST);
    expect(json).to.deep.equal(FIRST_ANSWER);
  });

  it("answers a 2026-07-28 request", async () => {
    const { body, headers } = modern("tools/call", { name: "add", arguments: { a: 10, b: 5 } });
    const { status, json } = await post(server.endpoint, body, headers);
    expect(status).to.equal(200);
    expect((json as { result: object }).result).to.deep.include(FIRST_ANSWER.result);
  });

  for (const method of ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    it(`answers ${method} /mcp with 405, Allow: POST and JSON`, async () => {
      const { status, headers, json } = await send(server.endpoint, { method });
      expect(status).to.equal(405);
      expect(headers.get("allow")).to.equal("POST");
      expect(headers.get("content-type")).to.equal("application/json");
      expect(json).to.have.nested.property("error.message").that.includes("POST");
    });
  }

  it("answers 405 and 404 whatever curl sends by default", async () => {
    const form = { "content-type": "application/x-www-form-urlencoded" };
    const init = { headers: form, body: "a=1" };
    expect((await send(server.endpoint, { ...init, method: "PUT" })).status).to.equal(405);
    expect((await send(`${base}/dev/other`, { ...init, method: "POST" })).status).to.equal(404);
  });

  for (const place of ["/dev", "/dev/", "/dev/other", "/dev/mcp/deeper"]) {
    it(`answers POST ${place} with 404 and JSON that names the endpoint`, async () => {
      const { status, json } = await post(`${base}${place}`, FIRST_REQUEST);
      expect(status).to.equal(404);
      expect(json).to.have.nested.property("error.message").that.includes("POST /dev/mcp");
    });
  }

  for (const place of ["/", "/prod/mcp", "/mcp"]) {
    it(`answers ${place}, which is no stage, with AWS's own 403`, async () => {
      const { status, json } = await post(`${base}${place}`, FIRST_REQUEST);
      expect(status).to.equal(403);
      expect(json).to.deep.equal({ message: "Forbidden" });
    });
  }

  it("refuses another host name, whatever the address", async () => {
    const { port } = new URL(base);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { host: `evil.test:${port}`, "content-type": "application/json" };
      const options = { port, host: "127.0.0.1", path: "/dev/mcp", method: "POST", headers };
      const request = http.request(options, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      request.on("error", reject);
      request.end(JSON.stringify(FIRST_REQUEST));
    });
    expect(status).to.equal(403);
  });

  it("refuses a browser's origin", async () => {
    const { status } = await post(server.endpoint, FIRST_REQUEST, { origin: "https://evil.test" });
    expect(status).to.equal(403);
  });

  it("refuses a body over maxBodyBytes with 413 from the function", async () => {
    const { status, json } = await post(server.endpoint, call("add", "x".repeat(1_048_577)));
    expect(status).to.equal(413);
    expect(json).to.have.nested.property("error.message").that.includes("1048576");
  });

  it("refuses a body over 10 MB with 413 from the gateway", async () => {
    const { status, json } = await post(server.endpoint, "x".repeat(10 * 1024 * 1024 + 1));
    expect(status).to.equal(413);
    expect(json).to.have.nested.property("error.data.requestId");
  });

  it("hands UTF-8 through unharmed", async () => {
    const { json } = await post(
      server.endpoint,
      call("text-statistics", { text: "한국어 텍스트 👋🏽" }),
    );
    expect(json)
      .to.have.nested.property("result.structuredContent")
      .that.includes({ characters: 9 });
  });

  it("answers 500 requests in sequence and 200 at once", async () => {
    const agent = { connection: "keep-alive" };
    for (let id = 0; id < 500; id += 1) {
      const { json } = await post(server.endpoint, call("add", { a: id, b: 1 }, id), agent);
      expect(json).to.deep.equal(sum(id));
    }
    const all = await Promise.all(
      Array.from({ length: 200 }, async (_, id) =>
        post(server.endpoint, call("add", { a: id, b: 1 }, id)),
      ),
    );
    all.forEach(({ status, json }, id) => {
      expect(status).to.equal(200);
      expect(json).to.deep.equal(sum(id));
    });
  });

  it("has in the function's zip the file __index.js alone, below 20 kB", () => {
    const { code } = only(server.program, "aws:lambda/function:Function").inputs;
    const { folder, files } = code as UnpackedArchive;
    expect(files).to.deep.equal(["__index.js"]);
    const zipped = deflateSync(fs.readFileSync(path.join(folder, "__index.js")));
    expect(zipped.length).to.be.lessThan(20_000);
  });

  it("answers in both eras without loading Node's HTTP client, which is slow and large", () => {
    const { code, environment } = only(server.program, "aws:lambda/function:Function").inputs;
    const layer = only(server.program, "aws:lambda/layerVersion:LayerVersion").inputs["code"];
    const { body, headers } = modern("tools/call", { name: "add", arguments: { a: 10, b: 5 } });
    const events = [
      { body: JSON.stringify(FIRST_REQUEST), headers: {} },
      { body: JSON.stringify(body), headers },
    ].map((event) => ({
      ...event,
      httpMethod: "POST",
      headers: { "content-type": "application/json", ...event.headers },
    }));
    const script = `const { handler } = require("./__index.js");
      const context = { awsRequestId: "r", getRemainingTimeInMillis: () => 25000 };
      (async () => {
        const answers = [];
        for (const event of ${JSON.stringify(events)}) answers.push((await handler(event, context)).body);
        const loadsFetch = process.moduleLoadList.some((name) => name.includes("undici/undici"));
        console.log(JSON.stringify({ answers, loadsFetch }));
      })();`;
    const output = execFileSync(process.execPath, ["-e", script], {
      cwd: (code as UnpackedArchive).folder,
      encoding: "utf8",
      env: {
        ...(environment as { variables: Record<string, string> }).variables,
        NODE_PATH: path.join((layer as UnpackedArchive).folder, "nodejs", "node_modules"),
      },
    });
    const { answers, loadsFetch } = JSON.parse(output.trim().split("\n").at(-1) ?? "") as {
      answers: string[];
      loadsFetch: boolean;
    };
    for (const answer of answers) expect(answer).to.include("10 + 5 = 15");
    expect(answers).to.have.length(2);
    expect(loadsFetch).to.equal(false);
  });

  it("gives the local endpoint in place of AWS's as stack output", () => {
    expect(server.program.outputs["endpoint"]).to.equal(server.endpoint);
    expect(server.endpoint).to.match(/^http:\/\/127\.0\.0\.1:\d+\/dev\/mcp$/);
  });
});

describe("the declared stack with its default throttle", () => {
  it("answers the burst of 200 at once and the rest with 429, Retry-After and JSON", async () => {
    const server = await startTestServer({
      config: { "mcp-server:throttleRate": "20", "mcp-server:throttleBurst": "40" },
    });
    try {
      const started = Date.now();
      const answers = await Promise.all(
        Array.from({ length: 200 }, () => post(server.endpoint, FIRST_REQUEST)),
      );
      const seconds = (Date.now() - started) / 1000;
      const answered = answers.filter(({ status }) => status === 200);
      const throttled = answers.filter(({ status }) => status === 429);
      expect(answered.length + throttled.length).to.equal(200);
      expect(answered.length).to.be.within(40, 40 + Math.ceil(seconds * 20));
      for (const { json } of answered) expect(json).to.deep.equal(FIRST_ANSWER);
      for (const { headers, json } of throttled) {
        expect(headers.get("retry-after")).to.equal("1");
        expect(headers.get("content-type")).to.equal("application/json");
        expect(json).to.have.nested.property("error.message").that.includes("Too many requests");
      }
    } finally {
      await server.close();
    }
  });
});

describe("the declared stack with auth: iam", () => {
  it("refuses an unsigned call with 403 and says how to sign; GET stays 405", async () => {
    const server = await startTestServer({ config: { "mcp-server:auth": "iam" } });
    try {
      const unsigned = await post(server.endpoint, FIRST_REQUEST);
      expect(unsigned.status).to.equal(403);
      expect(unsigned.json).to.have.nested.property("error.message").that.includes("Signature");
      const signed = await post(server.endpoint, FIRST_REQUEST, {
        authorization: "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=x",
      });
      expect(signed.json).to.deep.equal(FIRST_ANSWER);
      expect((await send(server.endpoint, { method: "GET" })).status).to.equal(405);
    } finally {
      await server.close();
    }
  });
});

describe("the local server, when tools misbehave", () => {
  const keep = closedAfter();
  let server: TestServer;
  const ask = (tool: string): ReturnType<typeof post> => post(server.endpoint, call(tool));
  const pid = async (): Promise<string> => resultText((await ask("tells-pid")).json);

  before(async () => {
    server = keep(
      await startTestServer({
        misbehaving: true,
        concurrency: 1,
        config: { "mcp-server:timeoutSeconds": "3", "mcp-server:memoryMb": "256" },
      }),
    );
  });

  afterEach("the next request is answered as if nothing had happened", async () => {
    expect(await pid()).to.match(/^\d+$/);
  });

  it("runs in one environment as long as nothing breaks it", async () => {
    expect(await pid()).to.equal(await pid());
  });

  it("lets a function write to /tmp alone", async () => {
    expect(JSON.parse(resultText((await ask("writes-files")).json))).to.deep.equal([
      "ERR_ACCESS_DENIED",
      "ERR_ACCESS_DENIED",
      "written",
    ]);
  });

  it("gives a function Lambda's variables and its own, and none of this machine's", async () => {
    const environment = JSON.parse(resultText((await ask("tells-environment")).json)) as Record<
      string,
      string
    >;
    expect(environment).to.include({
      ENVIRONMENT: "dev",
      AWS_LAMBDA_FUNCTION_NAME: "mcp-server-dev",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/mcp-server-dev",
      AWS_REGION: "ap-northeast-2",
      _HANDLER: "__index.handler",
      TZ: ":UTC",
    });
    expect(environment).to.not.have.any.keys("HOME", "PULUMI_CONFIG", "npm_lifecycle_event");
  });

  it("logs what a tool throws with its line in the source, and answers nothing of it", async () => {
    const { status, text, json } = await ask("throws");
    expect(status).to.equal(200);
    expect(json).to.have.nested.property("result.isError", true);
    expect(text).to.not.include("hunter2");
    const source = path.join(__dirname, "..", "fixtures", "tools.ts");
    const lines = fs.readFileSync(source, "utf8").split("\n");
    const line = lines.findIndex((text) => text.includes("the password is hunter2")) + 1;
    expect(server.log())
      .to.include("hunter2")
      .and.include(`at Object.run (tests/fixtures/tools.ts:${line}:13)`);
  });

  it("survives a promise that rejects after the answer", async () => {
    const before = await pid();
    const { json } = await ask("rejects-later");
    expect(resultText(json)).to.equal("answered");
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await pid()).to.equal(before);
    expect(server.log()).to.include("nobody waits for me");
  });

  it("answers for a tool that never settles before Lambda's timeout", async () => {
    const before = await pid();
    const { status, json } = await ask("never-settles");
    expect(status).to.equal(200);
    expect(resultText(json)).to.include("did not finish within 2.0 s");
    expect(await pid()).to.equal(before);
  });

  it("keeps the environment of a tool that throws outside of any promise, and logs it", async () => {
    const before = await pid();
    const { status, json } = await ask("crashes-later");
    expect(status).to.equal(200);
    expect(resultText(json)).to.include("did not finish within 2.0 s");
    expect(server.log()).to.include("thrown outside of any promise");
    expect(await pid()).to.equal(before);
  });

  for (const [tool, reason] of [
    ["blocks", "Task timed out after 3.00 seconds"],
    ["exits", "exit status 7"],
    ["runs-out-of-memory", "of 256 MB used"],
    ["runs-out-of-heap", "Runtime exited with error: signal"],
  ] as const) {
    it(`answers 502 as JSON when a tool ${tool}, and replaces the environment`, async () => {
      const before = await pid();
      const { status, json } = await ask(tool);
      expect(status).to.equal(502);
      expect(json)
        .to.have.nested.property("error.message")
        .that.matches(/^Internal server error: .* Try again in a second\.$/);
      expect(server.log()).to.include(reason);
      expect(await pid()).to.not.equal(before);
    });
  }

  it("answers a result of more than 6 MB with a failed call that says so", async () => {
    const { status, json } = await ask("returns-7-mb");
    expect(status).to.equal(200);
    expect(json).to.have.nested.property("result.isError", true);
    expect(resultText(json)).to.include("larger than 6000000 bytes");
    expect(resultText((await ask("returns-5-mb")).json)).to.have.length(5_000_000);
  });

  it("refuses an event of more than 6 MB, a body of some 4.7 MB, with 413", async () => {
    const { status, json } = await post(server.endpoint, "x".repeat(4_750_000));
    expect(status).to.equal(413);
    expect(json).to.have.nested.property("error.message", "Request Too Long");
  });

  it("lets requests wait while the one environment is busy", async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask("waits-100-ms")));
    for (const { json } of answers) expect(resultText(json)).to.equal("waited");
  });
});

describe("one of two environments", () => {
  it("does not fail the request of the other by running out of memory, blocking or exiting", async () => {
    const server = await startTestServer({
      misbehaving: true,
      concurrency: 2,
      config: { "mcp-server:timeoutSeconds": "3", "mcp-server:memoryMb": "256" },
    });
    try {
      for (const tool of ["runs-out-of-memory", "blocks", "exits"]) {
        const failing = post(server.endpoint, call(tool));
        let answered = 0;
        const over = new AbortController();
        void failing.then(() => {
          over.abort();
        });
        while (!over.signal.aborted) {
          const { status, json } = await post(server.endpoint, call("waits-100-ms"));
          expect(status, tool).to.equal(200);
          expect(resultText(json)).to.equal("waited");
          answered += 1;
        }
        expect((await failing).status).to.equal(502);
        expect(answered).to.be.greaterThan(0);
      }
    } finally {
      await server.close();
    }
  });
});

describe("LocalServer.close", () => {
  it("ends all child processes and frees the port", async () => {
    const server = await startTestServer({ misbehaving: true });
    const blocked = post(server.endpoint, call("blocks")).catch(() => "cut off");
    await Promise.all([post(server.endpoint, call("tells-pid")), pause(200)]);
    const processIds = server.processIds();
    expect(processIds).to.have.length(2);
    expect(processIds.every(isRunning)).to.equal(true);
    await server.close();
    expect(await blocked).to.equal("cut off");
    for (let tries = 0; tries < 50 && processIds.some(isRunning); tries += 1) await pause(20);
    expect(processIds.filter(isRunning)).to.deep.equal([]);
    const { folder } = only(server.program, "aws:lambda/function:Function").inputs[
      "code"
    ] as UnpackedArchive;
    expect(fs.existsSync(folder)).to.equal(false);
    const refused = await post(server.endpoint, FIRST_REQUEST).catch(() => "refused");
    expect(refused).to.equal("refused");
  });
});

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function sum(id: number): object {
  const text = `${id} + 1 = ${id + 1}`;
  return { jsonrpc: "2.0", result: { content: [{ type: "text", text }] }, id };
}

function resultText(json: unknown): string {
  const { result } = json as { result: { content: { text: string }[] } };
  return result.content[0]?.text ?? "";
}
