/** tools/list and tools/call. */
import type { Tool } from "@modelcontextprotocol/server";
import type { Exchange, ServerPart } from "./exchange";
import { pageOf } from "./pages";
import type { Runner } from "./run";
import { createToolRunner } from "./run-tool";
import { convertedOnce, jsonSchema } from "./schema";
import { MAX_LENGTH } from "../message-properties";
import { UNKNOWN_TOOL } from "../telemetry";
import type { AnyTool } from "../tool";

export function prepareTools(tools: readonly AnyTool[], runner: Runner): ServerPart {
  const { runOf } = runner;
  const runTool = createToolRunner(runner);
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
  /** As they were sent. Registering no others keeps a call's cost the same, however many there are. */
  const toolsCalledIn = ({ messages }: Exchange): readonly string[] =>
    messages
      .filter((message) => message?.method === "tools/call" && message.id !== undefined)
      .map((message) => message?.params?.["name"])
      .filter((name) => typeof name === "string");

  const serve: ServerPart["serve"] = (server, exchange) => {
    server.server.setRequestHandler("tools/list", ({ params }) => {
      listed ??= tools.map(describe);
      const { items, ...rest } = pageOf(listed, params?.cursor);
      return { tools: items, ...rest };
    });
    const called = toolsCalledIn(exchange);
    for (const { tool, config } of registered) {
      if (!called.includes(tool.name)) continue;
      server.registerTool(tool.name, config, (input, context) =>
        runTool(tool, input, runOf(exchange, "tool", tool.name), context),
      );
    }
    for (const name of called) {
      if (tools.some((tool) => tool.name === name)) continue;
      const requestedTool = name.slice(0, MAX_LENGTH);
      exchange.record.called({ tool: UNKNOWN_TOOL, requestedTool, isError: true });
    }
  };
  return { prefix: "tools/", capabilities: { tools: { listChanged: false } }, serve };
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
