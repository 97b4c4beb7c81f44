/** Queries that are saved in CloudWatch Logs Insights, as <project>-<stack>/<title>. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { AllSettings } from "../settings";
import {
  AUTHORIZER_COLD_STARTS,
  CALLERS,
  CLIENTS,
  CUT_OFF_CALLS,
  FAILED_CALLS,
  type InsightsQuery,
  LAST_ERRORS,
  LAST_ERRORS_OF_TASKS,
  MEMORY,
  ONE_REQUEST,
  ONE_TOOL,
  REFUSED_TOKENS,
  SLOWEST_CALLS,
  TASKS,
} from "./insights-queries";

interface Logged {
  readonly logGroup: aws.cloudwatch.LogGroup;
}

export interface SavedQueriesArgs extends Pick<AllSettings, "name" | "auth">, Logged {
  /** With auth: jwt alone. */
  readonly authorizer: Logged | undefined;
  /** Undefined where no tool has any. */
  readonly tasks: Logged | undefined;
}

/** Those of the dashboard, and where callers are known that of callers. */
export function saveQueries(
  name: string,
  { name: stackName, auth, logGroup, authorizer, tasks }: SavedQueriesArgs,
  opts: pulumi.CustomResourceOptions,
): void {
  const save = ({ title, query }: InsightsQuery, ...logs: readonly Logged[]): void => {
    const slug = title
      .toLowerCase()
      .replace(/[^a-z]+/g, "-")
      .replace(/-$/, "");
    new aws.cloudwatch.QueryDefinition(
      `${name}-${slug}`,
      {
        name: `${stackName}/${title}`,
        logGroupNames: logs.map(({ logGroup: { name: logName } }) => logName),
        queryString: query,
      },
      opts,
    );
  };
  const ofCallers = auth === "none" ? [] : [CALLERS];
  for (const query of [LAST_ERRORS, FAILED_CALLS, SLOWEST_CALLS, CLIENTS, MEMORY, ...ofCallers]) {
    save(query, { logGroup });
  }
  // Whatever ran the call.
  const all = [{ logGroup }, ...(tasks === undefined ? [] : [tasks])];
  for (const query of [CUT_OFF_CALLS, ONE_TOOL, ONE_REQUEST]) save(query, ...all);
  if (authorizer !== undefined) {
    for (const query of [REFUSED_TOKENS, AUTHORIZER_COLD_STARTS]) save(query, authorizer);
  }
  if (tasks !== undefined) {
    save(TASKS, tasks, { logGroup });
    save(LAST_ERRORS_OF_TASKS, tasks);
  }
}
