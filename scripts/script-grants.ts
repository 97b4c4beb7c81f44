/** What `up` (smoke, versions, what a run that was ended left), `rollback`, `rollout`, `logs` and `stats` do beyond what Pulumi does. */
import type { Grant, Place } from "./deployer-grants";

/** By the ARNs that IAM knows for each: those of "Anywhere" know none. */
export function scriptGrants({ partition, region, account, names }: Place): readonly Grant[] {
  const functions = `arn:${partition}:lambda:${region}:${account}:function:${names}`;
  const logGroups = `arn:${partition}:logs:${region}:${account}:log-group:/aws/lambda/${names}`;
  return [
    { label: "Function", action: "lambda:InvokeFunction", resource: functions },
    { label: "Function", action: "lambda:ListAliases", resource: functions },
    { label: "Log", action: "logs:StartQuery", resource: logGroups },
    { label: "Log", action: "logs:FilterLogEvents", resource: logGroups },
    { label: "Anywhere", action: "lambda:GetAccountSettings", resource: "*" },
    { label: "Anywhere", action: "lambda:ListLayerVersions", resource: "*" },
    { label: "Anywhere", action: "logs:GetQueryResults", resource: "*" },
    { label: "Anywhere", action: "cloudwatch:GetMetricData", resource: "*" },
  ];
}
