/**
 * Removes old versions of a stack's functions, beyond the setting `keepVersions`: never one that an
 * alias sends calls to, that the setting `version` names, or that a task may still need.
 */
import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { clientOptions } from "../observed/aws-access";
import type { DeployedStack } from "./deployed-stack";
import { prunable, TASK_LIFE_MS, taskVersionsOf, youngTaskVersions } from "./prunable";
import { asked, type FunctionVersion, VersionedFunction } from "./versioned-function";

/** @throws UserError where AWS refuses it. */
export async function pruneVersions(
  stack: DeployedStack,
  say: (line: string) => unknown,
): Promise<void> {
  const { keepVersions: keep, functionName, pin } = stack;
  if (keep === undefined) return;
  const main = new VersionedFunction(stack, functionName);
  const versions = await main.versions();
  const needed = new Set([...(await main.aliased()), ...(pin === undefined ? [] : [pin])]);
  const removed = prunable(versions, { keep, needed });
  await removeAll(main, removed, say);
  await pruneAuthorizer(stack, keep, say);
  const left = versions.filter(({ number }) => !removed.includes(number));
  await pruneTasks(stack, { keep, callers: left }, say);
}

async function pruneAuthorizer(
  stack: DeployedStack,
  keep: number,
  say: (line: string) => unknown,
): Promise<void> {
  const authorizer = new VersionedFunction(stack, `${stack.functionName}-authorizer`);
  const versions = await authorizer.versions();
  if (versions.length <= keep) return;
  await removeAll(
    authorizer,
    prunable(versions, { keep, needed: await authorizer.aliased() }),
    say,
  );
}

async function pruneTasks(
  stack: DeployedStack,
  { keep, callers }: { readonly keep: number; readonly callers: readonly FunctionVersion[] },
  say: (line: string) => unknown,
): Promise<void> {
  const tasks = new VersionedFunction(stack, `${stack.functionName}-tasks`);
  const versions = await tasks.versions();
  if (versions.length <= keep) return;
  const known = callers.filter(hasVariables);
  if (known.length < callers.length) {
    say(
      `Old versions of ${tasks.name} are kept: AWS does not show which of them ${stack.functionName} begins tasks in.`,
    );
    return;
  }
  const lastUsed = await lastInvoked(stack, tasks.name, versions);
  const needed = new Set([
    ...(await tasks.aliased()),
    ...taskVersionsOf(known),
    ...youngTaskVersions(versions, { now: Date.now(), lastUsed }),
  ]);
  await removeAll(tasks, prunable(versions, { keep, needed }), say);
}

type Known = FunctionVersion & { readonly variables: Readonly<Record<string, string>> };

function hasVariables(version: FunctionVersion): version is Known {
  return version.variables !== undefined;
}

async function removeAll(
  lambda: VersionedFunction,
  versions: readonly number[],
  say: (line: string) => unknown,
): Promise<void> {
  for (const version of versions) await lambda.remove(version);
  if (versions.length > 0) say(`Removed old versions of ${lambda.name}: ${versions.join(", ")}`);
}

const HOUR_SECONDS = 3_600;
/** Of a request: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const MAX_QUERIES = 500;

/**
 * When each version was last invoked by its number, as a task is, in the time that counts.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 */
async function lastInvoked(
  stack: DeployedStack,
  functionName: string,
  versions: readonly FunctionVersion[],
): Promise<ReadonlyMap<number, number>> {
  const client = new CloudWatchClient(clientOptions(stack));
  const found = new Map<number, number>();
  for (let first = 0; first < versions.length; first += MAX_QUERIES) {
    const command = new GetMetricDataCommand({
      StartTime: new Date(Date.now() - TASK_LIFE_MS),
      EndTime: new Date(),
      MetricDataQueries: versions
        .slice(first, first + MAX_QUERIES)
        .map(({ number }) => invocationsOf(functionName, number)),
    });
    const { MetricDataResults = [] } = await asked(() => client.send(command));
    for (const { Id = "", Timestamps = [] } of MetricDataResults) {
      const times = Timestamps.map((time) => time.getTime() + HOUR_SECONDS * 1_000);
      if (times.length > 0) found.set(Number(Id.slice(1)), Math.max(...times));
    }
  }
  return found;
}

function invocationsOf(
  functionName: string,
  version: number,
): NonNullable<ConstructorParameters<typeof GetMetricDataCommand>[0]["MetricDataQueries"]>[number] {
  const Dimensions = [
    { Name: "FunctionName", Value: functionName },
    { Name: "Resource", Value: `${functionName}:${version}` },
  ];
  const Metric = { Namespace: "AWS/Lambda", MetricName: "Invocations", Dimensions };
  return { Id: `v${version}`, MetricStat: { Metric, Period: HOUR_SECONDS, Stat: "Sum" } };
}
