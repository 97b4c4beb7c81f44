/** Tool definitions: the types a tool author writes against and the results a tool may return. */
import type {
  CallToolResult,
  InputRequiredResult,
  ToolAnnotations,
} from "@modelcontextprotocol/server";
import type * as z from "zod";
import { wellFormedJson } from "../protocol/well-formed";
import type { CallContext } from "./call-context";

/**
 * What a tool returns: a result, or, to 2026-07-28 clients, what it needs to know first
 * (`inputRequired` of the SDK).
 */
export type ToolResult = CallToolResult | InputRequiredResult;

export interface ToolDefinition<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
> {
  /** Name in the protocol: letters, digits, "_", "-", "."; at most 128 characters; not "unknown". */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** Tells a model when to use the tool and what it gives back. */
  readonly description: string;
  /**
   * Arguments; a model reads the `describe` texts. Checked before `run` is called. What JSON Schema
   * cannot express (z.date(), z.map() and the like) is refused where the definition is checked.
   */
  readonly inputSchema: Input;
  /** Shape of `structuredContent`; checked before the result is sent. */
  readonly outputSchema?: Output;
  /**
   * Scopes that a caller's token must carry, all of them: ["orders:write"]. A call without them fails,
   * and says which. Only with `auth: jwt`.
   */
  readonly scopes?: readonly string[];
  /** All four hints, since a client assumes the worst of one left out (destructive, open world). */
  readonly annotations: Required<Omit<ToolAnnotations, "title">>;
  /**
   * Does the work. What it throws is logged with its stack, and the caller gets a text that gives
   * nothing away: return `failure(...)` for what the caller should know.
   */
  readonly run: (input: z.output<Input>, context: CallContext) => ToolResult | Promise<ToolResult>;
}

/** A definition whatever its schemas, as a list of tools holds it. */
export type AnyTool = Omit<ToolDefinition, "run"> & {
  readonly run: (
    input: Record<string, unknown>,
    context: CallContext,
  ) => ToolResult | Promise<ToolResult>;
};

/** Checks a definition's types: `run` gets arguments as `inputSchema` describes them. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: ToolDefinition<Input, Output>,
): AnyTool {
  // The package calls run only with what inputSchema has parsed.
  return definition as unknown as AnyTool;
}

/** A result that is one text. */
export function text(content: string): CallToolResult {
  return { content: [{ type: "text", text: content }] };
}

/** A result for programs (`structuredContent`, as outputSchema says) and, as JSON text, for models. */
export function structured(content: Record<string, unknown>): CallToolResult {
  return { ...text(wellFormedJson(JSON.stringify(content))), structuredContent: content };
}

/** A failed call. The text is all a model has to work with: say what was wrong and what to try. */
export function failure(advice: string): CallToolResult {
  return { ...text(advice), isError: true };
}
