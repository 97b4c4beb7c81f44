/** A query of CloudWatch Logs Insights, until it is answered. */
import type { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { setTimeout as wait } from "node:timers/promises";
import { UserError } from "pulumi-local";
import { type AwsAccess, awsTrouble } from "../observed/aws-access";
import { logsClient } from "../observed/cloud-source";

export interface Asked extends AwsAccess {
  /** Name of the log group. */
  readonly group: string;
  /** Milliseconds since 1970; until now. */
  readonly since: number;
}

const PAUSE_MS = 500;

/**
 * AWS bills what a query reads: $0.005 for a GB in us-east-1.
 *
 * @returns a record for each row, its values as texts.
 * @throws UserError when it is refused, or not done in a minute.
 */
export async function askInsights(
  query: string,
  { group, since, ...access }: Asked,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const { StartQueryCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  try {
    const client = await logsClient(access);
    const { queryId = "" } = await client.send(
      new StartQueryCommand({
        logGroupName: group,
        queryString: query,
        startTime: Math.floor(since / 1000),
        endTime: Math.ceil(Date.now() / 1000),
      }),
    );
    return await resultsOf(client, queryId);
  } catch (error) {
    throw awsTrouble(error, "logs:StartQuery and logs:GetQueryResults");
  }
}

async function resultsOf(
  client: Pick<CloudWatchLogsClient, "send">,
  queryId: string,
): Promise<readonly Readonly<Record<string, string>>[]> {
  const { GetQueryResultsCommand } = await import("@aws-sdk/client-cloudwatch-logs");
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const answer = await client.send(new GetQueryResultsCommand({ queryId }));
    const { status = "Unknown", results = [] } = answer;
    if (status === "Complete") {
      return results.map((row) =>
        Object.fromEntries(row.map(({ field = "", value = "" }) => [field, value])),
      );
    }
    if (!["Scheduled", "Running", "Unknown"].includes(status)) {
      throw new UserError(`The query of Logs Insights ended as ${status}. Try a shorter --since.`);
    }
    await wait(PAUSE_MS);
  }
  throw new UserError("The query of Logs Insights is not done in a minute. Try a shorter --since.");
}
