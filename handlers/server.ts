/**
 * The MCP server: its tools, in the order tools/list shows them, and how one server is made for
 * one exchange. Tool definitions are made once, in the factory; an SDK server is made anew for
 * each exchange, because a kept one carries one caller's identity into the next caller's answer.
 */
import {
  isCallToolResult,
  McpServer,
  type CallToolResult,
  type ServerContext,
  type StandardSchemaWithJSON,
} from "@modelcontextprotocol/server";
import { name, version } from "../package.json";
import { describeError, type Logger } from "./telemetry";
import { type AnyTool, failure } from "./tool";
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

/** The schema, but what its own code throws is logged and gives nothing away. */
function quiet(schema: AnyTool["inputSchema"], log: Logger): StandardSchemaWithJSON {
  const standard = schema["~standard"];
  const validate: typeof standard.validate = async (value) => {
    try {
      return await standard.validate(value);
    } catch (error) {
      log.error("the input schema failed", { error: describeError(error) });
      return { issues: [{ message: "The arguments could not be checked." }] };
    }
  };
  return { "~standard": { ...standard, validate } };
}

interface Call extends Exchange {
  readonly log: Logger;
  readonly context: ServerContext;
}

/** Runs a tool; what it throws, or never finishes, becomes a failed call that gives nothing away. */
async function runTool(
  tool: AnyTool,
  input: Record<string, unknown>,
  { log, requestId, deadlineMs, context }: Call,
): Promise<CallToolResult> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<CallToolResult>((resolve) => {
    timer = setTimeout(() => {
      log.error("tool missed its deadline", { deadlineMs });
      const seconds = (deadlineMs / 1000).toFixed(1);
      resolve(failure(`The tool "${tool.name}" did not finish within ${seconds} s.`));
    }, deadlineMs);
  });
  // Called inside a promise, so that a tool that throws at once is caught below as well. Its
  // signal is aborted when the exchange ends, at the deadline too.
  const work = async (): Promise<CallToolResult> => {
    const { signal } = context.mcpReq;
    const result = await tool.run(input, { log, signal, mcp: context });
    await checkResult(tool, result);
    return sizeInResult(result) > MAX_RESULT_BYTES ? tooLarge(tool) : result;
  };
  try {
    return await Promise.race([work(), late]);
  } catch (error) {
    log.error("tool failed", { error: describeError(error) });
    return failure(
      `The tool "${tool.name}" failed. The reason is in the server's log under request id ${requestId}.`,
    );
  } finally {
    clearTimeout(timer);
  }
}

/** What Lambda lets an answer have (6 MB), less a reserve for what is around the result. */
const MAX_RESULT_BYTES = 6_000_000;

/** Bytes that a result takes in Lambda's answer, which holds it as JSON in a JSON string. */
function sizeInResult(result: CallToolResult): number {
  const json = JSON.stringify(result);
  // Escaping at most doubles it and a character has at most three bytes: small ones are not counted.
  return json.length * 6 < MAX_RESULT_BYTES ? json.length : Buffer.byteLength(JSON.stringify(json));
}

function tooLarge({ name }: AnyTool): CallToolResult {
  return failure(
    `The result of the tool "${name}" is larger than ${MAX_RESULT_BYTES} bytes, which is all that can be sent: ask for less of it.`,
  );
}

/** @throws Error when a result is none, or is not what the tool's outputSchema promises. */
async function checkResult(tool: AnyTool, result: CallToolResult): Promise<void> {
  if (!isCallToolResult(result)) throw new Error("the tool returned no tool result");
  if (tool.outputSchema === undefined || result.isError === true) return;
  const { error } = await tool.outputSchema.safeParseAsync(result.structuredContent);
  if (error !== undefined) throw new Error(`not as outputSchema says: ${error.message}`);
}
