/**
 * What each version of the function did, counted from its log: the names of its log streams have the
 * version, so no metric needs a dimension that would be billed by the month. A look costs what Logs
 * Insights takes for the log since the rollout began ($0.005 a GB).
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
 */
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { setTimeout } from "node:timers/promises";
import { UserError } from "pulumi-local";
import type { DeployedStack } from "../versions/deployed-stack";
import { clientOptions } from "../observed/aws-access";
import { asked } from "../versions/versioned-function";
import type { VersionCounts } from "./judge";

/** Lines of metrics have calls and their outcome, Lambda's reports how an invocation ended. */
export const COUNTS_QUERY = `filter ispresent(ToolCalls) or type = "platform.report"
| parse @logStream "[*]" as version
| stats sum(ToolCalls) as calls, count(*) as lines by version, coalesce(outcome, record.status) as ended
| limit 1000`;

/** Outcomes of a tool's call that count in ToolErrors: docs/operations.md. */
const FAILED: readonly string[] = ["failed", "threw", "late", "too-large"];

/** A row of the answer, by the names of its columns. */
export type CountsRow = Readonly<Record<string, string | undefined>>;

/** @returns by version; of one that did nothing there is none. */
export function countsOf(rows: readonly CountsRow[]): ReadonlyMap<number, VersionCounts> {
  const counts = new Map<number, VersionCounts>();
  for (const { version, ended = "", calls, lines } of rows) {
    const number = Number(version);
    const before = counts.get(number) ?? { calls: 0, failed: 0, invocations: 0, crashed: 0 };
    const { calls: ran, failed, invocations, crashed } = before;
    const isTool = calls !== undefined && calls !== "";
    const count = Number(isTool ? calls : lines);
    counts.set(
      number,
      isTool
        ? { ...before, calls: ran + count, failed: failed + (FAILED.includes(ended) ? count : 0) }
        : {
            ...before,
            invocations: invocations + count,
            crashed: crashed + (ended === "success" ? 0 : count),
          },
    );
  }
  return counts;
}

const POLL_MS = 500;
const MAX_POLLS = 120;

export class VersionLog {
  readonly #client: CloudWatchLogsClient;

  constructor(private readonly stack: Pick<DeployedStack, "region" | "profile" | "logGroup">) {
    this.#client = new CloudWatchLogsClient(clientOptions(stack));
  }

  /** Of all that was logged since then. @throws UserError */
  async counts(since: Date): Promise<ReadonlyMap<number, VersionCounts>> {
    const start = new StartQueryCommand({
      logGroupNames: [this.stack.logGroup],
      startTime: Math.floor(since.getTime() / 1_000),
      endTime: Math.ceil(Date.now() / 1_000),
      queryString: COUNTS_QUERY,
    });
    const { queryId } = await asked(() => this.#client.send(start));
    for (let poll = 0; poll < MAX_POLLS; poll += 1) {
      const look = new GetQueryResultsCommand({ queryId });
      const { status, results = [] } = await asked(() => this.#client.send(look));
      if (status === "Complete") {
        return countsOf(
          results.map((row) =>
            Object.fromEntries(row.map(({ field = "", value }) => [field, value])),
          ),
        );
      }
      if (status !== "Running" && status !== "Scheduled") break;
      await setTimeout(POLL_MS);
    }
    throw new UserError("AWS: Logs Insights did not answer.");
  }
}
