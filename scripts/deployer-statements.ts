/** Statements of the policy of whoever deploys. */
import { type Grant, widest } from "./deployer-grants";

/** A statement of an IAM policy, without what every one has. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, string | readonly string[]>>>
  >;
}

/** A statement for each label. @param setting what needs them, the beginning of each Sid. */
export function statementsOf(setting: string, grants: readonly Grant[]): readonly Statement[] {
  const needed = widest(grants);
  const labels = [...new Set(needed.map(({ label }) => label))].sort();
  return labels.map((label) => {
    const own = needed.filter((grant) => grant.label === label);
    const condition = conditionOf(own);
    return {
      Sid: `${setting.charAt(0).toUpperCase()}${setting.slice(1)}${label}`,
      Effect: "Allow",
      Action: sortedOnce(own.map(({ action }) => action)),
      Resource: sortedOnce(own.map(({ resource }) => resource)),
      ...(condition !== undefined && { Condition: condition }),
    };
  });
}

function conditionOf(grants: readonly Grant[]): Statement["Condition"] {
  const passedTo = grants.find((grant) => grant.passedTo !== undefined)?.passedTo;
  if (passedTo !== undefined) return { StringEquals: { "iam:PassedToService": passedTo } };
  const records = sortedOnce(grants.flatMap((grant) => grant.records ?? []));
  if (records.length === 0) return undefined;
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
  const names = "route53:ChangeResourceRecordSetsNormalizedRecordNames";
  return { "ForAllValues:StringLike": { [names]: records } };
}

function sortedOnce(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#ck_PermissionsBoundary */
const BOUNDED =
  /^iam:(CreateRole|(Put|Delete)RolePolicy|(Attach|Detach)RolePolicy|PutRolePermissionsBoundary)$/;

/** What would take a boundary away, or let anybody else's role of such a name be passed on. */
const UNBINDING = ["iam:DeleteRolePermissionsBoundary", "iam:UpdateAssumeRolePolicy"];

/**
 * The same statements for a deployer who is bound: roles are made and given policies with this
 * boundary alone, and keep it. Who may assume a role is said when it is made, and stays.
 */
export function bound(statements: readonly Statement[], boundary: string): readonly Statement[] {
  return statements.flatMap((statement) => {
    const kept = statement.Action.filter((action) => !UNBINDING.includes(action));
    const [bounded, free] = [true, false].map((isBounded) =>
      kept.filter((action) => BOUNDED.test(action) === isBounded),
    ) as [string[], string[]];
    const condition = { StringEquals: { "iam:PermissionsBoundary": boundary } };
    return [
      ...(free.length > 0 ? [{ ...statement, Action: free }] : []),
      ...(bounded.length > 0
        ? [{ ...statement, Sid: `${statement.Sid}Bounded`, Action: bounded, Condition: condition }]
        : []),
    ];
  });
}
