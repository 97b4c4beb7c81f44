/**
 * Integration of the function: its response as a whole, or, with streaming, as it is made.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
 */
import type { AllSettings } from "../settings";

export interface IntegrationArgs extends Pick<AllSettings, "streaming" | "timeoutSeconds"> {
  /** What API Gateway invokes of the function. */
  readonly functionInvokeArn: string;
}

/** API Gateway's own limit, and that of a stream. */
const BUFFERED_MS = 29_000;
const STREAMED_MS = 900_000;
/** On top of the function's timeout: Lambda gives 10 s to load it. */
const COLD_START_MS = 10_000;

export function functionIntegration(args: IntegrationArgs): object {
  const { streaming, timeoutSeconds, functionInvokeArn } = args;
  const withColdStart = timeoutSeconds * 1_000 + COLD_START_MS;
  return {
    type: "aws_proxy",
    httpMethod: "POST",
    uri: streaming ? streamingUri(functionInvokeArn) : functionInvokeArn,
    passthroughBehavior: "when_no_match",
    ...(streaming && { responseTransferMode: "STREAM" }),
    timeoutInMillis: streaming
      ? Math.min(Math.max(withColdStart, BUFFERED_MS), STREAMED_MS)
      : BUFFERED_MS,
  };
}

/** The provider gives it for functions, and not for aliases: of another version of Lambda's API. */
function streamingUri(invokeArn: string): string {
  return invokeArn
    .replace("/2015-03-31/", "/2021-11-15/")
    .replace(/\/invocations$/, "/response-streaming-invocations");
}
