/** A DynamoDB on this machine with the table of the fixture, over http and over https. */
import * as http from "node:http";
import * as https from "node:https";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { createTestCertificate } from "jwt-authorizer/testing";

/** Of pulumi-local. */
const dynalite = createRequire(require.resolve("pulumi-local"))("dynalite") as (
  options: object,
) => http.Server;

type Variables = Readonly<Record<string, string>>;

export interface TableServer {
  /** Of functions, whose clients find it by them. */
  readonly variables: { readonly http: Variables; readonly https: Variables };
  readonly close: () => Promise<void>;
}

/** @param trust writes a certificate into a file, and gives its path. */
export async function startTable(
  name: string,
  trust: (certificate: string) => string,
): Promise<TableServer> {
  const server = dynalite({ createTableMs: 0 });
  const port = await listen(server);
  await createTable(`http://127.0.0.1:${port}`, name);
  const certificate = createTestCertificate();
  const secure = https.createServer(certificate, (request, response) => {
    const { method, headers } = request;
    const passed = http.request({ host: "127.0.0.1", port, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  const securePort = await listen(secure);
  const common = {
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "bench",
    AWS_SECRET_ACCESS_KEY: "bench",
  };
  return {
    variables: {
      http: { ...common, AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}` },
      https: {
        ...common,
        AWS_ENDPOINT_URL_DYNAMODB: `https://127.0.0.1:${securePort}`,
        NODE_EXTRA_CA_CERTS: trust(certificate.cert),
      },
    },
    close: async () => {
      for (const each of [secure, server]) {
        each.closeAllConnections();
        await new Promise((resolve) => each.close(resolve));
      }
    },
  };
}

async function listen(server: http.Server | https.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

async function createTable(url: string, name: string): Promise<void> {
  const keys = [
    { AttributeName: "owner", AttributeType: "S", KeyType: "HASH" },
    { AttributeName: "id", AttributeType: "S", KeyType: "RANGE" },
  ];
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": "DynamoDB_20120810.CreateTable",
      "x-amz-date": "20260101T000000Z",
      authorization:
        "AWS4-HMAC-SHA256 Credential=bench/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
    },
    body: JSON.stringify({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: keys.map(({ KeyType, ...attribute }) => attribute),
      KeySchema: keys.map(({ AttributeType, ...key }) => key),
    }),
  });
  if (!response.ok) throw new Error(`the table was not made: ${await response.text()}`);
}
