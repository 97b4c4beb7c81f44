/**
 * The deployer's policy in as many policies as IAM wants: one has 6,144 characters at most, and a role
 * or user has up to 10.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
import { UserError } from "pulumi-local";
import type { Statement } from "./deployer-statements";

/** Without whitespace. */
const MAX_CHARACTERS = 6_144;

export function compactPolicy(Statement: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

/** In their order, each part as long as it may be. */
export function partsOf(
  statements: readonly Statement[],
  maxCharacters = MAX_CHARACTERS,
): readonly (readonly Statement[])[] {
  const parts: Statement[][] = [[]];
  for (const statement of statements) {
    const last = parts.at(-1) ?? [];
    const isFull = compactPolicy([...last, statement]).length > maxCharacters;
    if (isFull && last.length > 0) parts.push([statement]);
    else last.push(statement);
  }
  return parts;
}

/**
 * @param part its number as it was given, from 1; undefined where none was: all, if one policy can.
 * @throws UserError with the numbers that there are.
 */
export function partOf(
  statements: readonly Statement[],
  part: string | undefined,
): readonly Statement[] {
  const parts = partsOf(statements);
  const numbers = parts.map((_, index) => `--part ${index + 1}`).join(", ");
  if (part === undefined && parts.length > 1) {
    const { length } = compactPolicy(statements);
    throw new UserError(
      `The policy has ${length} characters, and IAM takes ${MAX_CHARACTERS} in one. Print its parts, each a policy of its own, and attach all of them: ${numbers}.`,
    );
  }
  const found = /^\d+$/.test(part ?? "1") ? parts[Number(part ?? "1") - 1] : undefined;
  if (found === undefined) {
    throw new UserError(`--part is "${part ?? ""}" but the policy has ${numbers}.`);
  }
  return found;
}
