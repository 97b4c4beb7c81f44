/**
 * The need `secret`: the function may read one secret, whose value is never known here. It is set beside
 * the program: a SecureString parameter named after stack and need, or what secretNames names.
 */
import type * as pulumi from "@pulumi/pulumi";
import { parameterFolder } from "../function/state-key";
import { kebab, type MadeNeed, type NeedArgs } from "./needs";

export function grantSecret(
  _name: string,
  { need, secretNames, parameterArn, ...args }: NeedArgs,
): MadeNeed {
  const named = secretNames.find((each) => each.startsWith(`${need}=`))?.slice(need.length + 1);
  if (named?.startsWith("arn:")) {
    const statement = allow("secretsmanager:GetSecretValue", named);
    return { place: `secretsmanager:${named}`, statement };
  }
  const parameter = named ?? `/${parameterFolder(args.name)}/${kebab(need)}`;
  const arn = parameterArn.apply((other) => {
    const [, partition = "", , region = "", account = ""] = other.split(":");
    return `arn:${partition}:ssm:${region}:${account}:parameter${parameter}`;
  });
  return { place: `ssm:${parameter}`, statement: allow("ssm:GetParameter", arn) };
}

function allow(Action: string, Resource: pulumi.Input<string>): MadeNeed["statement"] {
  return { Effect: "Allow", Action: [Action], Resource };
}
