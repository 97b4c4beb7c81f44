import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const client = new SecretsManagerClient({});

export function pkAwsClientTop(): AnyTool {
  return defineTool({
    name: "pk-aws-client-top",
    title: "pk-aws-client-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      try {
        await client.send(new GetSecretValueCommand({ SecretId: "s" }));
        return text("up");
      } catch {
        return text("down");
      }
    },
  });
}
