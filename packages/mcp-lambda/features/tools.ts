/** The feature tools: tools/list and tools/call. */
import type { Tool } from "@modelcontextprotocol/server";
import type { AnyTool } from "../definitions/tool";
import type { RequestContext } from "../protocol/request-context";
import { UNKNOWN_TOOL } from "../telemetry/metrics";
import { MAX_ATTRIBUTE_LENGTH } from "../telemetry/request-attributes";
import { callTool } from "./call-tool";
import type { Feature } from "./feature";
import { createInvocation } from "./invocation";
import { cutText } from "./issues";
import { pageOf } from "./pages";
import { convertedOnce, jsonSchema } from "./schema";

export function prepareTools(tools: readonly AnyTool[]): Feature {
  let listed: readonly Tool[] | undefined;
  const registered = tools.map((tool) => ({
    tool,
    config: {
      title: tool.title,
      description: tool.description,
      inputSchema: convertedOnce(tool.inputSchema),
      ...(tool.outputSchema !== undefined && { outputSchema: convertedOnce(tool.outputSchema) }),
      annotations: tool.annotations,
    },
  }));

  const register: Feature["register"] = (server, context) => {
    server.server.setRequestHandler("tools/list", ({ params }) => {
      listed ??= tools.map(describe);
      const { items, ...rest } = pageOf(listed, params?.cursor);
      return { tools: items, ...rest };
    });
    const called = toolsCalledIn(context);
    for (const { tool, config } of registered) {
      if (!called.includes(tool.name)) continue;
      server.registerTool(tool.name, config, (input, mcp) =>
        callTool(tool, input, createInvocation(context, mcp, { kind: "tool", name: tool.name })),
      );
    }
    for (const name of called) {
      if (tools.some((tool) => tool.name === name)) continue;
      const requestedTool = cutText(name, MAX_ATTRIBUTE_LENGTH);
      context.span.addToolCall({ tool: UNKNOWN_TOOL, requestedTool, outcome: "refused" });
    }
  };
  return { methodPrefix: "tools/", capabilities: { tools: { listChanged: false } }, register };
}

/** As they were sent. Registering no others keeps a call's cost the same, however many there are. */
function toolsCalledIn({ messages }: RequestContext): readonly string[] {
  return messages
    .filter((message) => message?.method === "tools/call" && message.id !== undefined)
    .map((message) => message?.params?.["name"])
    .filter((name) => typeof name === "string");
}

/** As tools/list shows it. */
function describe({ name, title, description, annotations, ...schemas }: AnyTool): Tool {
  const { inputSchema, outputSchema } = schemas;
  return {
    name,
    title,
    description,
    inputSchema: jsonSchema(inputSchema, "input"),
    ...(outputSchema !== undefined && { outputSchema: jsonSchema(outputSchema, "output") }),
    annotations,
  };
}
