/** Signature Version 4 for an API, with the stack's profile, or the credentials that AWS's SDK finds. */
import type { LambdaClient } from "@aws-sdk/client-lambda";
import * as aws4 from "aws4";
import { shellWord, UserError } from "pulumi-local";
import { type AwsAccess, clientOptions } from "../observed/aws-access";
import type { ProofHeaders } from "./target";

/**
 * @param known of the stack, where there is one; otherwise the URL says the region, or the environment.
 * @returns headers; throws a UserError where there is no region, or there are no credentials.
 */
export function signer(url: string, known?: AwsAccess): ProofHeaders {
  const { host, hostname, pathname, search } = new URL(url);
  let client: LambdaClient | undefined;
  return async ({ method, headers, body }) => {
    const access = known ?? { region: regionOf(hostname), profile: undefined };
    client ??= await clientOf(access);
    const signed = aws4.sign(
      {
        host,
        path: `${pathname}${search}`,
        service: "execute-api",
        region: access.region,
        method,
        headers: { ...headers },
        ...(body !== undefined && { body }),
      },
      await findCredentials(client, access),
    );
    return signed.headers as Readonly<Record<string, string>>;
  };
}

function regionOf(hostname: string): string {
  const [, named] = /\.execute-api\.([a-z0-9-]+)\./.exec(hostname) ?? [];
  const region = named ?? process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
  if (region !== undefined) return region;
  throw new UserError("A signature needs the region of the API: set AWS_REGION.");
}

/** Loaded when it is needed: it takes half a second. */
async function clientOf(access: AwsAccess): Promise<LambdaClient> {
  const { LambdaClient: Client } = await import("@aws-sdk/client-lambda");
  return new Client(clientOptions(access));
}

async function findCredentials(
  client: LambdaClient,
  { profile }: AwsAccess,
): Promise<aws4.Credentials> {
  try {
    return await client.config.credentials();
  } catch {
    throw new UserError(
      profile === undefined
        ? "There are no AWS credentials to sign with: set AWS_PROFILE, or sign in (aws sso login)."
        : `The profile ${profile} (aws:profile) has no AWS credentials to sign with: aws sso login --profile ${shellWord(profile)}`,
    );
  }
}
