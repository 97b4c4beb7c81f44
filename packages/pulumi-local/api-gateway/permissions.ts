/** Which functions API Gateway may invoke, by the resource policies that the program gives them. */
import { type DeclaredProgram, inputText, ofType } from "../program/declared";
import { UserError } from "../user-error";
import { matchesPattern } from "./arn-pattern";

/** The function or alias that an invocation URI names; "" for another URI. */
export function functionOf(uri: string | undefined): string {
  return /\/functions\/(.+)\/(?:response-streaming-)?invocations$/.exec(uri ?? "")?.[1] ?? "";
}

/**
 * Without a permission AWS responds 500 to every request; here it is reported at once.
 *
 * @param source ARN of the method or authorizer that invokes it.
 * @throws UserError
 */
export function requirePermission(
  program: DeclaredProgram,
  functionArn: string,
  source: string,
): void {
  const allowed = ofType(program, "aws:lambda/permission:Permission").some((permission) => {
    const name = [inputText(permission, "function"), inputText(permission, "qualifier")];
    return (
      functionArn.endsWith(`:function:${name.filter((part) => part !== "").join(":")}`) &&
      matchesPattern(inputText(permission, "sourceArn", "*"), source)
    );
  });
  if (!allowed) {
    throw new UserError(
      `No aws.lambda.Permission lets API Gateway invoke ${functionArn} for ${source}.`,
    );
  }
}
