/** Prompt definitions: a prompt is a message that people choose in their client, with blanks to fill in. */
import type { InputRequiredResult, PromptMessage } from "@modelcontextprotocol/server";
import type * as z from "zod";
import type { Clients, Needs, NoNeeds } from "../needs/need";
import { withClients } from "../needs/with-clients";
import type { CallContext, Completers } from "./call-context";
import type { Decoration } from "./decoration";

/** A text stands for one message of the user. */
export type PromptContent = string | readonly PromptMessage[] | InputRequiredResult;

export interface PromptDefinition<
  Arguments extends z.ZodObject = z.ZodObject,
  Needed extends Needs = Needs,
> extends Decoration {
  /** Name in the protocol: letters, digits, "_", "-", "."; at most 128 characters. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** Tells people what they get. */
  readonly description: string;
  /** Texts all of them, or made of texts (z.coerce); people read the `describe` texts. */
  readonly arguments: Arguments;
  /** Suggestions for arguments. */
  readonly complete?: Completers;
  /** What it uses of AWS, as tools say it. */
  readonly needs?: Needed;
  /** What it throws is logged with its stack; the caller gets a text that gives nothing away. */
  readonly write: (
    args: z.output<Arguments>,
    context: CallContext & Clients<Needed>,
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
export function definePrompt<Arguments extends z.ZodObject, Needed extends Needs = NoNeeds>(
  definition: PromptDefinition<Arguments, Needed>,
): AnyPrompt {
  const { needs, write } = definition;
  // The package calls write only with what `arguments` has parsed, and clients are added here.
  return { ...definition, write: withClients(needs, write as AnyPrompt["write"]) };
}
