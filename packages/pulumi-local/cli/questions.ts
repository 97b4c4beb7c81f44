/** Questions of a tool (elicitation), answered by what the command line gives, or by whoever sits at the terminal. */
import { createInterface } from "node:readline/promises";
import { isObject, type JsonObject } from "../page/server/call";
import { UserError } from "../user-error";
import { printable } from "./printable";

export interface Question {
  readonly message: string;
  /** Members of the answer, by name: flat, as the protocol wants them. */
  readonly properties: Readonly<Record<string, JsonObject>>;
  readonly required: readonly string[];
}

/** What is filled in; undefined to decline. */
export type AnswerQuestion = (question: Question) => Promise<JsonObject | undefined>;

/** @returns inputResponses to inputRequests. @throws UserError for what is not a question in a form. */
export async function answersTo(requests: unknown, answer: AnswerQuestion): Promise<JsonObject> {
  const responses: Record<string, unknown> = {};
  // One after the other: they share a terminal.
  for (const [key, asked] of Object.entries(isObject(requests) ? requests : {})) {
    const content = await answer(questionOf(asked));
    responses[key] = content === undefined ? { action: "decline" } : { action: "accept", content };
  }
  return responses;
}

function questionOf(asked: unknown): Question {
  const { method, params } = isObject(asked) ? asked : {};
  const { message = "", requestedSchema } = isObject(params) ? params : {};
  if (method !== "elicitation/create" || !isObject(requestedSchema)) {
    throw new UserError(
      `The tool asks for ${JSON.stringify(method)}, which this command cannot give; a client can (npm run connect).`,
    );
  }
  const { properties, required } = requestedSchema;
  const members = Object.entries(isObject(properties) ? properties : {});
  return {
    message: String(message),
    properties: Object.fromEntries(members.map(([key, each]) => [key, isObject(each) ? each : {}])),
    required: Array.isArray(required) ? required.map(String) : [],
  };
}

/**
 * Answers in the order of the questions: JSON objects, or "decline".
 *
 * @param otherwise answers what they do not; undefined where nobody is there to be asked.
 * @throws UserError for an answer that is neither.
 */
export function givenAnswers(
  texts: readonly string[],
  otherwise: AnswerQuestion | undefined,
): AnswerQuestion {
  const answers = texts.map(readAnswer);
  let next = 0;
  return async (question) => {
    if (next < answers.length) return answers[next++];
    if (otherwise !== undefined) return otherwise(question);
    const example = JSON.stringify(exampleOf(question));
    throw new UserError(
      `The tool asks: ${printable(question.message)}\nAnswer it, or decline: --answer '${example}', --answer decline`,
    );
  };
}

function readAnswer(text: string): JsonObject | undefined {
  if (text === "decline") return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Said below.
  }
  if (isObject(value)) return value;
  throw new UserError(
    `--answer is ${JSON.stringify(text)} but must be a JSON object, for example '{"confirm":true}', or decline.`,
  );
}

function exampleOf({ properties }: Question): JsonObject {
  const values: Readonly<Record<string, unknown>> = { boolean: true, number: 1, integer: 1 };
  return Object.fromEntries(
    Object.entries(properties).map(([key, { type, enum: choices }]) => [
      key,
      Array.isArray(choices) ? (choices[0] as unknown) : (values[String(type)] ?? "text"),
    ]),
  );
}

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
}

/** Asks for each member; an empty line leaves it out, and declines where it is needed. */
export function askingAt(terminal: Terminal): AnswerQuestion {
  return async ({ message, properties, required }) => {
    const lines = createInterface(terminal);
    const gone = new AbortController();
    const leave = (): void => {
      gone.abort();
    };
    // Ctrl-C and Ctrl-D: the terminal is readline's as long as it asks.
    lines.once("SIGINT", leave).once("close", leave);
    try {
      terminal.output.write(`${printable(message)}\n`);
      const content: Record<string, unknown> = {};
      for (const [key, schema] of Object.entries(properties)) {
        const text = await lines.question(`  ${printable(key)} (${hintOf(schema)}): `, gone);
        const isEmpty = text.trim() === "";
        if (isEmpty && required.includes(key)) return undefined;
        if (!isEmpty) content[key] = valueOf(text.trim(), schema);
      }
      return content;
    } catch (error) {
      throw gone.signal.aborted ? new UserError("Not answered.") : error;
    } finally {
      lines.close();
    }
  };
}

function hintOf({ type, enum: choices }: JsonObject): string {
  if (Array.isArray(choices)) return printable(choices.join(" | "));
  return type === "boolean" ? "y/n" : typeof type === "string" ? printable(type) : "text";
}

/** What a schema does not take, the tool says. */
function valueOf(text: string, { type }: JsonObject): unknown {
  if (type === "boolean") return /^(y|yes|true)$/i.test(text);
  const number = Number(text);
  return (type === "number" || type === "integer") && !Number.isNaN(number) ? number : text;
}
