import { withStub } from "../../../../stub";
import { Octokit } from "@octokit/rest";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkOctokit(): AnyTool {
  return defineTool({
    name: "pk-octokit",
    title: "pk-octokit",
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
        () => ({ full_name: "a/b" }),
        async (baseUrl) => {
          const { data } = await new Octokit({ baseUrl }).rest.repos.get({ owner: "a", repo: "b" });
          return text(data.full_name);
        },
      );
    },
  });
}
