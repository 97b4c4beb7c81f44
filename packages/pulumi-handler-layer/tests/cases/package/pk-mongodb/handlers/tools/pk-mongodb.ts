import { MongoClient, ObjectId } from "mongodb";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkMongodb(): AnyTool {
  const client = new MongoClient("mongodb://127.0.0.1:9", { serverSelectionTimeoutMS: 300 });
  return defineTool({
    name: "pk-mongodb",
    title: "pk-mongodb",
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
        await client.db("d").collection("c").findOne({ _id: new ObjectId() });
        return text("up");
      } catch (error) {
        return text((error as Error).name);
      }
    },
  });
}
