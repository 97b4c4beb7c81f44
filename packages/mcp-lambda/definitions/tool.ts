/** Tool definitions: the types a tool author writes against and the results a tool may return. */
import type {
  CallToolResult,
  Icon,
  InputRequiredResult,
  ToolAnnotations,
} from "@modelcontextprotocol/server";
import type * as z from "zod";
import type { Clients, Needs, NoNeeds } from "../needs/need";
import { withClients } from "../needs/with-clients";
import { wellFormedJson } from "../protocol/well-formed";
import type { CallContext } from "./call-context";
import { codeMember, type FailureOptions } from "./failure-code";
import type { ToolUi } from "./tool-ui";

/**
 * What a tool returns: a result, or, to 2026-07-28 clients, what it needs to know first
 * (`inputRequired` of the SDK).
 */
export type ToolResult = CallToolResult | InputRequiredResult;

/** Work that takes longer than a response may. */
export interface Background<Input = Record<string, unknown>, Context = CallContext> {
  /** When it is given up, at most 14. */
  readonly minutes: number;
  /**
   * For clients that know no tasks: "inline" runs it in the request, which ends at the function's
   * timeout; "handle" gives them an id for the tools task-status and task-cancel; "refuse" says what
   * client it takes.
   */
  readonly otherwise: "inline" | "handle" | "refuse";
  /**
   * Runs in the request, before there is a task: a result of it is the answer, and nothing goes on in
   * the background; undefined begins the task. It may ask, where the tool has `asks: true`.
   */
  readonly first?: (
    input: Input,
    context: Context,
  ) => ToolResult | undefined | Promise<ToolResult | undefined>;
}

export interface ToolDefinition<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodObject = z.ZodObject,
  Needed extends Needs = Needs,
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
  /**
   * What it uses of AWS beside its code, by the names under which `run` gets clients:
   * `{ notes: table(...), apiKey: secret() }`. The program makes it, and grants what is named.
   */
  readonly needs?: Needed;
  /** It asks its caller: `confirm`, `ask` and `once` of the context. */
  readonly asks?: true;
  /** It runs as a task, behind the response, for as long as it says. */
  readonly background?: Background<z.output<Input>, CallContext & Clients<Needed>>;
  /** Shown by clients beside its name: https or data URLs. */
  readonly icons?: readonly Icon[];
  /** For clients that know it; keys as https://modelcontextprotocol.io/specification/2026-07-28/basic#meta says. */
  readonly _meta?: Readonly<Record<string, unknown>>;
  /** A page that shows its result in clients that can (MCP Apps). */
  readonly ui?: ToolUi;
  /** All four hints, since a client assumes the worst of one left out (destructive, open world). */
  readonly annotations: Required<Omit<ToolAnnotations, "title">>;
  /**
   * Does the work. What it throws is logged with its stack, and the caller gets a text that gives
   * nothing away: return `failure(...)` for what the caller should know.
   */
  readonly run: (
    input: z.output<Input>,
    context: CallContext & Clients<Needed>,
  ) => ToolResult | Promise<ToolResult>;
}

/** A definition whatever its schemas, as a list of tools holds it. */
export type AnyTool = Omit<ToolDefinition, "run" | "background"> & {
  readonly background?: Background;
  readonly run: (
    input: Record<string, unknown>,
    context: CallContext,
  ) => ToolResult | Promise<ToolResult>;
};

/** Checks a definition's types: `run` gets arguments as `inputSchema` describes them. */
export function defineTool<
  Input extends z.ZodObject,
  Output extends z.ZodObject,
  Needed extends Needs = NoNeeds,
>(definition: ToolDefinition<Input, Output, Needed>): AnyTool {
  // The package calls functions only with what inputSchema has parsed, and clients are added here.
  const { needs, run, background } = definition as unknown as AnyTool;
  const first = background?.first;
  return {
    ...(definition as unknown as AnyTool),
    run: withClients(needs, run),
    ...(first && { background: { ...background, first: withClients(needs, first) } }),
  };
}

/** A result that is one text. */
export function text(content: string): CallToolResult {
  return { content: [{ type: "text", text: content }] };
}

/** A result for programs (`structuredContent`, as outputSchema says) and, as JSON text, for models. */
export function structured(content: Record<string, unknown>): CallToolResult {
  return { ...text(wellFormedJson(JSON.stringify(content))), structuredContent: content };
}

/**
 * A failed call. The text is all a model has to work with: say what was wrong and what to try. The code
 * is for whoever reads the log: `failure("Sold out: try another.", { code: "out-of-stock" })`.
 */
export function failure<const Code extends string = never>(
  advice: string,
  { code }: FailureOptions<Code> = {},
): CallToolResult {
  return { ...text(advice), isError: true, ...codeMember(code) };
}
