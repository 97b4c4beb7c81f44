/**
 * What your tools may use beside their code: variables of the function, and permissions of its role.
 * Other settings of the function are in settings.ts.
 */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

/** Variables that tools read from process.env, for example { ORDERS_TABLE: table.name }. */
export const toolVariables: Readonly<Record<string, pulumi.Input<string>>> = {};

/**
 * Statements of the role's policy, each with actions and resources by name, for example
 * { Effect: "Allow", Action: ["dynamodb:GetItem"], Resource: table.arn }.
 */
export const toolStatements: readonly aws.iam.PolicyStatement[] = [];
