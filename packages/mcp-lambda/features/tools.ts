/** The feature tools: tools/list and tools/call. */
import type { Tool } from "@modelcontextprotocol/server";
import { withConfirmArgument } from "../asks/run-asking";
import { decoration } from "../definitions/decoration";
import type { AnyTool } from "../definitions/tool";
import type { RequestContext } from "../protocol/request-context";
import type { TaskFeature } from "../tasks/prepare-tasks";
import { UNKNOWN_TOOL } from "../telemetry/metrics";
import { MAX_ATTRIBUTE_LENGTH } from "../telemetry/request-attributes";
import { callTool } from "./call-tool";
import type { Feature } from "./feature";
import { createInvocation } from "./invocation";
import { cutText } from "./issues";
import { pageOf } from "./pages";
import { convertedOnce, jsonSchema } from "./schema";

/** @param tasks undefined when no tool has `background`. */
export function prepareTools(own: readonly AnyTool[], tasks?: TaskFeature): Feature {
  const tools = tasks === undefined ? own : [...own, ...tasks.tools];
  const listed: { modern?: readonly Tool[]; legacy?: readonly Tool[] } = {};
  const listFor = (isModern: boolean): readonly Tool[] => {
    listed.modern ??= tools.map(describe);
    return isModern ? listed.modern : (listed.legacy ??= legacyList(tools, listed.modern));
  };
  const registered = tools.map((tool) => ({
    tool,
    config: {
      title: tool.title,
      description: tool.description,
      inputSchema: convertedOnce(tool.inputSchema),
      annotations: tool.annotations,
    },
  }));
  const call = tasks?.call ?? callTool;

  const register: Feature["register"] = (server, context) => {
    server.server.setRequestHandler("tools/list", ({ params }, { mcpReq }) => {
      const { items, ...rest } = pageOf(listFor(mcpReq.envelope !== undefined), params?.cursor);
      return { tools: items, ...rest };
    });
    const called = toolsCalledIn(context);
    for (const { tool, config } of registered) {
      if (!called.includes(tool.name)) continue;
      server.registerTool(tool.name, config, (input, mcp) =>
        call(tool, input, createInvocation(context, mcp, { kind: "tool", name: tool.name })),
      );
      tasks?.guard(server, tool, context);
    }
    for (const name of called) {
      if (tools.some((tool) => tool.name === name)) continue;
      const requestedTool = cutText(name, MAX_ATTRIBUTE_LENGTH);
      context.span.addToolCall({ tool: UNKNOWN_TOOL, requestedTool, outcome: "unknown-tool" });
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

/** What 2025 clients are shown: they answer what a tool asks by an argument. */
function legacyList(tools: readonly AnyTool[], modern: readonly Tool[]): readonly Tool[] {
  if (!tools.some(({ asks }) => asks === true)) return modern;
  return modern.map((tool, index) =>
    tools[index]?.asks === true ? withConfirmArgument(tool) : tool,
  );
}

/** As tools/list shows it. */
function describe({ name, title, description, annotations, ...rest }: AnyTool): Tool {
  const { inputSchema, outputSchema } = rest;
  return {
    name,
    title,
    description,
    inputSchema: jsonSchema(inputSchema, "input"),
    ...(outputSchema !== undefined && { outputSchema: jsonSchema(outputSchema, "output") }),
    annotations,
    ...decoration(rest),
  };
}
