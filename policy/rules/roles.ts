/** Rules of the roles that functions have. */
import { mcpApis } from "../api-document";
import { roleOf, type Statement } from "../iam-policy";
import {
  FUNCTION,
  label,
  ofType,
  type Resource,
  REST_API,
  type Rule,
  text,
  values,
} from "../resource";

/** X-Ray knows no resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html */
const XRAY = ["xray:PutTraceSegments", "xray:PutTelemetryRecords"];
/** Lambda takes a role only with these on "*": https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
const NETWORK =
  /^ec2:((Un)?[Aa]ssignPrivateIpAddresses|(Create|Delete|Describe)NetworkInterfaces?|DescribeSubnets)$/;
/** AWS's own, for a whole service or the account. */
const WIDE_POLICY = /\/(AdministratorAccess|PowerUserAccess|\w*FullAccess(V2)?)$/;
const LOGS = ["logs:CreateLogStream", "logs:PutLogEvents"];

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege */
export const leastPrivilege: Rule = {
  name: "role-least-privilege",
  description:
    "A function's role names its actions and resources; X-Ray and network interfaces have none to name.",
  protects: true,
  decidedBy: FUNCTION,
  problems: (resources) =>
    ofType(resources, FUNCTION).flatMap((lambda) => {
      const { statements = [], managed = [] } = roleOf(lambda, resources) ?? {};
      return [
        ...managed.filter((arn) => WIDE_POLICY.test(arn)).map((arn) => `has the policy ${arn}`),
        ...statements
          .filter(({ effect }) => effect !== "Deny")
          .flatMap((statement) => whyTooWide(statement, { lambda, statements }) ?? []),
      ].map((reason) => `The role of ${label(lambda)} ${reason}: name actions and resources`);
    }),
};

interface Beside {
  readonly lambda: Resource;
  readonly statements: readonly Statement[];
}

function whyTooWide(statement: Statement, beside: Beside): string | undefined {
  const { actions, resources, isInverse } = statement;
  if (isInverse) return "allows all but what NotAction or NotResource names";
  const wide = actions.find((action) => action.includes("*"));
  if (wide !== undefined) return `allows "${wide}"`;
  const everything = resources.find(namesNothing);
  if (everything === undefined) return undefined;
  const reason = `allows ${actions.join(", ")} on "${everything}"`;
  if (actions.every((action) => XRAY.includes(action))) return undefined;
  if (!actions.every((action) => NETWORK.test(action)) || !isInVpc(beside.lambda)) return reason;
  return isDeniedToCode(actions, beside)
    ? undefined
    : `${reason} to the code of the function too, and not to Lambda alone: deny it where lambda:SourceFunctionArn is the function's`;
}

/** "*", "arn:aws:s3:::*", "arn:...:table/*"; what lies in a named bucket, table or group may be "*". */
function namesNothing(arn: string): boolean {
  const [, , service = "", , , ...rest] = arn.split(":");
  const resource = rest.join(":");
  if (/^\*+$/.test(arn) || /^\*+$/.test(resource)) return true;
  return service !== "s3" && /^[a-z-]+[/:]\*+$/.test(resource);
}

function isInVpc({ inputs }: Resource): boolean {
  return values(inputs["vpcConfig"])["subnetIds"] !== undefined;
}

function isDeniedToCode(actions: readonly string[], { lambda, statements }: Beside): boolean {
  const name = text(lambda.inputs["name"]);
  const denied = statements
    .filter(({ effect, resources }) => effect === "Deny" && resources.includes("*"))
    .filter(({ condition }) => {
      const { "lambda:SourceFunctionArn": arn } = values(condition["ArnEquals"]);
      return text(arn).endsWith(`:function:${name}`);
    })
    .flatMap((statement) => statement.actions);
  return actions.every((action) => denied.includes(action));
}

export const authorizerOnlyLogs: Rule = {
  name: "role-authorizer-only-logs",
  description:
    "The authorizer's role may write the authorizer's log, send traces, and nothing else.",
  protects: true,
  decidedBy: REST_API,
  problems: (resources) =>
    mcpApis(resources).flatMap(({ authorizerFunction: lambda }) => {
      if (lambda === undefined) return [];
      const role = roleOf(lambda, resources);
      if (role === undefined) {
        return `${label(lambda)} has a role that is not of this stack: give it one of its own`;
      }
      const sharing = ofType(resources, FUNCTION).filter(
        ({ inputs }) => inputs["role"] === lambda.inputs["role"],
      );
      return [
        ...(sharing.length > 1 ? ["is another function's too"] : []),
        ...role.managed.map((arn) => `has the policy ${arn}`),
        ...role.statements
          .filter((statement) => !isOfAuthorizer(statement, lambda))
          .map(({ actions, resources: on }) => `may ${actions.join(", ")} on ${on.join(", ")}`),
      ].map((what) => `The role of ${label(lambda)} ${what}: it needs its log alone`);
    }),
};

function isOfAuthorizer(
  { effect, actions, resources, isInverse }: Statement,
  lambda: Resource,
): boolean {
  if (effect === "Deny") return true;
  if (isInverse) return false;
  const { mode } = values(lambda.inputs["tracingConfig"]);
  if (mode === "Active" && actions.every((action) => XRAY.includes(action))) return true;
  const group = text(values(lambda.inputs["loggingConfig"])["logGroup"]);
  return (
    group !== "" &&
    actions.every((action) => LOGS.includes(action)) &&
    resources.every((arn) => arn.endsWith(`:log-group:${group}:*`))
  );
}
