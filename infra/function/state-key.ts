/**
 * The key that seals what a tool gives to a client to bring back (requestState). Made once, by the
 * first deployment, and kept in the stack as a secret parameter: a later program's value is ignored,
 * so that what was sealed before a deployment can be read after it.
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { randomBytes } from "node:crypto";
import { LOCAL_RUN_HANDLERS } from "pulumi-handler-layer";

/** The parameter, whose value is the key in base64: a secret. */
export function createStateKey(
  name: string,
  { name: stackName }: { readonly name: string },
  opts: pulumi.CustomResourceOptions,
): aws.ssm.Parameter {
  return new aws.ssm.Parameter(
    `${name}-state-key`,
    {
      name: `/${parameterFolder(stackName)}/state-key`,
      description: "Seals the requestState of the MCP server's tools",
      type: "SecureString",
      // The resource keeps it secret, in its inputs and in its outputs.
      value: newKey().toString("base64"),
    },
    { ...opts, ignoreChanges: ["value"] },
  );
}

/** In a local run, which keeps no state, the same at each evaluation: nobody else can reach it. */
function newKey(): Buffer {
  return process.env[LOCAL_RUN_HANDLERS] === undefined ? randomBytes(32) : Buffer.alloc(32, 1);
}

/**
 * AWS keeps names that begin so for itself.
 * https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export function parameterFolder(stackName: string): string {
  return /^(aws|ssm)/i.test(stackName) ? `stack-${stackName}` : stackName;
}
