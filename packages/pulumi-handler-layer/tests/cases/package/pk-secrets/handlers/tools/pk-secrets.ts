import { withStub } from "../../../../stub";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const region = "eu-west-1";

export function pkSecrets(): AnyTool {
  return defineTool({
    name: "pk-secrets",
    title: "pk-secrets",
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
        () => ({ SecretString: "x" }),
        async (endpoint) => {
          const client = new SecretsManagerClient({
            region,
            endpoint,
            credentials: { accessKeyId: "a", secretAccessKey: "b" },
          });
          const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: "s" }));
          return text(SecretString ?? "none");
        },
      );
    },
  });
}
