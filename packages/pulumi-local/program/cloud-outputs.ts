/** Outputs that AWS adds to a resource, as far as a program or the local run reads them: ids, ARNs, URLs. */
import { createHash } from "node:crypto";
import { domainOutputs } from "./domain-outputs";

export const ACCOUNT_ID = "000000000000";

export interface Registration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly region: string;
  /** What an API's URLs start with. */
  readonly apiUrl: string;
}

/** @returns at least `id`. */
export function cloudOutputs(registration: Registration): Record<string, unknown> {
  const { type, name, inputs, region, apiUrl } = registration;
  const given = (key: string): string => {
    const value = inputs[key];
    return typeof value === "string" ? value : name;
  };
  const arn = (service: string, resource: string): string =>
    `arn:aws:${service}:${region}:${ACCOUNT_ID}:${resource}`;
  const invokeArn = (functionArn: string): string =>
    `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

  switch (type) {
    case "aws:lambda/function:Function": {
      const functionArn = arn("lambda", `function:${given("name")}`);
      return {
        id: given("name"),
        arn: functionArn,
        invokeArn: invokeArn(functionArn),
        version: "1",
        qualifiedArn: `${functionArn}:1`,
      };
    }
    case "aws:lambda/alias:Alias": {
      const aliasArn = arn("lambda", `function:${given("functionName")}:${given("name")}`);
      return { id: aliasArn, arn: aliasArn, invokeArn: invokeArn(aliasArn) };
    }
    case "aws:lambda/layerVersion:LayerVersion": {
      const layerArn = arn("lambda", `layer:${given("layerName")}`);
      return { id: `${layerArn}:1`, arn: `${layerArn}:1`, layerArn, version: "1" };
    }
    case "aws:apigateway/restApi:RestApi": {
      return { id: name, executionArn: arn("execute-api", name), rootResourceId: "root" };
    }
    case "aws:apigateway/stage:Stage": {
      const stage = given("stageName");
      return {
        id: `${given("restApi")}-${stage}`,
        arn: `arn:aws:apigateway:${region}::/restapis/${given("restApi")}/stages/${stage}`,
        invokeUrl: `${apiUrl}/${stage}`,
        executionArn: `${arn("execute-api", given("restApi"))}/${stage}`,
      };
    }
    case "aws:apigateway/apiKey:ApiKey": {
      // The same at every start, so that clients can be set up for it.
      return { id: `${name}-id`, value: inputs["value"] ?? `local-${given("name")}` };
    }
    case "aws:iam/role:Role": {
      return {
        id: given("name"),
        arn: `arn:aws:iam::${ACCOUNT_ID}:role/${given("name")}`,
        name: given("name"),
      };
    }
    case "aws:cloudwatch/logGroup:LogGroup": {
      return { id: given("name"), arn: arn("logs", `log-group:${given("name")}`) };
    }
    case "aws:cloudwatch/metricAlarm:MetricAlarm": {
      return { id: given("name"), arn: arn("cloudwatch", `alarm:${given("name")}`) };
    }
    case "aws:dynamodb/table:Table": {
      return {
        id: given("name"),
        name: given("name"),
        arn: arn("dynamodb", `table/${given("name")}`),
      };
    }
    case "aws:s3/bucket:Bucket": {
      const prefix = inputs["bucketPrefix"] === undefined ? `${name}-` : given("bucketPrefix");
      const made = inputs["bucket"] === undefined ? `${prefix}${suffixOf(name)}` : given("bucket");
      return { id: made, bucket: made, arn: `arn:aws:s3:::${made}` };
    }
    default:
      return (
        domainOutputs(registration, arn) ?? {
          id: `${name}-id`,
          arn: arn(type.split(":")[1]?.split("/")[0] ?? "aws", name),
        }
      );
  }
}

/** What AWS would make up; here the same at every start. */
function suffixOf(name: string): string {
  return createHash("sha256").update(name).digest("hex").slice(0, 8);
}
