import { withStub } from "../../../../stub";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkS3Bundled(): AnyTool {
  return defineTool({
    name: "pk-s3-bundled",
    title: "pk-s3-bundled",
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
        () => "body",
        async (endpoint) => {
          const s3 = new S3Client({
            region: "eu-west-1",
            endpoint,
            forcePathStyle: true,
            credentials: { accessKeyId: "a", secretAccessKey: "b" },
          });
          const { Body } = await s3.send(new GetObjectCommand({ Bucket: "b", Key: "k" }));
          return text((await Body?.transformToString()) ?? "none");
        },
      );
    },
  });
}
