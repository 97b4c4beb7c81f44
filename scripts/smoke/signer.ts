/** Signature Version 4 for an API, with the credentials that AWS's SDK finds on this machine. */
import * as aws4 from "aws4";
import type { ProofHeaders } from "./target";
import { UserError } from "pulumi-local";

/** @param known the region, where the URL does not say it. @throws UserError when nothing says it. */
export function signer(url: string, known?: string): ProofHeaders {
  const { host, hostname, pathname, search } = new URL(url);
  const region = known ?? regionOf(hostname);
  return async ({ method, headers, body }) => {
    const credentials = await findCredentials(region);
    const signed = aws4.sign(
      {
        host,
        path: `${pathname}${search}`,
        service: "execute-api",
        region,
        method,
        headers: { ...headers },
        ...(body !== undefined && { body }),
      },
      credentials,
    );
    return signed.headers as Readonly<Record<string, string>>;
  };
}

function regionOf(hostname: string): string {
  const [, named] = /\.execute-api\.([a-z0-9-]+)\./.exec(hostname) ?? [];
  const region = named ?? process.env["AWS_REGION"] ?? process.env["AWS_DEFAULT_REGION"];
  if (region !== undefined) return region;
  throw new UserError("--signed needs the region of the API: set AWS_REGION.");
}

async function findCredentials(region: string): Promise<aws4.Credentials> {
  // Loaded when it is needed: it takes half a second.
  const { LambdaClient } = await import("@aws-sdk/client-lambda");
  try {
    return await new LambdaClient({ region }).config.credentials();
  } catch {
    throw new UserError(
      "--signed finds no AWS credentials: set AWS_PROFILE, or sign in (aws sso login).",
    );
  }
}
