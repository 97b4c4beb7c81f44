/**
 * The MCP server: its tools, in the order tools/list shows them, and how one server is made for
 * one exchange. Tool definitions are made once, in the factory; an SDK server is made anew for
 * each exchange, because a kept one carries one caller's identity into the next caller's answer.
 */
import { McpServer, type ServerContext } from "@modelcontextprotocol/server";
import { name, version } from "../package.json";
import { quiet, runTool } from "./run-tool";
import type { Logger } from "./telemetry";
import type { AnyTool } from "./tool";
import { add } from "./tools/add";
import { currentTime } from "./tools/current-time";
import { textStatistics } from "./tools/text-statistics";

/** Every tool of this server. A new one is added here and in a file of its own. */
export function defineTools(): readonly AnyTool[] {
  return [add(), currentTime(), textStatistics()];
}

/** @throws Error that names what two tools are both called. */
export function refuseDuplicates(tools: readonly AnyTool[]): void {
  const names = tools.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Error(`two tools are called "${twice}": rename one`);
}

/**
 * The tools that a body's messages need: the named one for a call, all for a list, else none.
 * Registering no more keeps the cost of a call the same however many tools there are.
 */
export function toolsNamedIn(body: unknown, tools: readonly AnyTool[]): readonly AnyTool[] {
  type Message = { method?: unknown; params?: { name?: unknown } | null } | null;
  const messages = (Array.isArray(body) ? body : [body]) as readonly Message[];
  if (messages.some((message) => message?.method === "tools/list")) return tools;
  const named = messages.map((message) => message?.params?.name);
  return tools.filter(({ name }) => named.includes(name));
}

/** What one exchange needs of its server. */
export interface Exchange {
  /** Tools to register: those that the message names, or all for a list. */
  readonly tools: readonly AnyTool[];
  /** Time left for a tool in milliseconds. */
  readonly deadlineMs: number;
  /** Identifies the request in the log and in what a caller is told of a failure. */
  readonly requestId: string;
  /** Makes the logger of a call: its lines carry the request id and the tool's name. */
  readonly logFor: (tool: string) => Logger;
}

const CACHE_HINT = { ttlMs: 300_000, cacheScope: "public" } as const;

/** Makes the server of one exchange; whoever connects it closes it. */
export function createServer(exchange: Exchange): McpServer {
  const server = new McpServer(
    { name, version, title: "MCP server on AWS" },
    {
      // Nothing is announced later: a stateless endpoint has nobody to announce it to.
      capabilities: { tools: { listChanged: false } },
      cacheHints: { "tools/list": CACHE_HINT, "server/discover": CACHE_HINT },
    },
  );
  for (const tool of exchange.tools) {
    const { title, description, outputSchema, annotations } = tool;
    const log = exchange.logFor(tool.name);
    server.registerTool(
      tool.name,
      {
        title,
        description,
        inputSchema: quiet(tool.inputSchema, log),
        ...(outputSchema !== undefined && { outputSchema }),
        annotations,
      },
      (input, context: ServerContext) =>
        runTool(tool, input as Record<string, unknown>, { ...exchange, log, context }),
    );
  }
  return server;
}
