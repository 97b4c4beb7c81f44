/**
 * Operation that API Gateway answers itself, at no cost of the function: a JSON-RPC error, or JSON.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */

export interface MockAnswer {
  readonly status: number;
  /** Of a JSON-RPC error, shown to a person. No "$" and no "#": the text goes through a template. */
  readonly message?: string;
  /** The body where there is no message, under the same rule; without either there is none. */
  readonly json?: object;
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

export function mockOperation({ status, message, json, headers = {} }: MockAnswer): object {
  const names = Object.keys(headers);
  const template = JSON.stringify({ statusCode: status });
  const body = message === undefined ? json && JSON.stringify(json) : errorBody(message);
  return {
    produces: ["application/json"],
    responses: {
      [status]: {
        description: message ?? (json === undefined ? "No content" : "OK"),
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
          ...(body !== undefined && { responseTemplates: { "application/json": body } }),
          responseParameters: Object.fromEntries(
            names.map((name) => [`method.response.header.${name}`, `'${headers[name]}'`]),
          ),
        },
      },
    },
  };
}

function errorBody(message: string): string {
  return JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32000, message } });
}
