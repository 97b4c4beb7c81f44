/** Stacks that break the rules of roles of functions. */
import { add, allow, type Cases, type Draft, edit, LAMBDA, set, statement } from "./stacks";

export const ROLES_CASES: Cases = {
  "role-least-privilege": [
    [
      "all actions of a service",
      "none",
      statement(allow("dynamodb:*", "arn:aws:dynamodb:x:1:table/a"), "served"),
      'allows "dynamodb:*"',
    ],
    ["all resources", "none", statement(allow("dynamodb:GetItem", "*"), "served"), 'on "*"'],
    [
      "all tables",
      "none",
      statement(allow("dynamodb:GetItem", "arn:aws:dynamodb:x:1:table/*"), "served"),
      "table/*",
    ],
    [
      "a policy for everything",
      "none",
      add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
        role: "mcp-server-dev",
        policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
      }),
      "has the policy",
    ],
    [
      "a managed policy of this stack",
      "none",
      (drafts: Draft[]): void => {
        const arn = "arn:aws:iam::000000000000:policy/mine";
        const policy = JSON.stringify({ Statement: [allow("s3:*", "arn:aws:s3:::bucket")] });
        add("aws:iam/policy:Policy", { arn, policy })(drafts);
        add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
          role: "mcp-server-dev",
          policyArn: arn,
        })(drafts);
      },
      'allows "s3:*"',
    ],
    [
      "all but one",
      "none",
      statement({ Effect: "Allow", NotAction: "iam:*", Resource: "a" }, "served"),
      "NotAction",
    ],
    [
      "network interfaces without a VPC",
      "none",
      statement(allow("ec2:CreateNetworkInterface", "*"), "served"),
      "ec2:CreateNetworkInterface",
    ],
    [
      "network interfaces for the code too",
      "jwt",
      edit(
        "RolePolicy",
        (inputs) => {
          const Statement = [allow("ec2:CreateNetworkInterface", "*")];
          inputs["policy"] = JSON.stringify({ Statement });
        },
        "served",
      ),
      "to the code of the function too",
    ],
  ],
  "role-authorizer-only-logs": [
    [
      "another statement",
      "jwt",
      statement(allow("ssm:GetParameter", "arn:aws:ssm:x:1:parameter/a"), "authorizer"),
      "may ssm:GetParameter",
    ],
    [
      "another log",
      "jwt",
      statement(allow("logs:PutLogEvents", "arn:aws:logs:x:1:log-group:/other:*"), "authorizer"),
      "may logs:PutLogEvents",
    ],
    [
      "traces that are not wanted",
      "jwt",
      set(LAMBDA, "tracingConfig.mode", "PassThrough", "authorizer"),
      "may xray:",
    ],
    [
      "a managed policy",
      "jwt",
      add("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
        role: "mcp-server-dev-authorizer",
        policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess",
      }),
      "ReadOnlyAccess",
    ],
    [
      "the server's role",
      "jwt",
      set(LAMBDA, "role", "arn:aws:iam::000000000000:role/mcp-server-dev"),
      "is another function's too",
    ],
    [
      "a role of another stack",
      "jwt",
      set(LAMBDA, "role", "arn:aws:iam::000000000000:role/other", "authorizer"),
      "is not of this stack",
    ],
  ],
};
