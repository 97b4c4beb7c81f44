/**
 * API keys, one for each name; the API's usage plan lets them call (infra/api/usage-plan.ts). AWS makes
 * the values. A new name makes one key more, a removed one takes its key away; the others stay.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-setup-api-key-with-console.html
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
