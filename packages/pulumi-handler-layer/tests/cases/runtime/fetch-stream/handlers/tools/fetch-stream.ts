import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function fetchStream(): AnyTool {
  return defineTool({
    name: "fetch-stream",
    title: "fetch-stream",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async (input, context) => {
      const server = createServer((_, res) => {
        res.write("part one,");
        setTimeout(() => res.end("part two"), 20);
      });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      const { port } = server.address() as AddressInfo;
      const response = await fetch(`http://127.0.0.1:${port}/`, { signal: context.signal });
      let out = "";
      if (response.body !== null) {
        for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) out += chunk;
      }
      server.close();
      return text(out);
    },
  });
}
