/** The official SDK as its documentation shows it: createMcpHandler, behind an event adapter. */
import { createMcpHandler, McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { behindApiGateway } from "../adapter.mjs";

const count = Number(process.env.TOOLS ?? 1);

const mcp = createMcpHandler(() => {
  const server = new McpServer({ name: "sdk", version: "1.0.0" });
  for (let index = 0; index < count; index += 1) {
    server.registerTool(
      index === 0 ? "add" : `add-${index}`,
      { description: "Adds", inputSchema: z.object({ a: z.number(), b: z.number() }) },
      ({ a, b }) => ({ content: [{ type: "text", text: `${a} + ${b} = ${a + b}` }] }),
    );
  }
  return server;
});

export const handler = behindApiGateway((request) => mcp.fetch(request));
