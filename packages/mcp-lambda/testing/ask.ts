/** Requests to a handler itself, without Lambda or HTTP. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { type EventParts, gatewayEvent, lambdaContext } from "./event";

export interface HandlerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly json: { result?: Record<string, unknown>; error?: { code: number; message: string } };
}

export type Ask = (
  body: unknown,
  parts?: EventParts & { remainingMs?: number },
) => Promise<HandlerAnswer>;

/** Asks a handler as API Gateway does. */
export function asking(
  handler: (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>,
): Ask {
  return async (body, { remainingMs, ...parts } = {}) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const result = await handler(
      gatewayEvent({ body: text, ...parts }),
      lambdaContext(remainingMs),
    );
    const json = (
      result.body.startsWith("{") ? JSON.parse(result.body) : {}
    ) as HandlerAnswer["json"];
    return { status: result.statusCode, headers: result.headers ?? {}, body: result.body, json };
  };
}
