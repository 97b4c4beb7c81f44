/** middy-mcp, as its README shows it: SDK version 1, one server kept for all callers. */
import middy from "@middy/core";
import httpErrorHandler from "@middy/http-error-handler";
import { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import mcpMiddleware from "middy-mcp";
import { z } from "zod";

const server = new McpServer({ name: "middy", version: "1.0.0" });
server.registerTool(
  "add",
  { description: "Adds", inputSchema: { a: z.number(), b: z.number() } },
  async ({ a, b }) => ({ content: [{ type: "text", text: `${a} + ${b} = ${a + b}` }] }),
);

export const handler = middy()
  .use(mcpMiddleware({ server }))
  .use(httpErrorHandler({ logger: false }));
