/**
 * Route that API Gateway answers itself, at no cost of the function. The text is a JSON-RPC error.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */

export interface MockAnswer {
  readonly status: number;
  /** Shown to a person. No "$" and no "#": the text goes through a template. Without one no body. */
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * What clients are known to send. There is no wildcard: any other type is answered by the gateway
 * response UNSUPPORTED_MEDIA_TYPE. Passed through, a body that is not a mock's own JSON would be a
 * 500: https://github.com/smithy-lang/smithy/issues/2289
 */
const MEDIA_TYPES = [
  "application/json",
  "application/json-rpc",
  "application/octet-stream",
  "application/x-www-form-urlencoded",
  "application/xml",
  "multipart/form-data",
  "text/event-stream",
  "text/html",
  "text/plain",
  "text/xml",
];

export function mockRoute({ status, message, headers = {} }: MockAnswer): object {
  const names = Object.keys(headers);
  const template = JSON.stringify({ statusCode: status });
  return {
    produces: ["application/json"],
    responses: {
      [status]: {
        description: message ?? "No content",
        headers: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
      },
    },
    "x-amazon-apigateway-integration": {
      type: "mock",
      // The API declares every media type as binary; without this a mock answers 500.
      contentHandling: "CONVERT_TO_TEXT",
      passthroughBehavior: "never",
      requestTemplates: Object.fromEntries(MEDIA_TYPES.map((type) => [type, template])),
      responses: {
        default: {
          statusCode: String(status),
          ...(message !== undefined && {
            responseTemplates: {
              "application/json": `{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":${JSON.stringify(message)}}}`,
            },
          }),
          responseParameters: Object.fromEntries(
            names.map((name) => [`method.response.header.${name}`, `'${headers[name]}'`]),
          ),
        },
      },
    },
  };
}
