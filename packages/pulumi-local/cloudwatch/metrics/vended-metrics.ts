/**
 * AWS vended metrics, of what a program declares: a metric of an AWS namespace that
 * is not among them never has data.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 */
import { type DeclaredProgram, inputText, ofType } from "../../program/declared";
import { dimensionNames, type MetricId } from "./metric";

export type Vended = { readonly unit: string | undefined } | { readonly problem: string };

interface Service {
  /** Sets of dimensions, each as dimensionNames() writes it. */
  readonly dimensionSets: readonly string[];
  /** Units; undefined where the documentation names none. */
  readonly units: Readonly<Record<string, string | undefined>>;
  /** Metrics that come with other sets of dimensions than the rest. */
  readonly exceptions?: Readonly<Record<string, readonly string[]>>;
}

const ACCOUNT = "no dimension";
const BY_FUNCTION = ["FunctionName", "FunctionName, Resource"];

const LAMBDA: Service = {
  dimensionSets: [...BY_FUNCTION, "ExecutedVersion, FunctionName, Resource", ACCOUNT],
  units: {
    Invocations: "Count",
    Errors: "Count",
    Throttles: "Count",
    Duration: "Milliseconds",
    PostRuntimeExtensionsDuration: "Milliseconds",
    ConcurrentExecutions: "Count",
    UnreservedConcurrentExecutions: "Count",
    ClaimedAccountConcurrency: "Count",
    ProvisionedConcurrencyInvocations: "Count",
    ProvisionedConcurrencySpilloverInvocations: "Count",
    ProvisionedConcurrentExecutions: "Count",
    ProvisionedConcurrencyUtilization: undefined,
    DeadLetterErrors: "Count",
    AsyncEventsReceived: "Count",
    AsyncEventAge: "Milliseconds",
    AsyncEventsDropped: "Count",
    DestinationDeliveryFailures: "Count",
    RecursiveInvocationsDropped: "Count",
    IteratorAge: "Milliseconds",
  },
  exceptions: {
    UnreservedConcurrentExecutions: [ACCOUNT],
    ClaimedAccountConcurrency: [ACCOUNT],
    ConcurrentExecutions: [...BY_FUNCTION, ACCOUNT],
  },
};

const API_GATEWAY: Service = {
  dimensionSets: ["ApiName", "ApiName, Stage", "ApiName, Method, Resource, Stage"],
  units: {
    Count: "Count",
    "4XXError": "Count",
    "5XXError": "Count",
    CacheHitCount: "Count",
    CacheMissCount: "Count",
    Latency: "Milliseconds",
    IntegrationLatency: "Milliseconds",
  },
};

const SERVICES: Readonly<Record<string, Service>> = {
  "AWS/Lambda": LAMBDA,
  "AWS/ApiGateway": API_GATEWAY,
};

/** Whether AWS vends a metric for what the program declares, and with which unit. */
export function vendedMetric(program: DeclaredProgram, id: MetricId): Vended {
  const { namespace, name, dimensions } = id;
  const problem =
    vendedShape(namespace, name, dimensionNames(dimensions)) ?? undeclared(program, id);
  if (problem !== undefined) return { problem };
  return { unit: SERVICES[namespace]?.units[name] };
}

/**
 * Why AWS vends no metric of this name with these dimensions; undefined when it does.
 *
 * @param names as dimensionNames() writes them.
 */
export function vendedShape(namespace: string, name: string, names: string): string | undefined {
  const service = SERVICES[namespace];
  if (service === undefined) {
    return `${namespace}: the program declares nothing that has metrics there`;
  }
  if (!Object.hasOwn(service.units, name)) return `${namespace} has no metric ${name}`;
  const sets = service.exceptions?.[name] ?? service.dimensionSets;
  if (sets.includes(names)) return undefined;
  const known = sets.map((set) => (set === ACCOUNT ? "the account" : set)).join(" or by ");
  return `${namespace} vends ${name} by ${known}, not by ${names}`;
}

function undeclared(
  program: DeclaredProgram,
  { namespace, dimensions }: MetricId,
): string | undefined {
  return namespace === "AWS/Lambda"
    ? undeclaredFunction(program, dimensions)
    : undeclaredApi(program, dimensions);
}

type Dimensions = MetricId["dimensions"];

/** "name:live" of each declared alias of a function. */
export function aliasesOf(program: DeclaredProgram, functionName: string): readonly string[] {
  return ofType(program, "aws:lambda/alias:Alias")
    .filter((alias) => inputText(alias, "functionName").split(":").at(-1) === functionName)
    .map((alias) => `${functionName}:${inputText(alias, "name")}`);
}

function undeclaredFunction(program: DeclaredProgram, dimensions: Dimensions): string | undefined {
  const { FunctionName: name, Resource: resource } = dimensions;
  if (name === undefined) return undefined;
  const functions = ofType(program, "aws:lambda/function:Function");
  if (!functions.some((declared) => inputText(declared, "name", declared.name) === name)) {
    return `no declared function is called ${name}`;
  }
  if (resource === undefined || [name, ...aliasesOf(program, name)].includes(resource)) {
    return undefined;
  }
  return `function ${name} has no declared alias for Resource ${resource}; it is "${name}:<alias>"`;
}

function undeclaredApi(program: DeclaredProgram, dimensions: Dimensions): string | undefined {
  const { ApiName: name, Stage: stage, Method: method } = dimensions;
  const apis = ofType(program, "aws:apigateway/restApi:RestApi");
  if (!apis.some((api) => inputText(api, "name", api.name) === name)) {
    return `no declared REST API is called ${String(name)}`;
  }
  const stages = ofType(program, "aws:apigateway/stage:Stage");
  if (stage !== undefined && !stages.some((known) => inputText(known, "stageName") === stage)) {
    return `no declared stage is called ${stage}`;
  }
  if (method === undefined || hasDetailedMetrics(program)) return undefined;
  return "metrics by method need metricsEnabled in the declared method settings";
}

function hasDetailedMetrics(program: DeclaredProgram): boolean {
  return ofType(program, "aws:apigateway/methodSettings:MethodSettings").some(({ inputs }) => {
    const { settings } = inputs;
    return (
      typeof settings === "object" &&
      settings !== null &&
      "metricsEnabled" in settings &&
      settings.metricsEnabled === true
    );
  });
}
