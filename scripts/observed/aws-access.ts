/** AWS as commands reach it: with whose credentials, and what its refusals mean. */
import { UserError } from "pulumi-local";

/** Where a stack is. */
export interface AwsAccess {
  readonly region: string;
  /**
   * The stack's setting aws:profile, which comes before the environment, as it does where Pulumi deploys
   * with it. https://www.pulumi.com/registry/packages/aws/api-docs/provider/
   * Undefined: the credentials that the SDK finds.
   */
  readonly profile: string | undefined;
}

/** For any client of AWS. */
export function clientOptions({ region, profile }: AwsAccess): {
  readonly region: string;
  readonly profile?: string;
} {
  return { region, ...(profile !== undefined && { profile }) };
}

/** Whether the log group, or what else was asked for, is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === "ResourceNotFoundException";
}

/**
 * @param right the permission that the call needs.
 * @returns a UserError of one line for what a person can mend; otherwise the error as it is.
 */
export function awsTrouble(error: unknown, right: string): unknown {
  if (!(error instanceof Error) || error instanceof UserError) return error;
  const { name, message } = error;
  const [first = ""] = message.split("\n");
  if (/Credentials|Token.*(Expired|Provider)|ExpiredToken|UnrecognizedClient|SSO/i.test(name)) {
    return new UserError(
      `AWS takes no credentials of this machine (${first}). Set AWS_PROFILE, or sign in: aws sso login`,
    );
  }
  if (/AccessDenied|Unauthorized/i.test(name)) {
    return new UserError(`These credentials may not ${right}: ${first}`);
  }
  if (isMissing(error)) {
    return new UserError(`${first} Is the stack deployed in this account? npm run status`);
  }
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (/^(ENOTFOUND|EAI_AGAIN|ECONN|ETIMEDOUT|EHOST|ENET)/.test(code) || name === "TimeoutError") {
    return new UserError(`AWS cannot be reached (${first || code}).`);
  }
  return error;
}
