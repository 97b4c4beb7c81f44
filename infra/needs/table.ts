/** The need `table`: a DynamoDB table, paid by use, whose items expire where the need says so. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { DeclaredTable } from "mcp-lambda";
import { kebab, type MadeNeed, type NeedArgs } from "./needs";

/** One action for each verb of the client. */
const ACTIONS: Readonly<Record<DeclaredTable["may"][number], string>> = {
  get: "dynamodb:GetItem",
  put: "dynamodb:PutItem",
  update: "dynamodb:UpdateItem",
  delete: "dynamodb:DeleteItem",
  query: "dynamodb:Query",
  scan: "dynamodb:Scan",
};

export function createTable(
  name: string,
  { need, declared, ...args }: NeedArgs,
  opts: pulumi.CustomResourceOptions,
): MadeNeed {
  const { key, sort, expires, may } = declared as DeclaredTable;
  const table = new aws.dynamodb.Table(
    `${name}-${kebab(need)}`,
    {
      name: `${args.name}-${kebab(need)}`,
      billingMode: "PAY_PER_REQUEST",
      attributes: [key, ...(sort === undefined ? [] : [sort])],
      hashKey: key.name,
      ...(sort !== undefined && { rangeKey: sort.name }),
      ...(expires !== undefined && { ttl: { attributeName: expires, enabled: true } }),
      // Always, since AWS keeps what is left out.
      pointInTimeRecovery: { enabled: args.tableRecovery },
      deletionProtectionEnabled: args.protectData,
    },
    // A deployment that would remove or replace it stops, and says so.
    // Another type of a key is no change for the provider: https://github.com/pulumi/pulumi-aws/issues/1057
    { ...opts, protect: args.protectData, replacementTrigger: JSON.stringify([key, sort]) },
  );
  const statement = {
    Effect: "Allow" as const,
    Action: may.map((verb) => ACTIONS[verb]),
    Resource: table.arn,
  };
  return { place: table.name, statement };
}
