/** Rules of Lambda functions: their logs, their time, and who may invoke them. */
import { type McpApi, mcpApis, type Operation } from "../api-document";
import {
  FUNCTION,
  label,
  LOG_GROUP,
  ofType,
  type Resource,
  type Rule,
  text,
  values,
} from "../resource";

const PERMISSION = "aws:lambda/permission:Permission";
/** API Gateway gives up after 29 s: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const GATEWAY_SECONDS = 29;

/** Without one Lambda makes a group by itself, which is kept forever and after a destroy. */
export const ownLogGroup: Rule = {
  name: "function-own-log-group",
  description: "Every function writes to a log group of its own, which is kept for a limited time.",
  protects: false,
  problems: (resources) => {
    const lambdas = ofType(resources, FUNCTION);
    const groups = ofType(resources, LOG_GROUP);
    const groupOf = (lambda: Resource): string =>
      text(values(lambda.inputs["loggingConfig"])["logGroup"]);
    return lambdas.flatMap((lambda) => {
      const name = groupOf(lambda);
      const group = groups.find(({ inputs, outputs }) =>
        [inputs["name"], outputs["name"]].includes(name),
      );
      if (name === "" || group === undefined) {
        return `${label(lambda)} names no log group of this stack: make one with retentionInDays, and name it in loggingConfig.logGroup`;
      }
      if (!(Number(group.inputs["retentionInDays"] ?? 0) > 0)) {
        return `${label(group)} of ${label(lambda)} is kept forever: set retentionInDays`;
      }
      const sharing = lambdas.filter((other) => groupOf(other) === name);
      return sharing.length > 1
        ? `${label(lambda)} shares ${label(group)} with another function: give it one of its own`
        : [];
    });
  },
};

export const withinGatewayTime: Rule = {
  name: "function-within-gateway-time",
  description: `A function that the API waits for ends before API Gateway gives up (${GATEWAY_SECONDS} s).`,
  protects: false,
  problems: (resources) => {
    const waitedFor = new Set(mcpApis(resources).flatMap(invokedBy));
    return (
      ofType(resources, FUNCTION)
        .filter(({ inputs }) => waitedFor.has(text(inputs["name"])))
        // Lambda's own default is 3.
        .filter(({ inputs }) => !(Number(inputs["timeout"] ?? 3) < GATEWAY_SECONDS))
        .map(
          (lambda) =>
            `${label(lambda)} may run for ${String(lambda.inputs["timeout"])} s: less than ${GATEWAY_SECONDS} lets callers have its answer`,
        )
    );
  },
};

function invokedBy({ operations, authorizerFunction }: McpApi): readonly string[] {
  return [
    ...operations.flatMap(({ invokes }) => invokes ?? []),
    text(authorizerFunction?.inputs["name"]),
  ];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
export const namedInvokers: Rule = {
  name: "function-named-invokers",
  description: "Only what is named by its ARN may invoke a function.",
  protects: true,
  decidedBy: PERMISSION,
  problems: (resources) =>
    ofType(resources, PERMISSION).flatMap((permission) => {
      const principal = text(permission.inputs["principal"]);
      if (principal === "" || principal.includes("*")) {
        return `${label(permission)} lets anybody invoke ("${principal}"): name the service or account`;
      }
      // An account is a name by itself; a service acts for every account.
      const isService = !/^\d{12}$|^arn:/.test(principal);
      const [, , , , account = "", target = ""] = text(permission.inputs["sourceArn"]).split(":");
      const isNamed = account !== "*" && !/^\**$/.test(target.split("/")[0] ?? "");
      return !isService || isNamed
        ? []
        : `${label(permission)} lets ${principal} invoke for any account: name the API, rule or topic in sourceArn`;
    }),
};

export const permittedRoutes: Rule = {
  name: "function-permitted-routes",
  description: "The API has a permission for each function that it invokes, for that route alone.",
  protects: false,
  problems: (resources) =>
    mcpApis(resources).flatMap((api) => {
      const permitted = ofType(resources, PERMISSION).map(({ inputs }) => ({
        lambda: text(inputs["function"]),
        source: text(inputs["sourceArn"]),
      }));
      const isPermitted = (lambda: string, end: string): boolean =>
        permitted.some((each) => each.lambda === lambda && each.source.endsWith(end));
      const wanted = api.operations.flatMap((operation) => sourceOf(operation));
      const { authorizerFunction } = api;
      const all =
        authorizerFunction === undefined
          ? wanted
          : [...wanted, { lambda: text(authorizerFunction.inputs["name"]), end: "/authorizers/*" }];
      return all
        .filter(({ lambda, end }) => !isPermitted(lambda, end))
        .map(
          ({ lambda, end }) =>
            `${label(api.resource)} invokes the function "${lambda}" without a permission: declare one whose sourceArn ends in ${end}`,
        );
    }),
};

function sourceOf({
  path,
  method,
  invokes,
}: Operation): readonly { lambda: string; end: string }[] {
  if (invokes === undefined) return [];
  return [{ lambda: invokes, end: `/${method === "any" ? "*" : method.toUpperCase()}${path}` }];
}
