/** Table of what tools keep between two requests of one call: single-use states, tasks. It expires. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { STATE_TABLE } from "mcp-lambda/needs";
import type { MadeNeed } from "./needs";

export function createStateTable(
  name: string,
  args: { readonly name: string },
  opts: pulumi.CustomResourceOptions,
): MadeNeed & { readonly variable: string } {
  const table = new aws.dynamodb.Table(
    `${name}-state`,
    {
      name: `${args.name}-state`,
      billingMode: "PAY_PER_REQUEST",
      attributes: [{ name: "key", type: "S" }],
      hashKey: "key",
      ttl: { attributeName: "expiresAt", enabled: true },
    },
    opts,
  );
  const statement = {
    Effect: "Allow" as const,
    Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"],
    Resource: table.arn,
  };
  return { variable: STATE_TABLE, place: table.name, statement };
}
