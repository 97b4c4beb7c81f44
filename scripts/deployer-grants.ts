/**
 * What whoever deploys may have to do, from what a program declares: its resources' types and names,
 * and what the provider calls for them.
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

/** One action on one resource. */
export interface Grant {
  readonly label: string;
  readonly action: string;
  readonly resource: string;
  readonly passedTo?: string;
  /** Names of the records that are changed, as patterns. */
  readonly records?: readonly string[];
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
  const unknown = types.filter((type) => !(type in PROVIDER_CALLS) && !type.startsWith("pulumi:"));
  return [...new Set(unknown)].sort();
}

interface Program extends Place {
  readonly resources: readonly DeclaredResource[];
}

function grantsOf(calls: ProviderCalls, resource: DeclaredResource, program: Program): Grant[] {
  const { label, service, actions, on, passedTo, changesRecords } = calls;
  if (!areCalledFor(resource, calls)) return [];
  return on.flatMap((template) =>
    actions.split(" ").map((action) => ({
      label,
      action: `${service}:${action}`,
      resource: arn(template, resource, program),
      ...(passedTo !== undefined && { passedTo }),
      ...(changesRecords === true && { records: recordNames(resource, program) }),
    })),
  );
}

function areCalledFor({ inputs }: DeclaredResource, { when, holding }: ProviderCalls): boolean {
  if (when === undefined) return true;
  const input = inputs[when];
  if (holding === undefined) return input !== undefined;
  return typeof input === "string" && input.includes(holding);
}

/** A record's own name; of one that proves a domain to ACM a pattern, for ACM chooses its name. */
function recordNames({ inputs }: DeclaredResource, { resources }: Program): readonly string[] {
  const given = typeof inputs["name"] === "string" ? inputs["name"] : "";
  const name = given.toLowerCase().replace(/\.$/, "");
  const proved = resources
    .filter(({ type }) => type === "aws:acm/certificate:Certificate")
    .map((certificate) => String(certificate.inputs["domainName"]))
    .filter((domain) => name === "" || (name.startsWith("_") && name.endsWith(`.${domain}`)));
  return proved.length > 0 ? proved.map((domain) => `_*.${domain}`) : [name];
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

/** Those of `grants` that no grant of `others` covers. */
export function without(grants: readonly Grant[], others: readonly Grant[]): readonly Grant[] {
  return grants.filter((grant) => !others.some((other) => covers(other, grant)));
}

/** The same action on the same or more; a "*" stands for any text. */
function covers(wide: Grant, grant: Grant): boolean {
  if (wide.action !== grant.action || wide.passedTo !== grant.passedTo) return false;
  if (String(wide.records) !== String(grant.records)) return false;
  const texts = wide.resource.split("*").map((text) => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${texts.join(".*")}$`).test(grant.resource);
}

/** Without those that another one covers: names of a stack are patterns, one wider than the other. */
export function widest(grants: readonly Grant[]): readonly Grant[] {
  return grants.filter(
    (grant) => !grants.some((other) => other.resource !== grant.resource && covers(other, grant)),
  );
}
