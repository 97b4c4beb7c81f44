/** docs/tasks.md: its tool answers with the task that the page shows, and its test passes. */
import { expect } from "chai";
import type { AnyTool } from "mcp-lambda";
import { asking, modern, runTask, serverWith } from "mcp-lambda/testing";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { createHandler } from "../../handlers/mcp";
import { evaluate } from "./evaluate";
import { fencedBlocks, readDocument } from "./settings-of-docs";

const TEXT = readDocument("docs/tasks.md");
const [TOOL = "", TEST = ""] = fencedBlocks(TEXT, "ts");
const [CREATED] = fencedBlocks(TEXT, "json").map((block) => JSON.parse(block) as unknown);

const { importOrders } = evaluate(TOOL) as { importOrders: () => AnyTool };

/** Takes all events of Lambda, and does nothing with them. */
async function startLambda(): Promise<http.Server> {
  const server = http.createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(202).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

describe("docs/tasks.md", () => {
  const names = ["TASK_FUNCTION", "AWS_ENDPOINT_URL_LAMBDA"];
  let lambda: http.Server;

  before(async () => {
    lambda = await startLambda();
    const { port } = lambda.address() as AddressInfo;
    Object.assign(process.env, {
      TASK_FUNCTION: "arn:aws:lambda:us-east-1:123456789012:function:tasks:1",
      AWS_ENDPOINT_URL_LAMBDA: `http://127.0.0.1:${port}`,
    });
  });

  after(() => {
    for (const name of names) Reflect.deleteProperty(process.env, name);
    lambda.closeAllConnections();
    lambda.close();
  });

  it("has what a client that knows tasks is answered", async () => {
    const ask = asking(createHandler(serverWith({ tools: [importOrders()] })));
    const { body, headers } = modern("tools/call", {
      name: "import-orders",
      arguments: { days: 1 },
    });
    const message = body as { params: { _meta: Record<string, unknown> } };
    const extensions = { "io.modelcontextprotocol/tasks": {} };
    message.params._meta["io.modelcontextprotocol/clientCapabilities"] = { extensions };

    const { json } = await ask(message, { headers });

    const { _meta, ...created } = json.result ?? {};
    const varying = { taskId: "…", createdAt: "…", lastUpdatedAt: "…" };
    expect({ ...created, ...varying }).to.deep.equal(CREATED);
  });

  it("has a test that passes", async () => {
    const tests: (() => Promise<void>)[] = [];
    const it = (_: string, test: () => Promise<void>): unknown => tests.push(test);
    evaluate(TEST, { it, expect, runTask, importOrders });

    expect(tests).to.have.length(1);
    await tests[0]?.();
  });
});
