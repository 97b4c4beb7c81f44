/** Asks the handler itself, without Lambda or HTTP. */
import { createHandler } from "../../handlers/mcp";
import { type EventParts, gatewayEvent, lambdaContext } from "./event";

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly json: { result?: Record<string, unknown>; error?: { code: number; message: string } };
}

export type Ask = (body: unknown, parts?: EventParts & { remainingMs?: number }) => Promise<Answer>;

/** Asks a handler as API Gateway does; default: this server's. */
export function asking(handler = createHandler()): Ask {
  return async (body, { remainingMs, ...parts } = {}) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const result = await handler(
      gatewayEvent({ body: text, ...parts }),
      lambdaContext(remainingMs),
    );
    const json = (result.body.startsWith("{") ? JSON.parse(result.body) : {}) as Answer["json"];
    return { status: result.statusCode, headers: result.headers ?? {}, body: result.body, json };
  };
}
