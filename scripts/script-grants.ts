/** What `npm run rollback` and `npm run rollout` may have to do beyond what a deployment does. */
import type { Grant, Place } from "./deployer-grants";

/** By the ARNs that IAM knows for each: the last two know none. */
export function scriptGrants({ partition, region, account, names }: Place): readonly Grant[] {
  const functions = `arn:${partition}:lambda:${region}:${account}:function:${names}`;
  const logGroups = `arn:${partition}:logs:${region}:${account}:log-group:/aws/lambda/${names}`;
  return [
    { label: "Function", action: "lambda:InvokeFunction", resource: functions },
    { label: "Function", action: "lambda:ListAliases", resource: functions },
    { label: "Log", action: "logs:StartQuery", resource: logGroups },
    { label: "Anywhere", action: "logs:GetQueryResults", resource: "*" },
    { label: "Anywhere", action: "cloudwatch:GetMetricData", resource: "*" },
  ];
}
