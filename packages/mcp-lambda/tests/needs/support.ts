/** A DynamoDB on this machine, with the tables that a test names. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { createRequire } from "node:module";
import { dynamoDb } from "../../aws/dynamo-db";

/** Of pulumi-local, which serves tables with it. */
const dynalite = createRequire(require.resolve("pulumi-local"))("dynalite") as (options: {
  readonly createTableMs: number;
}) => http.Server;

const VARIABLES = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
};

/** @returns what ends it, and puts the environment back as it was. */
export async function startDynamoDb(): Promise<() => Promise<void>> {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const restore = setVariables({
    ...VARIABLES,
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
  });
  return async () => {
    restore();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}

export function setVariables(variables: Readonly<Record<string, string>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return () => {
    for (const [name, value] of before) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
}

export interface TableKeys {
  readonly key: readonly [string, "S" | "N"];
  readonly sort?: readonly [string, "S" | "N"];
}

export async function createTable(name: string, { key, sort }: TableKeys): Promise<void> {
  const attributes = [key, ...(sort === undefined ? [] : [sort])];
  await dynamoDb("CreateTable", {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: attributes.map(([AttributeName, AttributeType]) => ({
      AttributeName,
      AttributeType,
    })),
    KeySchema: attributes.map(([AttributeName], index) => ({
      AttributeName,
      KeyType: index === 0 ? "HASH" : "RANGE",
    })),
  });
  for (let status = ""; status !== "ACTIVE";) {
    const { Table } = await dynamoDb<{ readonly Table: { readonly TableStatus: string } }>(
      "DescribeTable",
      { TableName: name },
    );
    status = Table.TableStatus;
  }
}

/**
 * Runs work while the first answer to an operation is lost: it is done, and its connection is cut.
 *
 * @param operation of DynamoDB
 */
export async function losingAnswers<Result>(
  operation: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const { hostname, port } = new URL(process.env["AWS_ENDPOINT_URL_DYNAMODB"] ?? "");
  let isLost = false;
  const proxy = http.createServer((request, response) => {
    const { method, headers } = request;
    const passed = http.request({ hostname, port, method, headers }, (answer) => {
      const isFirst = !isLost && String(headers["x-amz-target"]).endsWith(`.${operation}`);
      isLost ||= isFirst;
      if (isFirst) answer.resume().on("end", () => request.socket.destroy());
      else answer.pipe(response.writeHead(answer.statusCode ?? 500, answer.headers));
    });
    request.pipe(passed);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const own = (proxy.address() as AddressInfo).port;
  const restore = setVariables({ AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${own}` });
  try {
    return await work();
  } finally {
    restore();
    proxy.closeAllConnections();
    proxy.close();
  }
}
