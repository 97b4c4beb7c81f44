import { Pool } from "pg";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

let made = 0;
let pool: Pool | undefined;
function getPool(): Pool {
  if (pool === undefined) {
    made += 1;
    pool = new Pool({ host: "127.0.0.1", port: 9, max: 1 });
  }
  return pool;
}

export function pkPgPoolLazy(): AnyTool {
  return defineTool({
    name: "pk-pg-pool-lazy",
    title: "pk-pg-pool-lazy",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      getPool();
      const same = getPool() === getPool();
      return text(`${String(same)} ${made}`);
    },
  });
}
