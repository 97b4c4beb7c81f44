/**
 * The alias `live`, which is what callers invoke, and the environments that are kept warm for it.
 *
 * It points to the version that was just published, or to the one that the setting `version` pins:
 * then a deployment publishes a version that gets no request. `npm run rollback` and `npm run rollout`
 * move it at AWS first, and let Pulumi read it again (docs/rollout.md).
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../settings";

export interface LiveAliasArgs extends Partial<
  Pick<Settings["function"], "version" | "provisionedConcurrency">
> {
  readonly code: aws.lambda.Function;
}

export function createLiveAlias(
  name: string,
  { code, version, provisionedConcurrency }: LiveAliasArgs,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.Alias {
  const alias = new aws.lambda.Alias(
    `${name}-live`,
    {
      name: "live",
      description: "The deployed version",
      functionName: code.name,
      functionVersion: version === undefined ? code.version : String(version),
    },
    opts,
  );
  if (provisionedConcurrency !== undefined) {
    new aws.lambda.ProvisionedConcurrencyConfig(
      `${name}-provisioned`,
      {
        functionName: alias.functionName,
        qualifier: alias.name,
        provisionedConcurrentExecutions: provisionedConcurrency,
      },
      opts,
    );
  }
  return alias;
}

/** Says that what is deployed gets no request; nothing without a pin, or in a local run, which has none. */
export function warnOfPin(version: number | undefined, resource: pulumi.Resource): void {
  if (version === undefined || pulumi.runtime.getEngine() === undefined) return;
  void pulumi.log.warn(
    `version: the alias stays at version ${version}, and what is deployed gets no request. Go forward again: npm run rollback -- --clear, then npm run up`,
    resource,
  );
}
