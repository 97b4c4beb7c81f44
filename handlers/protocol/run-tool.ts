/**
 * How a tool is called: arguments and result are checked as its schemas say, and whatever goes
 * wrong becomes a failed call. Last station of the data path.
 */
import {
  isCallToolResult,
  isInputRequiredResult,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { callContext } from "./exchange";
import { type Run, runWithin } from "./run";
import { describeIssues } from "./schema";
import { describeError } from "../logger";
import { type AnyTool, failure, type ToolResult } from "../tool";

/** Runs a tool; what it throws, or never finishes, becomes a failed call that gives nothing away. */
export async function runTool(
  tool: AnyTool,
  input: unknown,
  run: Run,
  context: ServerContext,
): Promise<ToolResult> {
  // Called inside a promise, so that a tool that throws at once is caught as well.
  const work = async (): Promise<ToolResult> => {
    const args = await parseInput(tool, input, run);
    if ("refusal" in args) return failure(args.refusal);
    const result = await tool.run(args.value, callContext(run, context));
    await checkResult(tool, result);
    return sizeInResult(result) > MAX_RESULT_BYTES ? tooLarge(tool) : result;
  };
  const started = performance.now();
  const result = await runWithin(run, work, failure);
  const milliseconds = performance.now() - started;
  const isError = "isError" in result && result.isError === true;
  run.record.called({ tool: tool.name, isError, milliseconds }, { input, result });
  return result;
}

async function parseInput(
  { name, inputSchema }: AnyTool,
  input: unknown,
  { log }: Run,
): Promise<{ readonly value: Record<string, unknown> } | { readonly refusal: string }> {
  const refuse = (why: string): { refusal: string } => ({
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

/** What Lambda lets an answer have (6 MB), less a reserve for what is around the result. */
const MAX_RESULT_BYTES = 6_000_000;

/** Bytes that a result takes in Lambda's answer, which holds it as JSON in a JSON string. */
function sizeInResult(result: ToolResult): number {
  const json = JSON.stringify(result);
  // Escaping at most doubles it and a character has at most three bytes: small ones are not counted.
  return json.length * 6 < MAX_RESULT_BYTES ? json.length : Buffer.byteLength(JSON.stringify(json));
}

function tooLarge({ name }: AnyTool): ToolResult {
  return failure(
    `The result of the tool "${name}" is larger than ${MAX_RESULT_BYTES} bytes, which is all that can be sent: ask for less of it.`,
  );
}

/** @throws Error when a result is none, or is not what the tool's outputSchema promises. */
async function checkResult(tool: AnyTool, result: ToolResult): Promise<void> {
  if (isInputRequiredResult(result)) return;
  if (!isCallToolResult(result)) throw new Error("the tool returned no tool result");
  if (tool.outputSchema === undefined || result.isError === true) return;
  const { error } = await tool.outputSchema.safeParseAsync(result.structuredContent);
  if (error !== undefined) throw new Error(`not as outputSchema says: ${error.message}`);
}
