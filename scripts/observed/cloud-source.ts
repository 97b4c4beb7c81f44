/** Lines of a stack's log, from CloudWatch Logs. */
import type { CloudWatchLogsClient, FilteredLogEvent } from "@aws-sdk/client-cloudwatch-logs";
import type { LogLine } from "pulumi-local";
import { type AwsAccess, awsTrouble, clientOptions, isMissing } from "./aws-access";
import type { LogSource } from "./log-source";
import type { StackPlace } from "./place";

export function cloudSource({ logGroups, ...access }: StackPlace): LogSource {
  let client: CloudWatchLogsClient | undefined;
  return {
    read: async (since, part) => {
      try {
        client ??= await logsClient(access);
        const found: LogLine[] = [];
        for (const group of logGroups) {
          found.push(...(await readGroup(client, { group, since, part }, logGroups[0] === group)));
        }
        return found.sort((first, second) => first.at - second.at);
      } catch (error) {
        throw awsTrouble(error, "logs:FilterLogEvents");
      }
    },
  };
}

/** Loaded when it is needed: it takes half a second. */
export async function logsClient(access: AwsAccess): Promise<CloudWatchLogsClient> {
  const { CloudWatchLogsClient: Client } = await import("@aws-sdk/client-cloudwatch-logs");
  return new Client(clientOptions(access));
}

interface Asked {
  readonly group: string;
  readonly since: number;
  readonly part: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_FilterLogEvents.html */
async function readGroup(
  client: CloudWatchLogsClient,
  { group, since, part }: Asked,
  isNeeded: boolean,
): Promise<readonly LogLine[]> {
  const { paginateFilterLogEvents } = await import("@aws-sdk/client-cloudwatch-logs");
  const found: LogLine[] = [];
  try {
    const pages = paginateFilterLogEvents(
      { client },
      {
        logGroupName: group,
        startTime: Math.max(0, Math.floor(since)),
        ...(part !== undefined && { filterPattern: JSON.stringify(part) }),
      },
    );
    for await (const { events = [] } of pages) {
      for (const event of events) found.push(lineOf(group, event));
    }
  } catch (error) {
    if (isNeeded || !isMissing(error)) throw error;
  }
  return found;
}

function lineOf(group: string, event: FilteredLogEvent): LogLine {
  const { timestamp: at = 0, message = "", logStreamName = "", eventId } = event;
  const id = eventId ?? `${logStreamName} ${at} ${message}`;
  return { id, at, group, text: message.replace(/\r?\n$/, "") };
}
