/**
 * How a tool is called: what it throws, returns wrongly, or never finishes becomes a failed call
 * that gives nothing away, and is logged. Last station of the data path.
 */
import {
  isCallToolResult,
  type CallToolResult,
  type ServerContext,
  type StandardSchemaWithJSON,
} from "@modelcontextprotocol/server";
import { describeError, type Logger } from "./telemetry";
import { type AnyTool, failure } from "./tool";

/** The schema, but what its own code throws is logged and gives nothing away. */
export function quiet(schema: AnyTool["inputSchema"], log: Logger): StandardSchemaWithJSON {
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

export interface Call {
  /** Time left for the tool in milliseconds. */
  readonly deadlineMs: number;
  /** Named to the caller, who can name it to whoever reads the log. */
  readonly requestId: string;
  readonly log: Logger;
  /** The SDK's context of the call. */
  readonly context: ServerContext;
}

/** Runs a tool; what it throws, or never finishes, becomes a failed call that gives nothing away. */
export async function runTool(
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
