/** Quotas of the account, where its credentials are there: new accounts run 10 invocations at once. */
import { type AwsAccess, clientOptions } from "../observed/aws-access";
import { type Finding, ok, skipped, warning } from "./finding";

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const USUAL = 1_000;

export async function checkAccount(access: AwsAccess): Promise<Finding> {
  let limit: number | undefined;
  try {
    const { GetAccountSettingsCommand, LambdaClient } = await import("@aws-sdk/client-lambda");
    const client = new LambdaClient({ ...clientOptions(access), maxAttempts: 1 });
    const { AccountLimit } = await client.send(new GetAccountSettingsCommand({}));
    limit = AccountLimit?.ConcurrentExecutions;
  } catch (error) {
    const [why = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return skipped(`not known: ${why}`, "It needs AWS credentials with lambda:GetAccountSettings.");
  }
  if (limit === undefined) return skipped("not known", "AWS did not say it.");
  const says = `${limit} invocations at once in ${access.region}`;
  return limit < USUAL
    ? warning(
        says,
        `New accounts have few: ask for ${USUAL} in Service Quotas (Lambda, concurrent executions), or calls get 504 when ${limit} run.`,
      )
    : ok(says);
}
