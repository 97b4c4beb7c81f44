/**
 * Tool calls: the caller's scopes, arguments and result are checked as the tool says, and whatever goes
 * wrong becomes a failed call that gives nothing away. Last station of the data path.
 */
import { isInputRequiredResult } from "@modelcontextprotocol/server";
import { prepareAsking } from "../asks/run-asking";
import { type AnyTool, failure, type ToolResult } from "../definitions/tool";
import { isTooLarge, largestResponse } from "../protocol/response-size";
import { describeError } from "../telemetry/logger";
import { type Ending, isRefusal } from "../telemetry/call-outcome";
import type { ToolCall } from "../telemetry/request-metrics";
import {
  callContext,
  canBeAsked,
  cannotBeAsked,
  type Invocation,
  withDeadline,
} from "./invocation";
import { cutText } from "./issues";
import { type Parsed, parseValue } from "./parse-value";
import { withSealedState } from "./request-state";
import { endingOf } from "./result-ending";
import { conformingResult } from "./tool-result";

interface EndedCall {
  readonly result: ToolResult;
  readonly ending: Ending;
}

export async function callTool(
  tool: AnyTool,
  input: unknown,
  invocation: Invocation,
): Promise<ToolResult> {
  const started = performance.now();
  const { result, ending } = await withDeadline(
    invocation,
    // Called inside a promise, so that a tool that throws at once is caught as well.
    () => run(tool, input, invocation),
    (text, fault): EndedCall => ({ result: failure(text), ending: fault }),
  );
  const milliseconds = performance.now() - started;
  const call: ToolCall = isRefusal(ending)
    ? { tool: tool.name, ...ending }
    : { tool: tool.name, ...ending, milliseconds };
  invocation.span.addToolCall(call, { input, result });
  return result;
}

async function run(tool: AnyTool, input: unknown, invocation: Invocation): Promise<EndedCall> {
  const missing = missingScopes(tool, invocation);
  if (missing.length > 0) {
    return { result: failure(lacks(tool, missing)), ending: { outcome: "missing-scope" } };
  }
  const asking = tool.asks === true ? prepareAsking(tool, input, invocation) : undefined;
  const args = await parseArguments(tool, asking === undefined ? input : asking.args, invocation);
  if ("issues" in args) {
    const ending: Ending = { outcome: "invalid-arguments", issues: args.codes };
    return { result: failure(refusal(tool, args.issues, invocation)), ending };
  }
  const context = callContext(invocation);
  if (asking === undefined) {
    return endedCall(tool, await tool.run(args.value, context), invocation);
  }
  const { result, ending } = await asking.perform((members) =>
    tool.run(args.value, { ...context, ...members }),
  );
  return ending === undefined ? endedCall(tool, result, invocation) : { result, ending };
}

/** What is sent of what a tool has returned. */
async function endedCall(
  tool: AnyTool,
  given: ToolResult,
  invocation: Invocation,
): Promise<EndedCall> {
  if (isInputRequiredResult(given) && !canBeAsked(invocation)) {
    const ending: Ending = { outcome: "failed", code: "cannot-ask" };
    return { result: failure(cannotBeAsked(invocation)), ending };
  }
  const conforming = await conformingResult(tool, given, invocation.log);
  const result = await withSealedState(conforming, invocation.states);
  if (isTooLarge(JSON.stringify(result), invocation.outlet)) {
    return { result: tooLarge(tool, invocation), ending: { outcome: "too-large" } };
  }
  return { result, ending: endingOf(given, invocation.log) };
}

/** Whatever API Gateway has let through; nobody has scopes but the owner of a token. */
function missingScopes({ scopes = [] }: AnyTool, { caller }: Invocation): readonly string[] {
  const granted = caller.kind === "jwt" ? caller.scopes : [];
  return scopes.filter((scope) => !granted.includes(scope));
}

/** Not a 403, which makes some clients forget the server. */
function lacks({ name }: AnyTool, missing: readonly string[]): string {
  const [scopes, them] = missing.length === 1 ? ["scope", "it"] : ["scopes", "them"];
  const list = missing.map((scope) => `"${scope}"`).join(", ");
  return `The tool "${name}" needs the ${scopes} ${list}, which your sign-in does not carry. Sign in again and grant ${them}, or ask whoever runs this server.`;
}

/** Of the refusals of a batch, the later ones are cut: they have a bound together. */
function refusal({ name }: AnyTool, issues: string, { refusals }: Invocation): string {
  const text = cutText(issues, Math.max(refusals.left, 60));
  refusals.left -= text.length;
  return `Invalid arguments for the tool "${name}": ${text}`;
}

async function parseArguments(
  { inputSchema }: AnyTool,
  input: unknown,
  { log }: Invocation,
): Promise<Parsed<Record<string, unknown>>> {
  try {
    return await parseValue(inputSchema, input ?? {});
  } catch (error) {
    log.error("the input schema failed", { error: describeError(error) });
    return { issues: "they could not be checked.", codes: ["the schema threw"] };
  }
}

function tooLarge({ name }: AnyTool, { outlet }: Invocation): ToolResult {
  return failure(
    `The result of the tool "${name}" is larger than ${largestResponse(outlet)} bytes, which is all that can be sent: ask for less of it.`,
  );
}
