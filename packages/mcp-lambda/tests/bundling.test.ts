/**
 * The SDK as the layer has it: what is changed is there to be changed, and what handlers use of it works
 * as before. A new version of the SDK may need other changes.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { expect } from "chai";
import * as esbuild from "esbuild";
import * as sdk from "@modelcontextprotocol/server";
import { ASSIGNED_CLOSURE, plugins, SDK_CHANGES } from "../bundling/plugins";

const ROOT = path.join(__dirname, "..", "..", "..");
const DIST = path.join(ROOT, "node_modules", "@modelcontextprotocol", "server", "dist");

const SOURCES = fs
  .readdirSync(DIST)
  .filter((name) => name.endsWith(".mjs"))
  .map((name) => fs.readFileSync(path.join(DIST, name), "utf8"));

/** Members of the SDK as a CommonJS bundle, as a layer has them for a handler of this text. */
async function bundle(members: string, handlerText: string): Promise<string> {
  const file = path.join(os.tmpdir(), `mcp-lambda-bundling-${process.pid}-${handlerText}.cjs`);
  await esbuild.build({
    bundle: true,
    outfile: file,
    platform: "node",
    target: "node24",
    format: "cjs",
    plugins: plugins(handlerText),
    stdin: {
      contents: `export { ${members} } from "@modelcontextprotocol/server";`,
      resolveDir: ROOT,
    },
  });
  return file;
}

describe("the SDK in the layer", () => {
  const files: string[] = [];
  let file = "";

  before(async () => {
    const members = "McpServer, createMcpHandler, isJSONRPCResultResponse, isJSONRPCErrorResponse";
    file = await bundle(members, "createDispatch");
    files.push(file);
  });

  after(() => {
    for (const each of files) fs.rmSync(each, { force: true });
  });

  for (const { text } of SDK_CHANGES) {
    it(`has what is changed: ${String(text).slice(0, 60)}`, () => {
      expect(SOURCES.some((source) => source.search(text) !== -1)).to.equal(true);
    });
  }

  it("assigns closures to properties, which are changed", () => {
    const found = SOURCES.flatMap((source) => source.match(ASSIGNED_CLOSURE) ?? []);
    expect(found).to.include.members([".onclose = ", ".onerror = ", ".onmessage = "]);
  });

  it("has neither OAuth nor the transport for 2025 clients, Ajv or what explains", () => {
    const text = fs.readFileSync(file, "utf8");
    expect(text).to.include("McpServer = class");
    for (const part of [
      "token_endpoint_auth_methods_supported",
      "Bearer",
      "eventStore",
      "ajv",
      "rationale",
    ]) {
      expect(text).to.not.include(part);
    }
  });

  it("has the table of all types for a handler that names it", async () => {
    const named = await bundle("isSpecType", "isSpecType");
    files.push(named);

    const { isSpecType } = (await import(named)) as Pick<typeof sdk, "isSpecType">;

    expect(isSpecType.Tool({ name: "x", inputSchema: { type: "object" } })).to.equal(true);
    expect(isSpecType.Tool({})).to.equal(false);
  });

  it("tells responses from other messages as before", async () => {
    const bundled = (await import(file)) as typeof sdk;
    const error = { code: 1, message: "x" };
    const base = { jsonrpc: "2.0", id: 1 };
    const values: readonly unknown[] = [
      ...[null, undefined, 1, "result", [], {}],
      ...[base, { ...base, result: {} }, { ...base, result: 1 }, { ...base, error }],
      ...[
        { ...base, error: 1 },
        { ...base, result: {}, error },
        { ...base, result: {}, x: 1 },
      ],
      ...[
        { jsonrpc: "2.0", error },
        { ...base, method: "x" },
        { ...base, method: "x", result: {} },
      ],
    ];

    const told = values.map((value) => [
      bundled.isJSONRPCResultResponse(value),
      bundled.isJSONRPCErrorResponse(value),
    ]);

    const before = values.map((value) => [
      sdk.isJSONRPCResultResponse(value),
      sdk.isJSONRPCErrorResponse(value),
    ]);
    expect(told).to.deep.equal(before);
  });

  it("leaves nothing of a request in V8's old generation", () => {
    const script = `
      const { McpServer } = require(${JSON.stringify(file)});
      const v8 = require("node:v8");
      const old = () => v8.getHeapSpaceStatistics().find((s) => s.space_name === "old_space").space_used_size;
      const schema = { "~standard": { version: 1, vendor: "x", validate: (value) => ({ value }), jsonSchema: { input: () => ({ type: "object" }), output: () => ({ type: "object" }) } } };
      const call = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name: "x", arguments: {} } };
      async function serve() {
        const server = new McpServer({ name: "x", version: "1" }, { capabilities: { tools: {} } });
        server.registerTool("x", { inputSchema: schema }, () => ({ content: [] }));
        const { promise, resolve } = Promise.withResolvers();
        const transport = { start: async () => {}, close: async () => transport.onclose(), send: async (message) => resolve(message) };
        await server.connect(transport);
        transport.onmessage(call);
        await promise;
        await server.close();
      }
      (async () => {
        for (let i = 0; i < 500; i++) await serve();
        gc();
        const before = old();
        for (let i = 0; i < 2000; i++) { await serve(); await new Promise(setImmediate); }
        console.log((old() - before) / 2000);
      })();`;

    const flags = ["--expose-gc", "--initial-old-space-size=400", "--max-semi-space-size=2"];
    const bytes = Number(
      execFileSync(process.execPath, [...flags, "-e", script], { encoding: "utf8" }),
    );

    expect(bytes).to.be.lessThan(2_000);
  });
});
