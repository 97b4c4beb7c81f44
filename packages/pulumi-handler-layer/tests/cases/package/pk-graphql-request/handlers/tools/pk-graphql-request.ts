import { withStub } from "../../../../stub";
import { gql, GraphQLClient } from "graphql-request";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkGraphqlRequest(): AnyTool {
  return defineTool({
    name: "pk-graphql-request",
    title: "pk-graphql-request",
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
        () => ({ data: { n: 4 } }),
        async (url) => {
          const { n } = await new GraphQLClient(url).request<{ n: number }>(gql`
            {
              n
            }
          `);
          return text(String(n));
        },
      );
    },
  });
}
