/**
 * A web ACL of AWS WAF in front of the API's stage. It comes first: what it blocks takes nothing of the
 * API's throttle, and neither costs a request of API Gateway nor calls an authorizer.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export interface WebAclArgs {
  /** <project>-<stack>: name of the web ACL, and the start of its metrics' names. */
  readonly name: string;
  /** arn:<partition>:apigateway:<region>::/restapis/<id>/stages/<stage> */
  readonly stageArn: pulumi.Input<string>;
  /** Requests a second that the API lets through on average. */
  readonly throttleRate: number;
  /** Headers of the answer to a flood, for example those of CORS. WAF adds none itself. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

const WINDOW_SECONDS = 300;
const RATE_LIMITED = "rate-limited";

/** What WAF answers to a flood itself; other blocks are answered by the gateway response WAF_FILTERED. */
const TOO_MANY = {
  jsonrpc: "2.0",
  id: null,
  error: {
    code: -32000,
    message: "Too many requests from your address. Try again in 5 minutes.",
  },
};

type Rule = aws.types.input.wafv2.WebAclRule;

export function createWebAcl(
  name: string,
  args: WebAclArgs,
  opts: pulumi.CustomResourceOptions,
): aws.wafv2.WebAcl {
  const acl = new aws.wafv2.WebAcl(
    `${name}-web-acl`,
    {
      name: args.name,
      description: "In front of the MCP server",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules: webAclRules(args),
      customResponseBodies: [
        {
          key: RATE_LIMITED,
          contentType: "APPLICATION_JSON",
          content: JSON.stringify(TOO_MANY),
        },
      ],
      visibilityConfig: visibility(args.name),
    },
    opts,
  );
  new aws.wafv2.WebAclAssociation(
    `${name}-web-acl`,
    { resourceArn: args.stageArn, webAclArn: acl.arn },
    opts,
  );
  return acl;
}

/** In the order in which they are asked; each sees what those before it let through. */
function webAclRules(args: WebAclArgs): Rule[] {
  return [
    managedGroup(args.name, {
      priority: 0,
      label: "reputation",
      group: "AWSManagedRulesAmazonIpReputationList",
      overrideAction: { none: {} },
    }),
    rateRule(args),
    // It counts, and blocks nothing: among its rules are a limit of 8 kB for bodies and searches for
    // paths, URLs and HTML in them, all of which arguments of tools may be.
    // https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html
    managedGroup(args.name, {
      priority: 2,
      label: "common",
      group: "AWSManagedRulesCommonRuleSet",
      overrideAction: { count: {} },
    }),
  ];
}

/**
 * Blocks an address while it asks for more than half of what the API lets through altogether. Not less:
 * behind one address may stand an office, or all users of a hosted client.
 */
function rateRule({ name, throttleRate, headers = {} }: WebAclArgs): Rule {
  const answer = { "Retry-After": String(WINDOW_SECONDS), ...headers };
  return {
    name: "rate",
    priority: 1,
    statement: {
      rateBasedStatement: {
        aggregateKeyType: "IP",
        evaluationWindowSec: WINDOW_SECONDS,
        limit: (throttleRate * WINDOW_SECONDS) / 2,
      },
    },
    action: {
      block: {
        customResponse: {
          responseCode: 429,
          customResponseBodyKey: RATE_LIMITED,
          responseHeaders: Object.entries(answer).map(([header, value]) => ({
            name: header,
            value,
          })),
        },
      },
    },
    visibilityConfig: visibility(`${name}-rate`),
  };
}

interface ManagedGroup extends Required<Pick<Rule, "priority" | "overrideAction">> {
  /** Name of the rule, and the end of its metric's. */
  readonly label: string;
  readonly group: string;
}

function managedGroup(
  name: string,
  { priority, label, group, overrideAction }: ManagedGroup,
): Rule {
  return {
    name: label,
    priority,
    overrideAction,
    statement: { managedRuleGroupStatement: { vendorName: "AWS", name: group } },
    visibilityConfig: visibility(`${name}-${label}`),
  };
}

/** Without samples of requests: they would show tokens and keys in the console. */
function visibility(metricName: string): aws.types.input.wafv2.WebAclVisibilityConfig {
  return { metricName, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false };
}
