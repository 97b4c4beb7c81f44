/**
 * Statements of the policy of whoever deploys, from what a program declares: its resources' types
 * and names, and what the provider calls for them.
 */
import { type DeclaredResource, UserError } from "pulumi-local";
import { PROVIDER_CALLS, type ProviderCalls } from "./provider-calls";

/** Where stacks are deployed, and what their names are. */
export interface Place {
  /** "aws", "aws-cn", ... */
  readonly partition: string;
  readonly region: string;
  readonly account: string;
  /** The evaluated stack's name, <project>-<stack>. */
  readonly stackName: string;
  /** The names of all stacks of the project, for example "mcp-server-*". */
  readonly names: string;
}

/** A statement of an IAM policy, without what every one has. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** One action on one resource. */
export interface Grant {
  readonly label: string;
  readonly action: string;
  readonly resource: string;
  readonly passedTo?: string;
}

/** What deploying these resources takes. @throws UserError for a type whose calls are not known. */
export function grantsFor(resources: readonly DeclaredResource[], place: Place): readonly Grant[] {
  const unknown = unknownTypes(resources);
  if (unknown.length > 0) {
    throw new UserError(
      `What the provider calls for ${unknown.join(", ")} is not known, so the deployer's permissions would lack it. Add the type to scripts/provider-calls.ts.`,
    );
  }
  return knownGrantsFor(resources, place);
}

/** The same without the types whose calls are not known. */
export function knownGrantsFor(
  resources: readonly DeclaredResource[],
  place: Place,
): readonly Grant[] {
  const ofAws = resources.filter(({ custom }) => custom);
  const program = { ...place, resources: ofAws };
  return ofAws.flatMap((resource) =>
    (PROVIDER_CALLS[resource.type] ?? []).flatMap((calls) => grantsOf(calls, resource, program)),
  );
}

/** Types, each once, whose calls are not known. Components and providers make none. */
export function unknownTypes(resources: readonly DeclaredResource[]): readonly string[] {
  const types = resources.filter(({ custom }) => custom).map(({ type }) => type);
  return sortedOnce(
    types.filter((type) => !(type in PROVIDER_CALLS) && !type.startsWith("pulumi:")),
  );
}

interface Program extends Place {
  readonly resources: readonly DeclaredResource[];
}

function grantsOf(calls: ProviderCalls, resource: DeclaredResource, program: Program): Grant[] {
  const { label, service, actions, on, when, passedTo } = calls;
  if (when !== undefined && resource.inputs[when] === undefined) return [];
  return on.flatMap((template) =>
    actions.split(" ").map((action) => ({
      label,
      action: `${service}:${action}`,
      resource: arn(template, resource, program),
      ...(passedTo !== undefined && { passedTo }),
    })),
  );
}

function arn(template: string, resource: DeclaredResource, program: Program): string {
  return template
    .replace("PARTITION", program.partition)
    .replace("REGION", program.region)
    .replace("ACCOUNT", program.account)
    .replace(/\{(\w+)\}/, (_, input: string) => nameOf(input, resource, program))
    .replace("parameter//", "parameter/");
}

/** A name of the stack's as a pattern, any other as it is; Pulumi makes a missing one of the logical. */
function nameOf(input: string, resource: DeclaredResource, program: Program): string {
  const isAnyOfStack = input === "names";
  const given = resource.inputs[isAnyOfStack ? "name" : input];
  if (typeof given !== "string") return `${resource.name}-*`;
  const own = given.startsWith("arn:") ? given.slice(given.lastIndexOf(":") + 1) : given;
  if (own.includes(program.stackName)) {
    return isAnyOfStack ? program.names : own.replace(program.stackName, program.names);
  }
  const named = input === "name" || isAnyOfStack ? undefined : namedBy(own, resource, program);
  return named === undefined ? own : nameOf("name", named, program);
}

/** What has this logical name in the same service: the mock engine makes ARNs and missing names of it. */
function namedBy(
  logicalName: string,
  { type }: DeclaredResource,
  { resources }: Program,
): DeclaredResource | undefined {
  const [service = ""] = type.split("/");
  return resources.find(
    (other) =>
      other.name === logicalName && other.type !== type && other.type.startsWith(`${service}/`),
  );
}

/** Those of `grants` that `others` has not. */
export function without(grants: readonly Grant[], others: readonly Grant[]): readonly Grant[] {
  const had = new Set(others.map(grantKey));
  return grants.filter((grant) => !had.has(grantKey(grant)));
}

function grantKey({ action, resource, passedTo }: Grant): string {
  return [action, resource, passedTo].join(" ");
}

/** A statement for each label. @param setting what needs them, the beginning of each Sid. */
export function statementsOf(setting: string, grants: readonly Grant[]): readonly Statement[] {
  const labels = [...new Set(grants.map(({ label }) => label))].sort();
  return labels.map((label) => {
    const own = grants.filter((grant) => grant.label === label);
    const passedTo = own.find((grant) => grant.passedTo !== undefined)?.passedTo;
    return {
      Sid: `${setting.charAt(0).toUpperCase()}${setting.slice(1)}${label}`,
      Effect: "Allow",
      Action: sortedOnce(own.map(({ action }) => action)),
      Resource: sortedOnce(own.map(({ resource }) => resource)),
      ...(passedTo !== undefined && {
        Condition: { StringEquals: { "iam:PassedToService": passedTo } },
      }),
    };
  });
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
