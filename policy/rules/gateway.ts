/** Rules of the doors: throttle, domain, TLS, firewall, addresses. */
import { type McpApi, mcpApis } from "../api-document";
import { hasAction, matches, type Statement, statementsOf } from "../iam-policy";
import {
  items,
  label,
  ofType,
  type Resource,
  REST_API,
  type Rule,
  STAGE,
  text,
  values,
} from "../resource";

const DOMAIN = "aws:apigateway/domainName:DomainName";

export const throttledStages: Rule = {
  name: "gateway-throttled-stages",
  description: "Each stage lets through a bounded number of requests.",
  protects: true,
  problems: (resources) => {
    const all = ofType(resources, "aws:apigateway/methodSettings:MethodSettings").filter(
      ({ inputs }) => inputs["methodPath"] === "*/*",
    );
    return ofType(resources, STAGE).flatMap((stage) => {
      const settings = all.find(
        ({ inputs }) =>
          inputs["restApi"] === stage.inputs["restApi"] &&
          inputs["stageName"] === stage.inputs["stageName"],
      );
      const limits = values(settings?.inputs["settings"]);
      // -1, the default, is no limit.
      const isBounded = ["throttlingRateLimit", "throttlingBurstLimit"].every(
        (key) => Number(limits[key] ?? -1) > 0,
      );
      return isBounded
        ? []
        : `${label(stage)} has no throttle: declare MethodSettings for */* with both limits`;
    });
  },
};

export const regional: Rule = {
  name: "gateway-regional",
  description: "API and domain are regional: TLS ends in the region that the settings name.",
  protects: false,
  problems: (resources) =>
    [...mcpApis(resources).map(({ resource }) => resource), ...ofType(resources, DOMAIN)]
      .filter(({ inputs }) => !isRegional(inputs["endpointConfiguration"]))
      .map((resource) => `${label(resource)} is not REGIONAL: set endpointConfiguration.types`),
};

function isRegional(configuration: unknown): boolean {
  const types = items(values(configuration)["types"]);
  return types.length === 1 && types[0] === "REGIONAL";
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html */
export const modernTls: Rule = {
  name: "gateway-modern-tls",
  description: "A domain speaks TLS 1.2 or later.",
  protects: true,
  decidedBy: DOMAIN,
  problems: (resources) =>
    ofType(resources, DOMAIN)
      .filter(
        ({ inputs }) =>
          !/^(TLS_1_2|SecurityPolicy_TLS1[23]_.+)$/.test(text(inputs["securityPolicy"])),
      )
      .map((domain) => `${label(domain)} may speak TLS 1.0: set securityPolicy TLS_1_2`),
};

/** Its own host name would be a second way in, with another URL than tokens are for. */
export const oneHost: Rule = {
  name: "gateway-one-host",
  description: "An API with a domain answers at that domain alone.",
  protects: true,
  problems: (resources) =>
    ofType(resources, "aws:apigateway/basePathMapping:BasePathMapping").flatMap(({ inputs }) =>
      mcpApis(resources)
        .map(({ resource }) => resource)
        .filter(({ outputs }) => outputs["id"] === inputs["restApi"])
        .filter((api) => api.inputs["disableExecuteApiEndpoint"] !== true)
        .map(
          (api) => `${label(api)} also answers at its own host name: set disableExecuteApiEndpoint`,
        ),
    ),
};

export const firewallInFront: Rule = {
  name: "gateway-firewall-in-front",
  description: "A web ACL stands in front of a stage.",
  protects: true,
  problems: (resources) => {
    const stages = ofType(resources, STAGE).map(({ outputs }) => outputs["arn"]);
    const associations = ofType(resources, "aws:wafv2/webAclAssociation:WebAclAssociation");
    return ofType(resources, "aws:wafv2/webAcl:WebAcl").flatMap((acl) => {
      const isInFront = associations.some(
        ({ inputs }) =>
          inputs["webAclArn"] === acl.outputs["arn"] && stages.includes(inputs["resourceArn"]),
      );
      if (!isInFront)
        return `${label(acl)} stands in front of nothing: associate it with the stage's ARN`;
      return acl.inputs["scope"] === "REGIONAL"
        ? []
        : `${label(acl)} is not REGIONAL: a stage takes no other`;
    });
  },
};

/**
 * With IAM or an authorizer an Allow of the API's policy admits whom their own policies do not:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
export const addressesOnlyNarrow: Rule = {
  name: "gateway-addresses-only-narrow",
  description: "The API's resource policy keeps addresses out, and lets nobody in past `auth`.",
  protects: true,
  decidedBy: REST_API,
  problems: (resources) =>
    mcpApis(resources).flatMap((api) => {
      const statements = policiesOf(api, resources).flatMap(statementsOf);
      if (statements.length === 0) return [];
      const stages = stagesOf(api, resources);
      const allows = statements.filter(({ effect }) => effect !== "Deny");
      const isNarrow = statements.some(keepsAddressesOut);
      const widens =
        ["iam", "jwt"].includes(api.auth) &&
        allows.some((allow) => stages.some((stage) => admitsPost(allow, stage)));
      return [
        ...(isNarrow
          ? []
          : [
              "has a resource policy that keeps no address out: deny execute-api:Invoke on execute-api:/* where NotIpAddress has your addresses",
            ]),
        ...(widens
          ? [
              `allows POST /mcp by its resource policy, past auth ${api.auth}: leave POST out of the Allow`,
            ]
          : []),
        ...(allows.some(({ isInverse }) => isInverse)
          ? ["allows all but what its resource policy names: name what is allowed"]
          : []),
      ].map((what) => `${label(api.resource)} ${what}`);
    }),
};

function stagesOf(
  { resource }: McpApi,
  resources: readonly Resource[],
): readonly (string | undefined)[] {
  const stages = ofType(resources, STAGE)
    .filter(({ inputs }) => inputs["restApi"] === resource.outputs["id"])
    .map(({ inputs }) => text(inputs["stageName"]));
  return stages.length === 0 ? [undefined] : stages;
}

/** Wherever it is said: in the document, in the argument, in a resource of its own. */
function policiesOf(
  { resource, body }: McpApi,
  resources: readonly Resource[],
): readonly unknown[] {
  const own = ofType(resources, "aws:apigateway/restApiPolicy:RestApiPolicy")
    .filter(({ inputs }) => inputs["restApiId"] === resource.outputs["id"])
    .map(({ inputs }) => inputs["policy"]);
  return [body["x-amazon-apigateway-policy"], resource.inputs["policy"], ...own];
}

function keepsAddressesOut({ effect, actions, resources, condition }: Statement): boolean {
  const addresses = items(values(condition["NotIpAddress"])["aws:SourceIp"]).map(text);
  return (
    effect === "Deny" &&
    Object.keys(condition).length === 1 &&
    hasAction(actions, "execute-api:Invoke") &&
    // Whatever stage, method and path.
    resources.some((pattern) => /^\/\*+$/.test(pathOf(pattern))) &&
    addresses.length > 0 &&
    addresses.every((address) => !/\/0+$/.test(address))
  );
}

/** Whether it matches POST /mcp of the stage; without one, which is made later, of any. */
function admitsPost({ actions, resources }: Statement, stage: string | undefined): boolean {
  return (
    hasAction(actions, "execute-api:Invoke") &&
    resources.some((pattern) => {
      const [first = ""] = pathOf(pattern).slice(1).split("/");
      return matches(pathOf(pattern), `/${stage ?? first}/POST/mcp`);
    })
  );
}

/** "/dev/POST/mcp" of "execute-api:/dev/POST/mcp" and of the ARN that AWS makes of it; "/*" of "*". */
function pathOf(pattern: string): string {
  const slash = pattern.indexOf("/");
  return slash === -1 ? "/*" : pattern.slice(slash);
}
