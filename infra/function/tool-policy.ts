/**
 * Checks what tool-access.ts gives to the function: least privilege (no wildcard for a service, its
 * actions or all resources), and no variable that is Lambda's or the server's own.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ToolPolicyArgs {
  readonly role: aws.iam.Role;
  readonly statements: readonly aws.iam.PolicyStatement[];
}

/** The role's policy for tools; nothing where they need none. @throws pulumi.RunError */
export function createToolPolicy(
  name: string,
  { role, statements }: ToolPolicyArgs,
  opts: pulumi.CustomResourceOptions,
): aws.iam.RolePolicy | undefined {
  if (statements.length === 0) return undefined;
  const checked = statements.map((statement, index) =>
    pulumi.output(statement).apply((known) => {
      const reason = whyTooWide(known);
      if (reason === undefined) return known;
      throw new pulumi.RunError(
        `infra/tool-access.ts: statement ${index + 1} ${reason}. Name the actions and the resources that the tools need.`,
      );
    }),
  );
  const Statement = pulumi.all(checked) as pulumi.Output<aws.iam.PolicyStatement[]>;
  return new aws.iam.RolePolicy(
    `${name}-tools`,
    {
      name: "tools",
      role: role.name,
      policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement }),
    },
    opts,
  );
}

/** What a statement grants beyond what it names; undefined when it names all. */
export function whyTooWide(statement: pulumi.Unwrap<aws.iam.PolicyStatement>): string | undefined {
  const { Effect, Action, NotAction, Resource, NotResource } = statement;
  if (Effect === "Deny") return undefined;
  if (NotAction !== undefined || NotResource !== undefined) {
    return "allows all but what NotAction or NotResource names";
  }
  const wideAction = listOf(Action).find((action) => action.includes("*"));
  if (wideAction !== undefined) return `allows "${wideAction}"`;
  if (listOf(Action).length === 0) return "names no Action";
  if (listOf(Resource).length === 0) return "names no Resource";
  const wideResource = listOf(Resource).find(namesNoResource);
  return wideResource === undefined ? undefined : `allows the resource "${wideResource}"`;
}

/** "*", "arn:aws:s3:::*", "arn:...:table/*"; what lies in a named bucket or table may be "*". */
function namesNoResource(arn: string): boolean {
  const [, , service = "", , , ...rest] = arn.split(":");
  const resource = rest.join(":");
  if (arn === "*" || resource === "*") return true;
  return service !== "s3" && /^[a-z-]+[/:]\*+$/.test(resource);
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === "string" ? [value] : (value ?? []);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const NAME = /^[A-Za-z][A-Za-z0-9_]+$/;
const RESERVED =
  /^(AWS_.*|_HANDLER|_X_AMZN_TRACE_ID|LAMBDA_.*|LANG|LD_LIBRARY_PATH|NODE_PATH|PATH|TZ)$/;

/** @throws pulumi.RunError for a name that Lambda refuses, keeps for itself, or that is ours. */
export function checkToolVariables(
  tools: Readonly<Record<string, unknown>>,
  own: Readonly<Record<string, unknown>>,
): void {
  for (const name of Object.keys(tools)) {
    const reason = !NAME.test(name)
      ? "is not a name that Lambda takes (a letter, then letters, digits and _)"
      : RESERVED.test(name)
        ? "is Lambda's own"
        : name in own
          ? "is the server's own, from a setting"
          : undefined;
    if (reason === undefined) continue;
    throw new pulumi.RunError(
      `infra/tool-access.ts: the variable ${name} ${reason}. Choose another name.`,
    );
  }
}
