import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Db {
  private static instance: Db | undefined;
  private n = 0;
  static get(): Db {
    Db.instance ??= new Db();
    return Db.instance;
  }
  hit(): number {
    this.n += 1;
    return this.n;
  }
}

export function singletonClassGetinstance(): AnyTool {
  return defineTool({
    name: "singleton-class-getinstance",
    title: "singleton-class-getinstance",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(Db.get().hit()));
    },
  });
}
