/**
 * A handler as a program composes it, with options in place of environment variables, and without
 * what concerns the entire process (warm-up, unhandled rejections): many of them live in one.
 */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import {
  createCallerReader,
  createCors,
  createDispatch,
  createGuard,
  createRequestTelemetry,
  readEvent,
  type ServerDefinition,
  toResult,
} from "../../index";
import { type Ask, asking } from "../../testing/ask";
import type { TaskOptions } from "../../tasks/task-rules";
import { fixtureServer } from "./fixture-server";

export interface HandlerOptions {
  readonly service?: string;
  readonly allowedOrigins?: readonly string[];
  readonly maxBodyBytes?: number;
  readonly logLevel?: string;
  readonly logPayloads?: boolean;
  readonly maxBatch?: number;
  readonly stateKey?: string;
  readonly auth?: string;
  readonly apiKeyNames?: string;
  readonly unauthorizedMessage?: string;
  readonly logCallers?: boolean;
  readonly tasks?: TaskOptions;
}

export type TestHandler = (
  event: APIGatewayProxyEvent,
  context: Context,
) => Promise<APIGatewayProxyResult>;

export function createHandler(
  definition: ServerDefinition = fixtureServer(),
  options: HandlerOptions = {},
): TestHandler {
  const { service = "test-function", allowedOrigins = [], maxBodyBytes = 1_048_576 } = options;
  const { logLevel, logPayloads = false, logCallers = false } = options;
  const { auth, apiKeyNames, unauthorizedMessage } = options;
  const readCaller = createCallerReader({ auth, apiKeyNames, unauthorizedMessage });
  const cors = createCors(allowedOrigins);
  const guard = createGuard({ cors, maxBodyBytes });
  const dispatch = createDispatch(definition, options);
  const telemetry = createRequestTelemetry({ service, logLevel, logPayloads, logCallers });

  return async (event, context) => {
    const request = readEvent(event, readCaller);
    const span = telemetry.startSpan(request, context.awsRequestId);
    const response = guard(request) ?? (await span.run(() => dispatch(request, context, span)));
    span.end(response);
    return toResult(cors.expose(request, response));
  };
}

/** Asks a new handler of a server. */
export function askingServer(definition?: ServerDefinition, options?: HandlerOptions): Ask {
  return asking(createHandler(definition, options));
}
