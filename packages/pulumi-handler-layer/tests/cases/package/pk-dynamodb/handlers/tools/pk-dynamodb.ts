import { withStub } from "../../../../stub";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand } from "@aws-sdk/lib-dynamodb";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkDynamodb(): AnyTool {
  return defineTool({
    name: "pk-dynamodb",
    title: "pk-dynamodb",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return withStub(
        () => ({ Item: { id: { S: "a" }, n: { N: "3" } } }),
        async (endpoint) => {
          const client = DynamoDBDocumentClient.from(
            new DynamoDBClient({
              region: "eu-west-1",
              endpoint,
              credentials: { accessKeyId: "a", secretAccessKey: "b" },
            }),
          );
          const { Item } = await client.send(new GetCommand({ TableName: "t", Key: { id: "a" } }));
          return text(JSON.stringify(Item));
        },
      );
    },
  });
}
