/**
 * How a tool is called: arguments and result are checked as its schemas say, and whatever goes
 * wrong becomes a failed call. Last station of the data path.
 */
import {
  isCallToolResult,
  isInputRequiredResult,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Run, Runner } from "./run";
import { describeIssues } from "./schema";
import { describeError } from "../logger";
import { type AnyTool, failure, type ToolResult } from "../tool";

/** What Lambda lets an answer have (6 MB), less a reserve for what is around the result. */
const MAX_RESULT_BYTES = 6_000_000;

/** Runs a tool; what it throws, or never finishes, becomes a failed call that gives nothing away. */
export type RunTool = (
  tool: AnyTool,
  input: unknown,
  run: Run,
  context: ServerContext,
) => Promise<ToolResult>;

type Arguments = { readonly value: Record<string, unknown> } | { readonly refusal: string };

export function createToolRunner({ callContext, runWithin }: Runner): RunTool {
  const parseInput = async (
    { name, inputSchema }: AnyTool,
    input: unknown,
    { log }: Run,
  ): Promise<Arguments> => {
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
  };
  /** @throws Error when a result is none, or is not what the tool's outputSchema promises. */
  const checkResult = async ({ outputSchema }: AnyTool, result: ToolResult): Promise<void> => {
    if (isInputRequiredResult(result)) return;
    if (!isCallToolResult(result)) throw new Error("the tool returned no tool result");
    if (outputSchema === undefined || result.isError === true) return;
    const { error } = await outputSchema.safeParseAsync(result.structuredContent);
    if (error !== undefined) throw new Error(`not as outputSchema says: ${error.message}`);
  };
  /** Bytes that a result takes in Lambda's answer, which holds it as JSON in a JSON string. */
  const sizeInResult = (result: ToolResult): number => {
    const json = JSON.stringify(result);
    // Escaping at most doubles it and a character has at most three bytes: small ones are not counted.
    const isSmall = json.length * 6 < MAX_RESULT_BYTES;
    return isSmall ? json.length : Buffer.byteLength(JSON.stringify(json));
  };

  return async (tool, input, run, context) => {
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
  };
}

function tooLarge({ name }: AnyTool): ToolResult {
  return failure(
    `The result of the tool "${name}" is larger than ${MAX_RESULT_BYTES} bytes, which is all that can be sent: ask for less of it.`,
  );
}
