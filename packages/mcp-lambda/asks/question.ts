/** Questions of a tool: what a client is sent (elicitation in a form), and what comes back. */
import { hash } from "node:crypto";
import { inputRequired, inputResponse } from "@modelcontextprotocol/server";
import * as z from "zod";
import type { Json } from "../store/record-store";

/** What a question was, and its answer: null when it was declined or cancelled, none before it came. */
export interface Asked {
  readonly digest: string;
  readonly answer?: Json;
}

export type Elicitation = ReturnType<typeof inputRequired.elicit>;

export interface Question {
  readonly digest: string;
  readonly message: string;
  readonly elicitation: Elicitation;
}

/** Not an empty form, which some clients accept without a person. */
export const CONFIRMATION = z.object({ confirm: z.boolean().describe("Yes") });

/** @throws TypeError when a form cannot have such a schema. */
export function toQuestion(requestedSchema: z.ZodObject, message: string): Question {
  const elicitation = inputRequired.elicit({ message, requestedSchema });
  return { digest: digestOf(elicitation.params), message, elicitation };
}

/** The question with what was wrong with its last answer. */
export function asAgain({ message, elicitation }: Question, issues: string): Elicitation {
  const again = `${message}\n\nThe last answer could not be taken: ${issues}`;
  return { ...elicitation, params: { ...elicitation.params, message: again } } as Elicitation;
}

/** What a client has answered under a key; undefined for nothing, or what answers no question. */
export function answerIn(responses: unknown, key: string): Json | undefined {
  const response = inputResponse(responses as Parameters<typeof inputResponse>[0], key);
  if (response.kind !== "elicit") return undefined;
  return response.action === "accept" ? ((response.content ?? {}) as Json) : null;
}

/** Tells JSON values apart, whatever the order of their members; not undefined. */
export function digestOf(value: unknown): string {
  return hash("sha256", JSON.stringify(sorted(value)), "base64url").slice(0, 22);
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return { members: members.map(([name, member]) => [name, sorted(member)]) };
}
