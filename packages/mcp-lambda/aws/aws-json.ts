/** Operations of AWS services that speak JSON: DynamoDB, Systems Manager, Secrets Manager. */
import { awsRequest } from "./aws-request";

export interface JsonService {
  readonly service: string;
  /** Before the operation, in X-Amz-Target: "DynamoDB_20120810". */
  readonly target: string;
  readonly version: "1.0" | "1.1";
}

/** What the service has refused. */
export class AwsFailure extends Error {
  constructor(
    /** "ConditionalCheckFailedException". */
    readonly code: string,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}

/** @throws AwsFailure; Error when the service is not reached. */
export async function awsJson<Output>(
  { service, target, version }: JsonService,
  operation: string,
  input: object,
): Promise<Output> {
  const { status, body } = await awsRequest({
    service,
    headers: {
      "content-type": `application/x-amz-json-${version}`,
      "x-amz-target": `${target}.${operation}`,
    },
    body: JSON.stringify(input),
  });
  if (status === 200) return JSON.parse(body) as Output;
  throw failureOf(body, `${service} answered ${operation} with status ${status}`);
}

interface ErrorBody {
  readonly __type?: string;
  readonly message?: string;
  readonly Message?: string;
}

/** @param otherwise says what was wrong where the body does not. */
function failureOf(body: string, otherwise: string): AwsFailure {
  try {
    const { __type: type, message, Message } = JSON.parse(body) as ErrorBody;
    const code = (type ?? "UnknownError").replace(/^.*#/, "");
    return new AwsFailure(code, message ?? Message ?? otherwise);
  } catch {
    return new AwsFailure("UnknownError", otherwise);
  }
}
