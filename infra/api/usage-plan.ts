/**
 * The usage plan that lets keys call the API, and limits each.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ApiKeys } from "../authorization/api-keys";

export interface UsagePlanArgs extends Pick<ApiKeys, "keys"> {
  readonly name: string;
  readonly restApiId: pulumi.Input<string>;
  /** The stage's own output: AWS removes no stage that a plan names, so the plan goes first. */
  readonly stageName: pulumi.Input<string>;
  /** Requests a second that each key may make on average. */
  readonly rate: number;
  /** Requests that each key may make at once. */
  readonly burst: number;
  /** Requests a day (UTC) that each key may make; 0 for no limit. */
  readonly quotaPerDay: number;
}

/** Without it no key opens anything. Its limits hold for each key by itself, and only nearly. */
export function createUsagePlan(
  name: string,
  args: UsagePlanArgs,
  opts: pulumi.CustomResourceOptions,
): aws.apigateway.UsagePlan {
  const plan = new aws.apigateway.UsagePlan(
    `${name}-usage-plan`,
    {
      name: args.name,
      description: "Limits of each key of the MCP server",
      apiStages: [{ apiId: args.restApiId, stage: args.stageName }],
      throttleSettings: { rateLimit: args.rate, burstLimit: args.burst },
      ...(args.quotaPerDay > 0 && { quotaSettings: { limit: args.quotaPerDay, period: "DAY" } }),
    },
    opts,
  );
  for (const [key, { id }] of Object.entries(args.keys)) {
    new aws.apigateway.UsagePlanKey(
      `${name}-${key}`,
      { keyId: id, keyType: "API_KEY", usagePlanId: plan.id },
      // It repeats the key's value in its outputs, which the provider does not know for a secret.
      { ...opts, additionalSecretOutputs: ["value"] },
    );
  }
  return plan;
}
