/**
 * A monthly budget of what this region's API Gateway, Lambda, CloudWatch and (with waf) WAF cost the
 * account. AWS cannot tell one stack's costs from another's without cost-allocation tags, which only
 * the owner of the bill can switch on; so other stacks of these services count too, and what tools
 * use does not.
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { regionOf } from "./console-links";
import type { AllSettings } from "../settings";

export interface BudgetArgs extends Pick<
  AllSettings,
  "name" | "accountSuffix" | "monthlyBudgetUsd" | "alarmEmail" | "waf"
> {
  /** Anything of the stack: its ARN tells the region. */
  readonly function: aws.lambda.Function;
}

/** As Cost Explorer names them. */
const SERVICES = ["Amazon API Gateway", "AWS Lambda", "AmazonCloudWatch"];

/** Mails at 80 % spent, and when the month is going to end over it; nothing without the setting. */
export function createBudget(
  name: string,
  { name: stackName, accountSuffix, monthlyBudgetUsd, alarmEmail, ...args }: BudgetArgs,
  opts: pulumi.CustomResourceOptions,
): aws.budgets.Budget | undefined {
  if (monthlyBudgetUsd === undefined || alarmEmail === undefined) return undefined;
  const region = regionOf(args.function);
  const mail = (
    notificationType: "ACTUAL" | "FORECASTED",
    threshold: number,
  ): aws.types.input.budgets.BudgetNotification => ({
    notificationType,
    threshold,
    thresholdType: "PERCENTAGE",
    comparisonOperator: "GREATER_THAN",
    subscriberEmailAddresses: [alarmEmail],
  });
  // No period: AWS takes the month of the creation, and a fixed date would say nothing.
  return new aws.budgets.Budget(
    `${name}-budget`,
    {
      name: `${stackName}${accountSuffix}`,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: String(monthlyBudgetUsd),
      limitUnit: "USD",
      costFilters: [
        { name: "Service", values: args.waf ? [...SERVICES, "AWS WAF"] : SERVICES },
        { name: "Region", values: [region] },
      ],
      notifications: [mail("ACTUAL", 80), mail("FORECASTED", 100)],
    },
    opts,
  );
}
