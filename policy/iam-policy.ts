/** Reads IAM policies: statements of roles and resources, and what they match. */
import { items, ofType, parsed, type Resource, text, type Values, values } from "./resource";

export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Whether it means all but what it names: NotAction, NotResource, NotPrincipal. */
  readonly isInverse: boolean;
  readonly condition: Values;
}

/** @param policy an object, or its JSON. */
export function statementsOf(policy: unknown): readonly Statement[] {
  return items(parsed(policy)["Statement"]).map((each) => {
    const statement = values(each);
    return {
      effect: text(statement["Effect"]),
      actions: items(statement["Action"]).map(text),
      resources: items(statement["Resource"]).map(text),
      isInverse: ["NotAction", "NotResource", "NotPrincipal"].some((key) => key in statement),
      condition: values(statement["Condition"]),
    };
  });
}

/** Whether one of the actions is it; IAM does not look at the case of actions. */
export function hasAction(actions: readonly string[], name: string): boolean {
  return actions.some((action) => matches(action.toLowerCase(), name.toLowerCase()));
}

/** Whether a pattern with "*" and "?" matches, as IAM compares: "*" also takes slashes and colons. */
export function matches(pattern: string, name: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", ".*").replaceAll("?", ".")}$`, "s").test(name);
}

/** What a function's role may do, wherever it is said. */
export interface FunctionRole {
  readonly statements: readonly Statement[];
  /** ARNs of managed policies; statements of those that are declared here are among `statements`. */
  readonly managed: readonly string[];
}

const ROLE = "aws:iam/role:Role";

/** Undefined where the role is not declared here. */
export function roleOf(lambda: Resource, resources: readonly Resource[]): FunctionRole | undefined {
  const arn = text(lambda.inputs["role"]);
  const role = ofType(resources, ROLE).find(
    ({ outputs }) => outputs["arn"] === arn || arn.endsWith(`/${text(outputs["name"])}`),
  );
  if (role === undefined) return undefined;
  const name = text(role.outputs["name"]);
  const inline = ofType(resources, "aws:iam/rolePolicy:RolePolicy")
    .filter(({ inputs }) => inputs["role"] === name)
    .map(({ inputs }) => inputs["policy"]);
  const own = items(role.inputs["inlinePolicies"]).map((each) => values(each)["policy"]);
  const declared = new Map(
    ofType(resources, "aws:iam/policy:Policy").map(({ inputs, outputs }) => [
      text(outputs["arn"]),
      inputs["policy"],
    ]),
  );
  const attached = ofType(resources, "aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    .filter(({ inputs }) => inputs["role"] === name)
    .map(({ inputs }) => text(inputs["policyArn"]));
  const managed = [...attached, ...items(role.inputs["managedPolicyArns"]).map(text)];
  const known = managed.flatMap((arn) => declared.get(arn) ?? []);
  return { statements: [...inline, ...own, ...known].flatMap(statementsOf), managed };
}
