/** What a program's refusal does not say, since it holds for deployments too: the way out of a local run. */
import { UserError } from "../user-error";

const ADVICE: readonly (readonly [refusal: RegExp, advice: string])[] = [
  // packages/mcp-lambda/definitions/tool-scopes.ts
  [/scopes: only with auth: jwt/, "Here, with an issuer of this machine: npm start -- --oauth"],
];

/** The error itself where there is nothing to add. */
export function withLocalAdvice(error: unknown): unknown {
  if (!(error instanceof UserError)) return error;
  const found = ADVICE.find(([refusal]) => refusal.test(error.message));
  return found === undefined ? error : new UserError(`${error.message}\n${found[1]}`);
}
