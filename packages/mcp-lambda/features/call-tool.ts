/**
 * Tool calls: arguments and result are checked as the tool's schemas say, and whatever goes wrong
 * becomes a failed call that gives nothing away. Last station of the data path.
 */
import { isCallToolResult, isInputRequiredResult } from "@modelcontextprotocol/server";
import { type AnyTool, failure, type ToolResult } from "../definitions/tool";
import { describeError } from "../telemetry/logger";
import { callContext, type Invocation, withDeadline } from "./invocation";
import { describeIssues } from "./schema";

/** What Lambda lets a response have (6 MB), less a reserve for what is around the result. */
const MAX_RESULT_BYTES = 6_000_000;

export async function callTool(
  tool: AnyTool,
  input: unknown,
  invocation: Invocation,
): Promise<ToolResult> {
  // Called inside a promise, so that a tool that throws at once is caught as well.
  const work = async (): Promise<ToolResult> => {
    const args = await parseInput(tool, input, invocation);
    if ("refusal" in args) return failure(args.refusal);
    const result = await tool.run(args.value, callContext(invocation));
    await checkResult(tool, result);
    return sizeInResponse(result) > MAX_RESULT_BYTES ? tooLarge(tool) : result;
  };
  const started = performance.now();
  const result = await withDeadline(invocation, work, failure);
  const milliseconds = performance.now() - started;
  const isError = "isError" in result && result.isError === true;
  invocation.span.addToolCall({ tool: tool.name, isError, milliseconds }, { input, result });
  return result;
}

type Arguments = { readonly value: Record<string, unknown> } | { readonly refusal: string };

async function parseInput(
  { name, inputSchema }: AnyTool,
  input: unknown,
  { log }: Invocation,
): Promise<Arguments> {
  const refuse = (why: string): Arguments => ({
    refusal: `Invalid arguments for the tool "${name}": ${why}`,
  });
  try {
    const parsed = await inputSchema["~standard"].validate(input ?? {});
    return parsed.issues === undefined ? parsed : refuse(describeIssues(parsed.issues));
  } catch (error) {
    log.error("the input schema failed", { error: describeError(error) });
    return refuse("they could not be checked.");
  }
}

/** @throws Error when it is not a result, or not what the tool's outputSchema promises. */
async function checkResult({ outputSchema }: AnyTool, result: ToolResult): Promise<void> {
  if (isInputRequiredResult(result)) return;
  if (!isCallToolResult(result)) throw new Error("the tool returned no tool result");
  if (outputSchema === undefined || result.isError === true) return;
  const { error } = await outputSchema.safeParseAsync(result.structuredContent);
  if (error !== undefined) throw new Error(`not as outputSchema says: ${error.message}`);
}

/** Bytes that a result takes in Lambda's response, which holds it as JSON in a JSON string. */
function sizeInResponse(result: ToolResult): number {
  const json = JSON.stringify(result);
  // Escaping at most doubles it and a character has at most three bytes: small ones are not measured.
  const isSmall = json.length * 6 < MAX_RESULT_BYTES;
  return isSmall ? json.length : Buffer.byteLength(JSON.stringify(json));
}

function tooLarge({ name }: AnyTool): ToolResult {
  return failure(
    `The result of the tool "${name}" is larger than ${MAX_RESULT_BYTES} bytes, which is all that can be sent: ask for less of it.`,
  );
}
