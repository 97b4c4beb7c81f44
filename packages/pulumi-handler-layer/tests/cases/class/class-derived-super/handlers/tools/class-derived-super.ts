import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Shape {
  constructor(protected readonly n: string) {}
  area(): number {
    return 0;
  }
  describe(): string {
    return `${this.n} ${this.area()}`;
  }
}
class Square extends Shape {
  constructor(private readonly side: number) {
    super("square");
  }
  override area(): number {
    return super.area() + this.side ** 2;
  }
}

export function classDerivedSuper(): AnyTool {
  return defineTool({
    name: "class-derived-super",
    title: "class-derived-super",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(new Square(3).describe());
    },
  });
}
