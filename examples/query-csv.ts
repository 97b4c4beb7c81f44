/** Answers questions about a CSV text by a query that a model writes as data. */
import { type AnyTool, defineTool, failure, structured } from "mcp-lambda";
import { z } from "zod";
import { CsvProblem, parseCsv } from "./csv";
import { QUERY, runQuery } from "./csv-query";
import sample from "./sample-sales.txt";

export function queryCsv(): AnyTool {
  return defineTool({
    name: "query-csv",
    title: "Query a CSV",
    description:
      "Filters, groups and sums the rows of a CSV text, and computes exactly where a model would estimate. Without csv it queries a sample of sales: date, region, product, quantity, amount. Call it with limit 1 first to see the columns.",
    inputSchema: QUERY.extend({
      csv: z
        .string()
        .max(500_000)
        .optional()
        .describe('The text, columns first; separated by ",", ";" or tabs; left out: the sample'),
    }),
    outputSchema: z.object({
      columns: z.array(z.string()),
      rows: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
      matched: z.int().describe("Rows of the CSV for which the conditions hold"),
      total: z.int().describe("Rows of the result before limit"),
    }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: ({ csv = sample, ...query }) => {
      try {
        return structured({ ...runQuery(parseCsv(csv), query) });
      } catch (error) {
        if (error instanceof CsvProblem) return failure(error.message);
        throw error;
      }
    },
  });
}
