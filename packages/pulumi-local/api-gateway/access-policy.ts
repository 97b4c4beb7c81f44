/**
 * Policy that a Lambda authorizer returns, and what it says of a method: an explicit Deny wins, and
 * what no statement allows is denied.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
import { z } from "zod";
import { matchesPattern } from "./arn-pattern";

/** One may stand without its list. */
const listed = (value: unknown): unknown => (Array.isArray(value) ? value : [value]);
const TEXTS = z.preprocess(listed, z.array(z.string()));

/** Strict: a Condition, NotAction or NotResource that is not evaluated would open what it closes. */
const STATEMENT = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Action: TEXTS,
  Resource: TEXTS,
});

export const POLICY_DOCUMENT = z.object({
  Statement: z.preprocess(listed, z.array(STATEMENT)),
});

export type PolicyDocument = z.infer<typeof POLICY_DOCUMENT>;

export type AccessDecision = "allowed" | "denied" | "denied explicitly";

/** @param methodArn ends with "<stage>/<method>/<path>". */
export function decide({ Statement }: PolicyDocument, methodArn: string): AccessDecision {
  const effects = Statement.filter(
    ({ Action, Resource }) => Action.some(invokes) && covers(Resource, methodArn),
  ).map(({ Effect }) => Effect);
  if (effects.includes("Deny")) return "denied explicitly";
  return effects.includes("Allow") ? "allowed" : "denied";
}

/** Names of actions have no case. */
function invokes(action: string): boolean {
  return matchesPattern(action.toLowerCase(), "execute-api:invoke");
}

function covers(resources: readonly string[], methodArn: string): boolean {
  return resources.some((resource) => matchesPattern(resource, methodArn));
}
