/** What a line of the access log has, field by field, and where API Gateway has it from. */
import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { accessLogs } from "../../infra/api/access-logs";
import { known, MockedResources } from "../support/mocked-resources";

const ARN = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/apigateway/shop-dev";

describe("access logs", () => {
  it("have each field from the context's variable of its meaning, and are kept as set", async () => {
    const mocked = new MockedResources({ "aws:cloudwatch/logGroup:LogGroup": { arn: ARN } });
    await mocked.start();

    const settings = accessLogs("api", { name: "shop-dev", logRetentionDays: 7 }, mocked.opts);

    expect(await known(pulumi.output(settings.destinationArn))).to.equal(ARN);
    expect(await mocked.inputsOf("aws:cloudwatch/logGroup:LogGroup")).to.deep.equal({
      "api-access-logs": { name: "/aws/apigateway/shop-dev", retentionInDays: 7 },
    });
    expect(JSON.parse(await known(pulumi.output(settings.format)))).to.deep.equal({
      requestId: "$context.requestId",
      time: "$context.requestTimeEpoch",
      ip: "$context.identity.sourceIp",
      caller: "$context.identity.userArn",
      userAgent: "$context.identity.userAgent",
      method: "$context.httpMethod",
      path: "$context.path",
      status: "$context.status",
      error: "$context.error.responseType",
      integrationStatus: "$context.integration.status",
      latencyMs: "$context.responseLatency",
      responseBytes: "$context.responseLength",
    });
  });
});
