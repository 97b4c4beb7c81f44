import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class T {
  private c = 0;
  get f(): number {
    return this.c * 1.8 + 32;
  }
  set f(v: number) {
    this.c = (v - 32) / 1.8;
  }
}

export function classGetterSetter(): AnyTool {
  return defineTool({
    name: "class-getter-setter",
    title: "class-getter-setter",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const t = new T();
      t.f = 212;
      return text(String(Math.round(t.f)));
    },
  });
}
