/**
 * The server that the suite's `tasks-*` scenarios ask for: tools by names and texts that it prescribes,
 * written as any others here (https://github.com/modelcontextprotocol/conformance).
 */
import {
  acceptedContent,
  inputRequired,
  ProtocolError,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import { type AnyTool, defineTool, failure, type ServerDefinition, text } from "mcp-lambda";
import { serverWith } from "mcp-lambda/testing";

const HINTS = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: false,
};

const described = (
  name: string,
): Pick<AnyTool, "name" | "title" | "description" | "annotations"> => ({
  name,
  title: name,
  description: `The suite's ${name}.`,
  annotations: HINTS,
});

const background = { minutes: 2, otherwise: "inline" } as const;
const CONFIRM = z.object({ confirm: z.boolean() });
const NAME = z.object({ name: z.string() });

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}

function greet(): AnyTool {
  return defineTool({
    ...described("greet"),
    inputSchema: NAME,
    run: ({ name }) => text(`Hello, ${name}!`),
  });
}

function slowCompute(): AnyTool {
  return defineTool({
    ...described("slow_compute"),
    inputSchema: z.object({ seconds: z.number(), label: z.string().optional() }),
    background,
    run: async ({ seconds, label = "" }, { task, signal }) => {
      await task.progress(`Computing ${label}.`);
      await pause(seconds * 1000, signal);
      return text(`Computed ${label} for ${seconds} s.`);
    },
  });
}

function failingJob(): AnyTool {
  return defineTool({
    ...described("failing_job"),
    inputSchema: z.object({}),
    background: { minutes: 1, otherwise: "refuse" },
    run: async (_, { signal }) => {
      await pause(1_000, signal);
      return failure("This job always fails.");
    },
  });
}

function protocolErrorJob(): AnyTool {
  return defineTool({
    ...described("protocol_error_job"),
    inputSchema: z.object({}),
    background,
    run: () => {
      throw new ProtocolError(ProtocolErrorCode.InternalError, "This job ends in an error.");
    },
  });
}

function confirmDelete(): AnyTool {
  return defineTool({
    ...described("confirm_delete"),
    inputSchema: z.object({ filename: z.string() }),
    background,
    run: async ({ filename }, { task }) => {
      const answer = await task.ask(CONFIRM, `Delete ${filename}?`);
      return text(answer?.confirm === true ? `Deleted ${filename}.` : `Kept ${filename}.`);
    },
  });
}

function multiInput(): AnyTool {
  return defineTool({
    ...described("multi_input"),
    inputSchema: z.object({}),
    background,
    run: async (_, { task }) => {
      const [name, confirmed] = await Promise.all([
        task.ask(NAME, "Your name?"),
        task.ask(CONFIRM, "Go on?"),
      ]);
      return text(`${name?.name ?? "nobody"}: ${String(confirmed?.confirm)}`);
    },
  });
}

/** Asks in its response, and goes on as a task. */
function toolWithTask(): AnyTool {
  const nameIn = (responses: Parameters<typeof acceptedContent>[0]): string | undefined => {
    const name = acceptedContent(responses, "user_name")?.["name"];
    return typeof name === "string" ? name : undefined;
  };
  return defineTool({
    ...described("test_tool_with_task"),
    inputSchema: z.object({}),
    background: {
      minutes: 1,
      otherwise: "refuse",
      first: (_, { mcp }) => {
        if (nameIn(mcp.mcpReq.inputResponses) !== undefined) return undefined;
        const requestedSchema = NAME;
        const user_name = inputRequired.elicit({ message: "What is your name?", requestedSchema });
        return inputRequired({ inputRequests: { user_name } });
      },
    },
    run: (_, { mcp }) => text(`Hello, ${nameIn(mcp.mcpReq.inputResponses) ?? "nobody"}!`),
  });
}

export function tasksServer(): ServerDefinition {
  return serverWith({
    info: { name: "tasks-conformance", version: "1.0.0" },
    tools: [
      greet(),
      slowCompute(),
      failingJob(),
      protocolErrorJob(),
      confirmDelete(),
      multiInput(),
      toolWithTask(),
    ],
  });
}
