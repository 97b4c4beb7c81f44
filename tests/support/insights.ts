/** Logs Insights over lines with log streams, by the evaluator of `npm start`. */
import { fieldsOf } from "../../packages/pulumi-local/cloudwatch/insights/discovered-fields";
import { parseQuery } from "../../packages/pulumi-local/cloudwatch/insights/parser";
import { evaluateQuery } from "../../packages/pulumi-local/cloudwatch/insights/query-evaluator";
import { Row } from "../../packages/pulumi-local/cloudwatch/insights/row";
import { textIn } from "../../packages/pulumi-local/cloudwatch/insights/values";

export interface StreamedLine {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
  readonly stream: string;
}

/** @returns rows as the API of CloudWatch Logs gives them: without what has no value. */
export function insightsRows(
  query: string,
  lines: readonly StreamedLine[],
): readonly (readonly { readonly field: string; readonly value: string }[])[] {
  const rows = lines.map(
    (line, sequence) =>
      new Row(line.at, fieldsOf({ ...line, sequence }, "/aws/lambda/fn"), sequence),
  );
  const { columns, rows: found } = evaluateQuery(parseQuery(query), rows);
  return found.map((row) =>
    row.flatMap((value, at) => {
      const text = textIn(value);
      return text === null ? [] : [{ field: columns[at] ?? "", value: text }];
    }),
  );
}
