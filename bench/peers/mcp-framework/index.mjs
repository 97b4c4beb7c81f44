/** mcp-framework's createLambdaHandler. */
import { MCPServer, MCPTool } from "mcp-framework";
import { z } from "zod";

class Add extends MCPTool {
  name = "add";
  description = "Adds";
  schema = z.object({ a: z.number().describe("a"), b: z.number().describe("b") });
  async execute({ a, b }) {
    return `${a} + ${b} = ${a + b}`;
  }
}

const server = new MCPServer({ name: "framework", version: "1.0.0" });
server.addTool(Add);
export const handler = server.createLambdaHandler();
