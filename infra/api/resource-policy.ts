/**
 * The API's resource policy: only callers from some addresses reach it. It goes into the API's
 * document as `x-amazon-apigateway-policy`, since
 * - a policy counts from the next deployment on, which is made when the document changes;
 * - an import of the document takes away a policy that it does not name, so that one in a resource
 *   of its own would be gone after the next change of a route;
 * - as the argument `policy` it would differ in each preview: AWS writes its short ARNs out.
 *   https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-create-attach.html
 *   https://github.com/hashicorp/terraform-provider-aws/pull/48118
 *
 * Who is admitted, of methods
 * - without authorization: whom the policy allows, and nobody else;
 * - with IAM or an authorizer: whom **either** the policy **or** the caller's own policies (the
 *   authorizer's answer) allow. An Allow here for POST /mcp would let any signed caller of the
 *   account in, whatever their own policies say, callers of other accounts that theirs allow, and
 *   tokens of which the authorizer's cached answer says nothing.
 * - A Deny counts for all, and before an authorizer is called.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
import { isIPv6Range } from "../cidr";

export interface SourceIpPolicyArgs {
  /** Ranges of addresses that may call: cidr.ts checks them. */
  readonly cidrs: readonly string[];
  /** How POST /mcp is authorized. */
  readonly auth: "none" | "iam" | "apiKey" | "jwt";
  /** Name of the API's stage. */
  readonly stage: string;
}

export interface ResourcePolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly ResourcePolicyStatement[];
}

export interface ResourcePolicyStatement {
  readonly Effect: "Allow" | "Deny";
  readonly Principal: "*";
  readonly Action: "execute-api:Invoke";
  /** In the short form: execute-api:/<stage>/<method>/<path>. */
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly NotIpAddress: { readonly "aws:SourceIp": readonly string[] } };
}

/** All but POST: these are answered by API Gateway itself, a preflight by the function. */
const METHODS_WITHOUT_AUTHORIZATION = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "PUT"];

/** Undefined without ranges: then everyone reaches the API, as far as `auth` lets them. */
export function sourceIpPolicy(args: SourceIpPolicyArgs): ResourcePolicy | undefined {
  if (args.cidrs.length === 0) return undefined;
  const everyone = { Principal: "*", Action: "execute-api:Invoke" } as const;
  return {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", ...everyone, Resource: openResources(args) },
      {
        Effect: "Deny",
        ...everyone,
        Resource: "execute-api:/*",
        // It also matches where no address is known.
        Condition: { NotIpAddress: { "aws:SourceIp": args.cidrs } },
      },
    ],
  };
}

/**
 * What the Allow may name. With IAM or tokens a POST to a path that is not there is answered 403, not
 * 404. The stage is named, as a "*" in its place would also match slashes.
 */
function openResources({ auth, stage }: SourceIpPolicyArgs): string | readonly string[] {
  if (auth === "none" || auth === "apiKey") return `execute-api:/${stage}/*`;
  return METHODS_WITHOUT_AUTHORIZATION.map((method) => `execute-api:/${stage}/${method}/*`);
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const MAX_POLICY_BYTES = 8_192;

/** What AWS writes for "execute-api:", in the longest partition and region. */
const WRITTEN_OUT = "arn:aws-us-gov:execute-api:ap-northeast-2:123456789012:0123456789";

/**
 * Completes `allowedCidrs ...`: why AWS would refuse the policy for its length; undefined when it fits.
 * About 300 ranges of IPv4 do.
 */
export function whyTooManyCidrs(args: SourceIpPolicyArgs): string | undefined {
  const text = JSON.stringify(sourceIpPolicy(args) ?? {}).replaceAll(
    '"execute-api:/',
    `"${WRITTEN_OUT}/`,
  );
  return text.length <= MAX_POLICY_BYTES
    ? undefined
    : `has ${args.cidrs.length} ranges, a policy of ${text.length} bytes, and AWS takes ${MAX_POLICY_BYTES}: name larger ranges`;
}

/**
 * What a custom domain should resolve to: a client with both would come by IPv6, and be refused where
 * only ranges of IPv4 are named.
 */
export function ipAddressTypeFor(cidrs: readonly string[]): "ipv4" | "dualstack" {
  return cidrs.length === 0 || cidrs.some(isIPv6Range) ? "dualstack" : "ipv4";
}
