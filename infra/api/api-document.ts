/**
 * The REST API as a Swagger 2.0 document: routes, what API Gateway answers itself, and who may pass.
 * A function of settings and ARNs alone; awsx deploys it whenever it changes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions.html
 */
import type { AllSettings } from "../settings";
import { gatewayResponses, type GatewayResponsesArgs } from "./gateway-responses";
import { paths, type PathsArgs } from "./paths";
import { sourceIpPolicy } from "./resource-policy";
import { securityDefinitions, type SecurityArgs } from "./security";

export type ApiDocumentArgs = GatewayResponsesArgs &
  PathsArgs &
  SecurityArgs &
  Pick<AllSettings, "domainName">;

export function apiDocument(args: ApiDocumentArgs): object {
  const policy = sourceIpPolicy({ ...args, cidrs: args.allowedCidrs });
  return {
    swagger: "2.0",
    info: { title: "MCPApi", version: "1.0" },
    paths: paths(args),
    // Bodies reach the function in base64, whatever their media type: not a byte is changed.
    "x-amazon-apigateway-binary-media-types": ["*/*"],
    "x-amazon-apigateway-gateway-responses": gatewayResponses(args),
    "x-amazon-apigateway-api-key-source": "HEADER",
    ...securityDefinitions(args),
    // AWS closes and opens that endpoint with the next deployment, which this makes.
    ...(args.domainName !== undefined && {
      "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint: true },
    }),
    ...(policy !== undefined && { "x-amazon-apigateway-policy": policy }),
  };
}
