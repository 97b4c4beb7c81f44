/**
 * What a prompt is: a message that people choose in their client, with blanks to fill in. A prompt
 * is a function that returns its definition, as a tool is: handlers/prompts/plan-meeting.ts.
 */
import type { InputRequiredResult, PromptMessage } from "@modelcontextprotocol/server";
import type { z } from "zod";
import type { CallContext, Completers } from "./call-context";

/** A text stands for one message of the user. */
export type PromptContent = string | readonly PromptMessage[] | InputRequiredResult;

export interface PromptDefinition<Arguments extends z.ZodObject = z.ZodObject> {
  /** Name in the protocol. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** Tells people what they get. */
  readonly description: string;
  /** Texts all of them, as the protocol has it; people read the `describe` texts. */
  readonly arguments: Arguments;
  /** Suggestions for arguments. */
  readonly complete?: Completers;
  /** What it throws is logged with its stack and answered with a text that gives nothing away. */
  readonly write: (
    args: z.output<Arguments>,
    context: CallContext,
  ) => PromptContent | Promise<PromptContent>;
}

/** A definition whatever its arguments, as a list of prompts holds it. */
export type AnyPrompt = Omit<PromptDefinition, "write"> & {
  readonly write: (
    args: Record<string, unknown>,
    context: CallContext,
  ) => PromptContent | Promise<PromptContent>;
};

/** Checks a definition's types: `write` gets arguments as `arguments` describes them. */
export function definePrompt<Arguments extends z.ZodObject>(
  definition: PromptDefinition<Arguments>,
): AnyPrompt {
  // The server calls write only with what `arguments` has parsed.
  return definition as unknown as AnyPrompt;
}
