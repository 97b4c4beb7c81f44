/** The data path around a tool that times its own code. */
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";
import { serverWith } from "mcp-lambda/testing";
import { createHandler as createMcpHandler, type McpHandler } from "../../handlers/mcp";
import { timed, type Workload, WORKLOADS } from "./workloads";

export function createHandler(): McpHandler {
  return createMcpHandler(serverWith({ tools: [work()] }));
}

function work(): AnyTool {
  return defineTool({
    name: "work",
    title: "Work",
    description: "Runs a workload and returns how long that took, as JSON.",
    inputSchema: z.object({ workload: z.enum(Object.keys(WORKLOADS) as Workload[]) }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: ({ workload }) => text(JSON.stringify(timed(workload))),
  });
}
