/**
 * The data path with your own server in it: events of API Gateway in, results of the protocol out,
 * in the legacy era (revisions of 2025, bare JSON-RPC) and the modern one (2026-07-28). Whatever
 * tools there are, it holds.
 */
import { expect } from "chai";
import {
  type Ask,
  asking,
  call,
  capturing,
  type HandlerAnswer,
  modern,
  readLog,
} from "mcp-lambda/testing";
import { type Caller, toolScopes } from "mcp-lambda";
import { createHandler } from "../handlers/mcp";
import { defineServer } from "../handlers/server";

/** A name that no tool has: names are at most 64 characters long. */
const UNKNOWN = "x".repeat(65);

function ownerOf(scopes: readonly string[]): Caller {
  const expiresAt = new Date(4e12);
  return {
    kind: "jwt",
    subject: "a",
    issuer: "https://issuer.test",
    scopes,
    expiresAt,
    claims: {},
  };
}

describe("the data path", () => {
  let ask: Ask;
  let restore = (): void => undefined;
  before(() => {
    const { AUTH } = process.env;
    const scopes = Object.values(toolScopes(defineServer())).flat();
    // Tools that need scopes are served to owners of tokens alone.
    const caller = scopes.length === 0 ? undefined : ownerOf(scopes);
    process.env["AUTH"] = caller?.kind ?? "none";
    const askHandler = asking(createHandler());
    ask = (body, parts) => askHandler(body, { ...parts, ...(caller && { caller }) });
    restore = () => {
      if (AUTH === undefined) delete process.env["AUTH"];
      else process.env["AUTH"] = AUTH;
    };
  });
  after(() => {
    restore();
  });

  const legacy = (method: string, params: object = {}): Promise<HandlerAnswer> =>
    ask({ jsonrpc: "2.0", id: 1, method, params });
  const current = (method: string, params = {}): Promise<HandlerAnswer> => {
    const { body, headers } = modern(method, params);
    return ask(body, { headers });
  };

  /** The names on all pages of tools/list. */
  async function listed(send: typeof legacy): Promise<string[]> {
    const names: string[] = [];
    let cursor: unknown;
    do {
      const params = cursor === undefined ? {} : { cursor };
      const { status, json } = await send("tools/list", params);
      expect(status).to.equal(200);
      const { tools, nextCursor } = json.result as {
        tools: { name: string }[];
        nextCursor?: string;
      };
      names.push(...tools.map(({ name }) => name));
      cursor = nextCursor;
    } while (cursor !== undefined);
    return names;
  }

  it("answers initialize with who the server is (legacy)", async () => {
    const { status, json } = await legacy("initialize", {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "test", version: "1.0.0" },
    });

    expect(status).to.equal(200);
    expect(json.result).to.deep.include({ protocolVersion: "2025-11-25" });
    expect(json.result?.["serverInfo"]).to.include({ name: defineServer().info.name });
    expect(json.result?.["capabilities"]).to.have.property("tools");
  });

  it("answers server/discover with its versions and capabilities (modern)", async () => {
    const { status, json } = await current("server/discover");

    expect(status).to.equal(200);
    expect(json.result?.["supportedVersions"]).to.deep.equal(["2026-07-28"]);
    expect(json.result?.["capabilities"]).to.have.property("tools");
  });

  for (const [era, send] of [
    ["legacy", legacy],
    ["modern", current],
  ] as const) {
    it(`lists the tools of handlers/server.ts in their order (${era})`, async () => {
      const names = defineServer().tools.map(({ name }) => name);
      expect(await listed(send)).to.deep.equal(names);
    });

    it(`answers a call of an unknown tool with -32602 (${era})`, async () => {
      const { status, json } = await send("tools/call", { name: UNKNOWN, arguments: {} });
      expect(status).to.equal(200);
      expect(json.error).to.include({ code: -32602, message: `Tool ${UNKNOWN} not found` });
    });
  }

  it("answers ping (legacy)", async () => {
    const { status, json } = await legacy("ping");
    expect(status).to.equal(200);
    expect(json.result).to.deep.equal({});
  });

  it("answers ping, which the revision has given up, with 404 and -32601 (modern)", async () => {
    const { status, json } = await current("ping");
    expect(status).to.equal(404);
    expect(json.error).to.include({ code: -32601 });
  });

  it("answers a body that is not JSON with 400 and -32700 (legacy)", async () => {
    const { status, json } = await ask('{"jsonrpc":"2.0",');
    expect(status).to.equal(400);
    expect(json.error).to.include({ code: -32700 });
  });

  it("answers a body that is not JSON with 400 and -32700 (modern)", async () => {
    const { status, json } = await ask('{"jsonrpc":"2.0",', { headers: modern("ping").headers });
    expect(status).to.equal(400);
    expect(json.error).to.include({ code: -32700 });
  });

  it("refuses what is not sent as JSON with 415", async () => {
    const { status } = await ask(call(UNKNOWN), { headers: { "Content-Type": "text/plain" } });
    expect(status).to.equal(415);
  });

  it("counts a cold start, but not in an environment that was kept ready", async () => {
    const coldStarts = async (): Promise<boolean> => {
      const askNew = asking(createHandler());
      const { output } = await capturing(() => askNew({ jsonrpc: "2.0", id: 1, method: "ping" }));
      return JSON.stringify(readLog(output).metrics).includes('"ColdStarts"');
    };

    const waitedFor = await coldStarts();
    process.env["AWS_LAMBDA_INITIALIZATION_TYPE"] = "provisioned-concurrency";
    const keptReady = await coldStarts();
    delete process.env["AWS_LAMBDA_INITIALIZATION_TYPE"];

    expect({ waitedFor, keptReady }).to.deep.equal({ waitedFor: true, keptReady: false });
  });
});
