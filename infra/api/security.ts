/**
 * Who may pass to a method, as the document says it: a signature, a key, or a token that the
 * authorizer takes.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-authorizer.html
 */
import type { AllSettings } from "../settings";

export interface SecurityArgs extends Pick<AllSettings, "auth" | "authCacheSeconds"> {
  /** What API Gateway invokes of the authorizer; with auth: jwt alone. */
  readonly authorizerInvokeArn: string | undefined;
}

/** The document's own part; nothing where no method names one. */
export function securityDefinitions(args: SecurityArgs): object {
  const { auth, authCacheSeconds, authorizerInvokeArn } = args;
  if (auth === "apiKey") {
    const apiKey = { type: "apiKey", name: "x-api-key", in: "header" };
    return { securityDefinitions: { apiKey } };
  }
  if (auth !== "jwt") return {};
  const jwt = {
    type: "apiKey",
    name: "Authorization",
    in: "header",
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
      type: "request",
      authorizerUri: authorizerInvokeArn,
      // Alone: with a cache a request without one of them is refused, and Mcp-Name is not always there.
      identitySource: "method.request.header.Authorization",
      authorizerResultTtlInSeconds: authCacheSeconds,
    },
  };
  return { securityDefinitions: { jwt } };
}

/** A method's part. */
export function securityOf({ auth }: Pick<SecurityArgs, "auth">): object {
  switch (auth) {
    case "none":
      return {};
    case "iam":
      return { "x-amazon-apigateway-auth": { type: "AWS_IAM" } };
    case "apiKey":
      return { security: [{ apiKey: [] }] };
    case "jwt":
      return { security: [{ jwt: [] }] };
  }
}
