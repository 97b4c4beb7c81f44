/** A DynamoDB on this machine with the table of the fixture, over http and over https. */
import { once } from "node:events";
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
  const certificate = createTestCertificate();
  const plain = dynalite({ createTableMs: 0 });
  const secure = dynalite({
    createTableMs: 0,
    ssl: true,
    ...certificate,
    ca: certificate.cert,
  });
  const port = await listen(plain);
  const securePort = await listen(secure);
  await createTable(http.request({ host: "127.0.0.1", port, ...CREATION }), name);
  const ca = certificate.cert;
  await createTable(https.request({ host: "127.0.0.1", port: securePort, ca, ...CREATION }), name);
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
      for (const each of [secure, plain]) {
        each.closeAllConnections();
        await new Promise((resolve) => each.close(resolve));
      }
    },
  };
}

async function listen(server: http.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

const CREATION = {
  method: "POST",
  headers: {
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": "DynamoDB_20120810.CreateTable",
    "x-amz-date": "20260101T000000Z",
    authorization:
      "AWS4-HMAC-SHA256 Credential=bench/20260101/eu-west-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
  },
};

async function createTable(request: http.ClientRequest, name: string): Promise<void> {
  const keys = [
    { AttributeName: "owner", AttributeType: "S", KeyType: "HASH" },
    { AttributeName: "id", AttributeType: "S", KeyType: "RANGE" },
  ];
  request.end(
    JSON.stringify({
      TableName: name,
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: keys.map(({ KeyType, ...attribute }) => attribute),
      KeySchema: keys.map(({ AttributeType, ...key }) => key),
    }),
  );
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  response.resume();
  if (response.statusCode !== 200) throw new Error("the table was not made");
}
