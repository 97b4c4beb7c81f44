/** Tool results, as tools/list promises them: clients check structuredContent against outputSchema. */
import {
  type CallToolResult,
  isCallToolResult,
  isInputRequiredResult,
} from "@modelcontextprotocol/server";
import type { AnyTool, ToolResult } from "../definitions/tool";
import { wellFormedJson } from "../protocol/well-formed";
import type { Logger } from "../telemetry/logger";
import { parseValue } from "./parse-value";

/**
 * The result with what outputSchema makes of its structuredContent: defaults are filled in, members
 * that the schema does not know are left out, and a text that was made of it is made anew.
 *
 * @throws Error that says which field is wrong, when it is not a result or not as outputSchema says.
 */
export async function conformingResult(
  { outputSchema }: AnyTool,
  result: ToolResult,
  log: Logger,
): Promise<ToolResult> {
  if (isInputRequiredResult(result)) return result;
  if (!isCallToolResult(result)) throw new Error("the tool returned no tool result");
  const { structuredContent, ...rest } = result;
  if (outputSchema === undefined) return result;
  if (structuredContent === undefined) {
    if (result.isError === true) return result;
    throw new Error("the tool has an outputSchema, and its result no structuredContent");
  }
  // As it is sent: a Date is a text, what is undefined is left out.
  const json = wellFormedJson(JSON.stringify(structuredContent));
  const parsed = await parseValue(outputSchema, JSON.parse(json));
  if ("value" in parsed) return withContent(result, json, parsed.value);
  const reason = `structuredContent is not as outputSchema says: ${parsed.issues}`;
  if (result.isError !== true) throw new Error(reason);
  log.warn("a failed call's structuredContent was left out", { reason });
  return rest;
}

function withContent(
  result: CallToolResult,
  json: string,
  structuredContent: Record<string, unknown>,
): CallToolResult {
  const [first, ...others] = result.content;
  const isText = others.length === 0 && first?.type === "text" && first.text === json;
  if (!isText) return { ...result, structuredContent };
  return {
    ...result,
    structuredContent,
    content: [{ ...first, text: wellFormedJson(JSON.stringify(structuredContent)) }],
  };
}
