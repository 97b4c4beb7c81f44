/**
 * Answer of a Lambda authorizer. One that API Gateway does not understand is a 500 for the caller.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
import { z } from "zod";
import { POLICY_DOCUMENT } from "./access-policy";

const ANSWER = z.object({
  principalId: z.string(),
  policyDocument: POLICY_DOCUMENT,
  // API Gateway takes no lists and no objects here.
  context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

export type AuthorizerAnswer = z.infer<typeof ANSWER>;

export type ReadAnswer =
  | { readonly answer: AuthorizerAnswer }
  /** What is wrong with it, in one line. */
  | { readonly fault: string };

/** @param payload JSON, as the function has returned it. */
export function readAnswer(payload: string): ReadAnswer {
  const { success, data, error } = ANSWER.safeParse(JSON.parse(payload));
  if (success) return { answer: data };
  const [issue] = error.issues;
  return { fault: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}` };
}

/** `requestContext.authorizer` of what the method's function gets: every value as text. */
export function contextOf(
  { principalId, context = {} }: AuthorizerAnswer,
  integrationLatency: number,
): Record<string, string | number> {
  const entries = Object.entries(context).map(([name, value]) => [name, String(value)] as const);
  return { ...Object.fromEntries(entries), principalId, integrationLatency };
}
