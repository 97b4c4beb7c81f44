/** Asynchronous invocation of a Lambda function: it runs by itself, and nobody waits for it. */
import { awsRequest } from "./aws-request";

/**
 * @param functionArn with the qualifier of a version or an alias.
 * @param payload at most 1 MB as JSON.
 * @throws Error when Lambda has not taken it.
 */
export async function invokeAsync(functionArn: string, payload: object): Promise<void> {
  const { status, body } = await awsRequest({
    service: "lambda",
    path: `/2015-03-31/functions/${encodeURIComponent(functionArn)}/invocations`,
    headers: { "content-type": "application/json", "x-amz-invocation-type": "Event" },
    body: JSON.stringify(payload),
  });
  if (status !== 202) throw new Error(`Lambda answered with ${status}: ${body.slice(0, 300)}`);
}
