/**
 * The line of a request: metrics in CloudWatch's embedded metric format, and why it was refused. It
 * has nothing of the token but ids of client and key.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { writeSync } from "node:fs";
import type { AuthDecision } from "./authorize";
import { AUTH_METRICS, AUTH_NAMESPACE } from "./metrics";
import { clip } from "./refusal";
import type { AuthorizerEvent } from "./request-headers";

/** Never throws. */
export type LogDecision = (event: AuthorizerEvent, decision: AuthDecision) => void;

/** @param service the function's name. */
export function createAuthorizerLog(service: string): LogDecision {
  return (event, decision) => {
    try {
      write(`${lineOf(service, event, decision)}\n`);
    } catch {
      // A request does not fail for want of a line.
    }
  };
}

function lineOf(service: string, event: AuthorizerEvent, decision: AuthDecision): string {
  const isAllowed = decision.outcome === "allowed";
  const { kid, clientId } = "token" in decision ? decision.token : decision;
  const metric = isAllowed ? AUTH_METRICS.allowed : AUTH_METRICS.refused;
  const line = {
    message: decision.outcome,
    // That of API Gateway, which the body of its answer has, too.
    requestId: event.requestContext?.requestId,
    ...(!isAllowed && { reason: decision.reason, detail: decision.detail }),
    ...(clientId !== undefined && { clientId: clip(clientId) }),
    ...(kid !== undefined && { kid: clip(kid) }),
    service,
    [metric.name]: 1,
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: AUTH_NAMESPACE,
          Dimensions: isAllowed ? BY_SERVICE : BY_REASON,
          Metrics: [{ Name: metric.name, Unit: metric.unit }],
        },
      ],
    },
  };
  return JSON.stringify(line).replace(OBEYED, escaped);
}

/** The issuer gives no newer keys, and those of before are gone on with. Never throws. */
export function logKeysKept(detail: string): void {
  const service = process.env["AWS_LAMBDA_FUNCTION_NAME"];
  const line = { message: "old keys kept", reason: "keys", detail: clip(detail, 500), service };
  try {
    write(`${JSON.stringify(line).replace(OBEYED, escaped)}\n`);
  } catch {
    // As above.
  }
}

const BY_SERVICE = [["service"]];
const BY_REASON = [["service"], ["service", "reason"]];

/** What some readers end a line at, or obey. */
const OBEYED = /[\u007f-\u009f\u2028\u2029]/g;

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** Directly: `console` would wrap the line once more under Lambda's JSON format. */
function write(line: string): void {
  try {
    writeSync(1, line);
  } catch {
    // A pipe that is full; the stream knows how to wait.
    process.stdout.write(line);
  }
}
