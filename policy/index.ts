/**
 * The rules as a policy pack for the Pulumi CLI: policy/README.md says how to run it. Each rule is a policy of
 * its own, mandatory where it protects. It is asked about the whole stack at the end of a preview and
 * of an update, and in an update also before a resource is made that decides it.
 */
import {
  PolicyPack,
  type ReportViolation,
  type ResourceValidationArgs,
  type ResourceValidationPolicy,
  type StackValidationArgs,
  type StackValidationPolicy,
} from "@pulumi/policy";
import type { Resource, Rule } from "./resource";
import { RULES } from "./rules";

new PolicyPack("mcp-server", { policies: RULES.map(policyOf) });

type Policy = StackValidationPolicy & Pick<ResourceValidationPolicy, "validateResource">;

function policyOf(rule: Rule): Policy {
  const { name, description, protects, decidedBy } = rule;
  return {
    name,
    description,
    enforcementLevel: protects ? "mandatory" : "advisory",
    validateStack: ({ resources }, report) => {
      reportProblems(rule, resources.map(resourceOf), report);
    },
    ...(decidedBy !== undefined && {
      validateResource: (args, report) => {
        validateBefore(rule, args, report);
      },
    }),
  };
}

/** What this run has asked to make or keep, by URN; as in the program, in the order of dependencies. */
const asked = new Map<string, Resource>();

function validateBefore(rule: Rule, args: ResourceValidationArgs, report: ReportViolation): void {
  asked.set(args.urn, resourceOf(args));
  if (args.type !== rule.decidedBy) return;
  try {
    reportProblems(rule, [...asked.values()], report);
  } catch (error) {
    // What a preview does not know is told once, of the stack.
    if (!String(error).includes("can't be known during preview")) throw error;
  }
}

function reportProblems(
  { problems }: Rule,
  resources: readonly Resource[],
  report: ReportViolation,
): void {
  for (const problem of problems(resources)) report(problem);
}

type Told = Pick<StackValidationArgs["resources"][number], "type" | "name" | "props" | "opts">;

/** What the engine tells are inputs before a resource is made, and then outputs, with the inputs in them. */
function resourceOf({ type, name, props, opts }: Told): Resource {
  const values: Resource["inputs"] = props;
  const { additionalSecretOutputs } = opts;
  return { type, name, inputs: values, outputs: values, additionalSecretOutputs };
}
