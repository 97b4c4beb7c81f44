/** What each setting adds to the deployer's permissions, found by evaluating the program with it. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  type DeclaredResource,
  evaluateProgram,
  PROJECT_ROOT,
  type StackSettings,
} from "pulumi-local";
import { awsRegion } from "../infra/aws-region";
import { type Grant, grantsFor, type Place, without } from "./deployer-grants";
import { type Statement, statementsOf } from "./deployer-statements";
import { scriptGrants } from "./script-grants";

const FIXTURES = path.join(PROJECT_ROOT, "tests", "fixtures");
/** infra/tool-access.ts as a program. */
const TOOL_ACCESS = path.join(FIXTURES, "tool-access");
/** index.ts without what you add to it. */
const PRODUCT = path.join(FIXTURES, "product");

type Values = Readonly<Record<string, string>>;

/** Settings with which a program declares more, or more of a resource, and what they go with. */
export const SETTINGS_WITH_PERMISSIONS: Readonly<Record<string, Values>> = {
  accessLogs: { accessLogs: "true" },
  alarmEmail: { alarmEmail: "you@example.com" },
  allowedCidrs: { allowedCidrs: "203.0.113.0/24" },
  apiKeys: {
    auth: "apiKey",
    apiKeys: "alice",
    apiKeyBurst: "5",
    apiKeyQuotaPerDay: "1000",
    apiKeyRate: "2",
  },
  domainName: {
    domainName: "mcp.example.com",
    certificateArn: "arn:aws:acm:ap-northeast-2:123456789012:certificate/00000000-example",
  },
  hostedZoneId: { domainName: "mcp.example.com", hostedZoneId: "Z0123456789EXAMPLE" },
  monthlyBudgetUsd: { alarmEmail: "you@example.com", monthlyBudgetUsd: "20" },
  permissionsBoundaryArn: {
    permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/mcp-server-boundary",
  },
  provisionedConcurrency: { provisionedConcurrency: "2" },
  reservedConcurrency: { reservedConcurrency: "10" },
  subnetIds: {
    subnetIds: "subnet-0123456789abcdef0,subnet-0123456789abcdef1",
    securityGroupIds: "sg-0123456789abcdef0",
  },
  waf: { waf: "true" },
  // Beside all of the above that makes what takes tags; what each needs by itself is its own statement.
  tags: {
    tags: '{"team":"orders"}',
    accessLogs: "true",
    alarmEmail: "you@example.com",
    auth: "apiKey",
    apiKeys: "alice",
    domainName: "mcp.example.com",
    hostedZoneId: "Z0123456789EXAMPLE",
    monthlyBudgetUsd: "20",
    waf: "true",
  },
};

/** Other settings, each with a value that is not its default: those of a group together add nothing. */
export const SETTINGS_WITHOUT_PERMISSIONS: readonly Values[] = [
  {
    alarmDurationPercent: "70",
    alarmErrors: "2",
    alarmLatencyMs: "4000",
    alarmRequests: "5000",
    alarmServerErrorPercent: "6",
    alarmTasksLost: "2",
    alarmThrottles: "2",
    alarmToolErrorPercent: "30",
    alarmToolErrors: "20",
    alarmTopicArn: "arn:aws:sns:ap-northeast-2:123456789012:alarms",
    allowDynamicRequire: "a-package",
    allowedOrigins: "https://app.example.com",
    apiName: "Tools",
    architecture: "x86_64",
    auth: "iam",
    bundleAwsSdk: "true",
    keepVersions: "10",
    logCallers: "true",
    logLevel: "debug",
    logPayloads: "true",
    logRetentionDays: "30",
    maxBatch: "8",
    maxBodyBytes: "2097152",
    memoryMb: "1024",
    protect: "true",
    protectData: "true",
    publicUrl: "https://mcp.example.com/mcp",
    regionInNames: "true",
    secretNames: "apiKey=/orders/api-key",
    tableRecovery: "true",
    taskLimit: "20",
    taskLimitPerCaller: "2",
    taskMemoryMb: "256",
    throttleBurst: "10",
    throttleRate: "5",
    timeoutSeconds: "9",
    streaming: "true",
    version: "7",
    xray: "true",
  },
  // What the authorizer is made of is named as what the function is made of.
  {
    auth: "jwt",
    authCacheSeconds: "0",
    jwtAudience: "https://mcp.example.com/mcp",
    jwtClaims: "email",
    jwtClients: "cli",
    jwtIssuer: "https://issuer.example.com",
    jwtJwksUri: "https://issuer.example.com/keys",
    jwtScopeClaims: "permissions",
    jwtScopePrefix: "mcp/",
    jwtScopes: "use",
  },
];

const EXAMPLE_STACK: StackSettings = {
  project: "mcp-server",
  stack: "dev",
  config: { "aws:region": "ap-northeast-2" },
};

/** In the account of AWS's documentation. */
export const EXAMPLE: Place = placeOf(EXAMPLE_STACK, "123456789012");

/** Where a stack with these settings is deployed. */
export function placeOf({ project, stack, config }: StackSettings, account: string): Place {
  const region = awsRegion(config) ?? "";
  return {
    partition: partitionOf(region),
    region,
    account,
    stackName: `${project}-${stack}`,
    names: `${project}-*`,
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string): string {
  const beginnings: Values = {
    "cn-": "aws-cn",
    "eusc-": "aws-eusc",
    "us-gov-": "aws-us-gov",
    "us-iso-": "aws-iso",
    "us-isob-": "aws-iso-b",
    "eu-isoe-": "aws-iso-e",
    "us-isof-": "aws-iso-f",
  };
  const found = Object.entries(beginnings).find(([beginning]) => region.startsWith(beginning));
  return found?.[1] ?? "aws";
}

/** The resources of a program with settings. @param programFolder of index.ts; default: the project's. */
export async function declaredResources(
  settings: StackSettings,
  programFolder = PROJECT_ROOT,
): Promise<readonly DeclaredResource[]> {
  const workFolder = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-server-deployer-"));
  try {
    const { resources } = await evaluateProgram({
      ...settings,
      workFolder,
      apiUrl: "https://api.test",
      programFolder,
      onWarning: () => undefined,
    });
    return resources;
  } finally {
    fs.rmSync(workFolder, { recursive: true, force: true });
  }
}

const evaluated = new Map<string, Promise<readonly DeclaredResource[]>>();

/** As declaredResources, once for the same. */
function exampleResources(values: Values, folder?: string): Promise<readonly DeclaredResource[]> {
  const key = JSON.stringify([values, folder]);
  const own = Object.entries(values).map(([name, value]) => [`mcp-server:${name}`, value] as const);
  const config = { ...EXAMPLE_STACK.config, ...Object.fromEntries(own) };
  const resources = evaluated.get(key) ?? declaredResources({ ...EXAMPLE_STACK, config }, folder);
  evaluated.set(key, resources);
  return resources;
}

/** What the product takes with some settings, whatever index.ts and infra/tool-access.ts add. */
export async function productGrants(values: Values): Promise<readonly Grant[]> {
  const ofTools = await exampleResources({}, TOOL_ACCESS);
  const isOfTools = ({ type, name }: DeclaredResource): boolean =>
    ofTools.some((other) => other.type === type && other.name === name);
  const resources = await exampleResources(values, PRODUCT);
  return grantsFor(
    resources.filter((resource) => !isOfTools(resource)),
    EXAMPLE,
  );
}

/** Evaluates the product with each of these, as many at a time as there are processors. */
async function evaluateAll(all: readonly Values[]): Promise<void> {
  const left = [...all];
  const evaluateNext = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      await exampleResources(next, PRODUCT);
    }
  };
  await Promise.all(Array.from({ length: os.availableParallelism() }, evaluateNext));
}

/** What tools may need, which the product's own do not: infra/needs/. */
const OF_NEEDS: readonly DeclaredResource[] = [
  {
    type: "aws:dynamodb/table:Table",
    name: "need",
    custom: true,
    // Of every name, which begins so.
    inputs: { name: EXAMPLE.stackName, tags: {} },
    outputs: {},
  },
  {
    type: "aws:s3/bucket:Bucket",
    name: "need",
    custom: true,
    inputs: { bucketPrefix: `${EXAMPLE.stackName}-`, forceDestroy: true, tags: {} },
    outputs: {},
  },
];

/** The statements of all stacks, then what each setting adds, the needs of tools, and what rollouts do. */
export async function productStatements(): Promise<readonly Statement[]> {
  await evaluateAll([{}, ...Object.values(SETTINGS_WITH_PERMISSIONS)]);
  const base = await productGrants({});
  const found: Record<string, readonly Grant[]> = {};
  for (const [setting, values] of Object.entries(SETTINGS_WITH_PERMISSIONS)) {
    // What it goes with has statements of its own.
    const others = Object.keys(values).flatMap((key) => found[key] ?? []);
    found[setting] = without(await productGrants(values), [...base, ...others]);
  }
  return [
    ...statementsOf("base", base),
    ...Object.entries(found).flatMap(([setting, grants]) => statementsOf(setting, grants)),
    ...statementsOf("needs", grantsFor(OF_NEEDS, EXAMPLE)),
    ...statementsOf("versions", scriptGrants(EXAMPLE)),
  ];
}
