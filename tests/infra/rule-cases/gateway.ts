/** Stacks that break the rules of the doors. */
import {
  add,
  type Break,
  type Cases,
  document,
  type Draft,
  REST_API,
  set,
  without,
} from "./stacks";

const everyone = { Principal: "*", Action: "execute-api:Invoke" };
const KEEP_OUT = {
  Effect: "Deny",
  ...everyone,
  Resource: "execute-api:/*",
  Condition: { NotIpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } },
};

/** The API's resource policy, in the place of any other. */
const policyIs =
  (...Statement: readonly object[]): Break =>
  (drafts) => {
    document(["x-amazon-apigateway-policy"], undefined)(drafts);
    set(REST_API, "policy", JSON.stringify({ Statement }))(drafts);
  };

export const GATEWAY_CASES: Cases = {
  "gateway-throttled-stages": [
    ["no settings", "none", without("MethodSettings"), "has no throttle"],
    [
      "no limit",
      "none",
      set("MethodSettings", "settings.throttlingRateLimit", -1),
      "has no throttle",
    ],
    [
      "one method alone",
      "none",
      set("MethodSettings", "methodPath", "mcp/POST"),
      "has no throttle",
    ],
    ["another stage", "none", set("MethodSettings", "stageName", "other"), "has no throttle"],
  ],
  "gateway-regional": [
    [
      "an API at the edge",
      "none",
      set(REST_API, "endpointConfiguration.types", "EDGE"),
      "is not REGIONAL",
    ],
    [
      "a domain at the edge",
      "jwt",
      set("domainName:DomainName", "endpointConfiguration", undefined),
      "is not REGIONAL",
    ],
  ],
  "gateway-modern-tls": [
    [
      "TLS 1.0",
      "jwt",
      set("domainName:DomainName", "securityPolicy", "TLS_1_0"),
      "may speak TLS 1.0",
    ],
    [
      "whatever is the default",
      "jwt",
      set("domainName:DomainName", "securityPolicy", undefined),
      "may speak TLS 1.0",
    ],
  ],
  "gateway-one-host": [
    [
      "two hosts",
      "jwt",
      set(REST_API, "disableExecuteApiEndpoint", undefined),
      "also answers at its own host name",
    ],
  ],
  "gateway-firewall-in-front": [
    ["no association", "jwt", without("WebAclAssociation"), "in front of nothing"],
    [
      "another stage",
      "jwt",
      set("WebAclAssociation", "resourceArn", "arn:aws:apigateway:x::/restapis/other/stages/dev"),
      "in front of nothing",
    ],
    ["of CloudFront", "jwt", set("webAcl:WebAcl", "scope", "CLOUDFRONT"), "is not REGIONAL"],
  ],
  "gateway-addresses-only-narrow": [
    [
      "whoever signs",
      "iam",
      policyIs({ Effect: "Allow", ...everyone, Resource: "execute-api:/*" }, KEEP_OUT),
      "allows POST /mcp",
    ],
    [
      "POST by name",
      "jwt",
      policyIs(
        {
          Effect: "Allow",
          ...everyone,
          Resource: ["execute-api:/dev/GET/*", "arn:aws:execute-api:x:1:abc/dev/P*/mcp"],
        },
        KEEP_OUT,
      ),
      "allows POST /mcp",
    ],
    [
      "POST by a pattern",
      "iam",
      policyIs({ Effect: "Allow", ...everyone, Resource: "execute-api:/d*/P?ST/m*" }, KEEP_OUT),
      "allows POST /mcp",
    ],
    [
      "an action in lower case",
      "iam",
      policyIs(
        { ...everyone, Effect: "Allow", Action: "execute-api:invoke", Resource: "execute-api:/*" },
        KEEP_OUT,
      ),
      "allows POST /mcp",
    ],
    [
      "all but something",
      "none",
      policyIs({ Effect: "Allow", ...everyone, NotResource: "execute-api:/dev/GET/*" }, KEEP_OUT),
      "allows all but",
    ],
    [
      "no Deny",
      "none",
      policyIs({ Effect: "Allow", ...everyone, Resource: "execute-api:/dev/*" }),
      "keeps no address out",
    ],
    [
      "every address",
      "none",
      policyIs({ ...KEEP_OUT, Condition: { NotIpAddress: { "aws:SourceIp": ["0.0.0.0/0"] } } }),
      "keeps no address out",
    ],
    [
      "a second condition",
      "none",
      policyIs({
        ...KEEP_OUT,
        Condition: { ...KEEP_OUT.Condition, Bool: { "aws:SecureTransport": "false" } },
      }),
      "keeps no address out",
    ],
    [
      "one path alone",
      "none",
      policyIs({ ...KEEP_OUT, Resource: "execute-api:/dev/POST/mcp" }),
      "keeps no address out",
    ],
    [
      "in a resource of its own",
      "iam",
      (drafts: Draft[]): void => {
        const id = drafts.find(({ type }) => type.endsWith(REST_API))?.outputs["id"];
        const policy = { Statement: [{ Effect: "Allow", ...everyone, Resource: "*" }] };
        add("aws:apigateway/restApiPolicy:RestApiPolicy", {
          restApiId: id,
          policy: JSON.stringify(policy),
        })(drafts);
      },
      "allows POST /mcp",
    ],
  ],
};
