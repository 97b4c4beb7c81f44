/** The streamed data path around the server that the conformance suite asks for. */
import type { APIGatewayProxyEvent } from "aws-lambda";
import { createStreamingHandler } from "../../../handlers/stream";
import type { StreamingHandler } from "mcp-lambda";
import { suiteServer } from "../suite-server";

export function createHandler(): StreamingHandler<APIGatewayProxyEvent> {
  return createStreamingHandler(suiteServer());
}
