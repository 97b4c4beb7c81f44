/**
 * API keys, one for each name, and the usage plan that lets them call and limits each. AWS makes the
 * values. A new name makes one key more, a removed one takes its key away; the others stay.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ApiKeysArgs {
  /** <project>-<stack>: keys are named <name>-<key>. */
  readonly name: string;
  /** Names of the keys, each once. */
  readonly keys: readonly string[];
}

export interface ApiKeys {
  /** By name. */
  readonly keys: Readonly<Record<string, aws.apigateway.ApiKey>>;
  /** JSON of the names by id, which is what the function is told of a caller. */
  readonly names: pulumi.Output<string>;
  /** A secret: values by name. */
  readonly values: pulumi.Output<Record<string, string>>;
}

export function createApiKeys(
  name: string,
  args: ApiKeysArgs,
  opts: pulumi.CustomResourceOptions,
): ApiKeys {
  // Sorted, so that another order in the setting changes nothing.
  const entries = [...args.keys].sort().map((key) => {
    const made = new aws.apigateway.ApiKey(
      `${name}-${key}`,
      { name: `${args.name}-${key}`, description: `Key "${key}" of the MCP server` },
      opts,
    );
    return [key, made] as const;
  });
  const ids = entries.map(([key, made]) => made.id.apply((id) => [id, key] as const));
  const values = entries.map(([key, made]) => made.value.apply((value) => [key, value] as const));
  return {
    keys: Object.fromEntries(entries),
    names: pulumi.all(ids).apply((known) => JSON.stringify(Object.fromEntries(known))),
    values: pulumi.secret(
      pulumi.all(values).apply((known): Record<string, string> => Object.fromEntries(known)),
    ),
  };
}

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
