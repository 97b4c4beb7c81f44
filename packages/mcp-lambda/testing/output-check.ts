/**
 * Output check: whether results have the structuredContent that tools/list promises, found out by what
 * the official clients use (Ajv for JSON Schema 2020-12).
 */
import { AjvJsonSchemaValidator } from "@modelcontextprotocol/server/validators/ajv";

type Validator = ReturnType<AjvJsonSchemaValidator["getValidator"]>;

interface Listed {
  readonly name: string;
  readonly outputSchema?: object;
}

interface Page {
  readonly tools: readonly Listed[];
  readonly nextCursor?: string;
}

/** Lists a page of the server's tools. */
export type ListTools = (request: object) => Promise<unknown>;

/** @throws Error when a result is not as the list says. */
export type OutputCheck = (sent: unknown, answered: unknown) => Promise<void>;

interface Message {
  readonly id?: unknown;
  readonly method?: string;
  readonly params?: { readonly name?: string };
  readonly result?: { readonly structuredContent?: unknown; readonly isError?: boolean };
}

/** The list is asked for once, when a first result has structuredContent. */
export function createOutputCheck(list: ListTools): OutputCheck {
  let schemas: Promise<ReadonlyMap<string, Validator>> | undefined;
  return async (sent, answered) => {
    for (const { id, result } of messagesOf(answered)) {
      if (result?.structuredContent === undefined) continue;
      const called = messagesOf(sent).find((message) => message.id === id)?.params?.name ?? "";
      schemas ??= readSchemas(list);
      const outcome = (await schemas).get(called)?.(result.structuredContent);
      if (outcome === undefined || outcome.valid) continue;
      throw new Error(`${called}: structuredContent is not as listed: ${outcome.errorMessage}`);
    }
  };
}

function messagesOf(body: unknown): readonly Message[] {
  return (Array.isArray(body) ? body : [body ?? {}]) as readonly Message[];
}

async function readSchemas(list: ListTools): Promise<ReadonlyMap<string, Validator>> {
  const ajv = new AjvJsonSchemaValidator();
  const validators = new Map<string, Validator>();
  let cursor: string | undefined;
  do {
    const params = cursor === undefined ? {} : { cursor };
    const request = { jsonrpc: "2.0", id: "listed", method: "tools/list", params };
    const { result } = (await list(request)) as { readonly result: Page };
    for (const { name, outputSchema } of result.tools) {
      if (outputSchema !== undefined) validators.set(name, ajv.getValidator(outputSchema));
    }
    cursor = result.nextCursor;
  } while (cursor !== undefined);
  return validators;
}
