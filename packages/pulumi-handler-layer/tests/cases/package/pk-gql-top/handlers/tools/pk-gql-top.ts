import { withStub } from "../../../../stub";
import { gql, request } from "graphql-request";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const QUERY = gql`
  {
    n
  }
`;

export function pkGqlTop(): AnyTool {
  return defineTool({
    name: "pk-gql-top",
    title: "pk-gql-top",
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
        async (url) => text(String((await request<{ n: number }>(url, QUERY)).n)),
      );
    },
  });
}
