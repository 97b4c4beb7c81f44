/** Integration of the function, buffered and streamed. */
import { expect } from "chai";
import { functionIntegration } from "../../infra/api/function-integration";

const INVOKE_ARN =
  "arn:aws-cn:apigateway:cn-north-1:lambda:path/2015-03-31/functions/arn:aws-cn:lambda:cn-north-1:123456789012:function:mcp-server-dev:live/invocations";

describe("functionIntegration", () => {
  it("waits 29 s for a whole response", () => {
    const args = { streaming: false, timeoutSeconds: 28, functionInvokeArn: INVOKE_ARN };

    expect(functionIntegration(args)).to.deep.equal({
      type: "aws_proxy",
      httpMethod: "POST",
      uri: INVOKE_ARN,
      passthroughBehavior: "when_no_match",
      timeoutInMillis: 29_000,
    });
  });

  for (const [timeoutSeconds, timeoutInMillis] of [
    [3, 29_000],
    [60, 70_000],
    [900, 900_000],
  ] as const) {
    it(`waits ${timeoutInMillis} ms for the stream of a function that has ${timeoutSeconds} s`, () => {
      const args = { streaming: true, timeoutSeconds, functionInvokeArn: INVOKE_ARN };

      expect(functionIntegration(args)).to.deep.equal({
        type: "aws_proxy",
        httpMethod: "POST",
        uri: "arn:aws-cn:apigateway:cn-north-1:lambda:path/2021-11-15/functions/arn:aws-cn:lambda:cn-north-1:123456789012:function:mcp-server-dev:live/response-streaming-invocations",
        passthroughBehavior: "when_no_match",
        responseTransferMode: "STREAM",
        timeoutInMillis,
      });
    });
  }
});
