import { Transform, type TransformCallback } from "node:stream";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Upper extends Transform {
  override _transform(chunk: Buffer, _e: BufferEncoding, done: TransformCallback): void {
    done(null, chunk.toString().toUpperCase());
  }
}

export function classExtendsTransform(): AnyTool {
  return defineTool({
    name: "class-extends-transform",
    title: "class-extends-transform",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const upper = new Upper();
      upper.end("abc");
      let out = "";
      for await (const chunk of upper) out += String(chunk);
      return text(out);
    },
  });
}
