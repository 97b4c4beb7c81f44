/** Requests to a handler itself, without Lambda or HTTP. */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { type EventParts, gatewayEvent, lambdaContext } from "./event";
import { createOutputCheck } from "./output-check";
import { divertOutput } from "./output";
import { readStrictly } from "./strict-reader";

export interface HandlerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly json: { result?: Record<string, unknown>; error?: { code: number; message: string } };
}

/** @throws Error when a strict client could not read the answer, or a result is not as listed. */
export type Ask = (
  body: unknown,
  parts?: EventParts & { remainingMs?: number },
) => Promise<HandlerAnswer>;

/** Asks a handler as API Gateway does. */
export function asking(
  handler: (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>,
): Ask {
  // Who asked last also lists.
  let who: Pick<EventParts, "caller" | "requestContext"> = {};
  const checkOutput = createOutputCheck(async (request) => {
    const restore = divertOutput(() => undefined);
    try {
      const event = gatewayEvent({ ...who, body: JSON.stringify(request) });
      return JSON.parse((await handler(event, lambdaContext())).body) as unknown;
    } finally {
      restore();
    }
  });
  return async (body, { remainingMs, ...parts } = {}) => {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const { caller, requestContext } = parts;
    who = { ...(caller && { caller }), ...(requestContext && { requestContext }) };
    const result = await handler(
      gatewayEvent({ body: text, ...parts }),
      lambdaContext(remainingMs),
    );
    const read = readStrictly(result.body);
    if (result.body.includes('"structuredContent"')) await checkOutput(JSON.parse(text), read);
    const json = (result.body.startsWith("{") ? read : {}) as HandlerAnswer["json"];
    return { status: result.statusCode, headers: result.headers ?? {}, body: result.body, json };
  };
}
