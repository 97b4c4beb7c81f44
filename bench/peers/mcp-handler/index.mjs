/** Vercel's mcp-handler, behind an event adapter. */
import { createMcpHandler } from "mcp-handler";
import { z } from "zod";
import { behindApiGateway } from "../adapter.mjs";

const mcp = createMcpHandler((server) => {
  server.registerTool(
    "add",
    { description: "Adds", inputSchema: z.object({ a: z.number(), b: z.number() }) },
    ({ a, b }) => ({ content: [{ type: "text", text: `${a} + ${b} = ${a + b}` }] }),
  );
});

export const handler = behindApiGateway((request) => mcp(request));
