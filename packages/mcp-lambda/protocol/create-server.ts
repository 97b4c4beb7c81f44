/**
 * SDK servers, one for each request: a kept one carries one caller's identity into the next caller's
 * response. All that can be made ahead is made once, at cold start.
 */
import { type CacheHint, McpServer, type ServerCapabilities } from "@modelcontextprotocol/server";
import { checkDefinition } from "../definitions/check-definition";
import type { ServerDefinition } from "../definitions/server-definition";
import { requireScopedAuth } from "../definitions/tool-scopes";
import { prepareCompletions } from "../features/completions";
import type { Feature } from "../features/feature";
import { preparePrompts } from "../features/prompts";
import { createRequestStates } from "../features/request-state";
import { prepareResources } from "../features/resources";
import { prepareTools } from "../features/tools";
import { identityOf } from "../http/caller";
import { withToolPages } from "../ui/tool-pages";
import { prepareTasks } from "../tasks/prepare-tasks";
import type { TaskOptions } from "../tasks/task-rules";
import type { RequestContext } from "./request-context";

/** Makes the server of one request; whoever connects it closes it. */
export type CreateServer = (context: Omit<RequestContext, "states" | "refusals">) => McpServer;

/** Lists are the same for all callers; a deploy may change them. */
const CACHE_HINT: CacheHint = { ttlMs: 300_000, cacheScope: "public" };
const CACHE_HINTS = {
  "server/discover": CACHE_HINT,
  "tools/list": CACHE_HINT,
  "resources/list": CACHE_HINT,
  "resources/templates/list": CACHE_HINT,
  "prompts/list": CACHE_HINT,
};

/** Characters that the refusals of a request have together, beyond a few words for each. */
const MAX_REFUSALS = 4_000;

/** Methods whose result describes the entire server. */
const INTRODUCTIONS: readonly string[] = ["initialize", "server/discover"];

/**
 * Whether this is Lambda itself, and not a test, a preview or a local run, all of which check what is
 * deployed. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
const isDeployed = (): boolean => process.env["AWS_LAMBDA_RUNTIME_API"] !== undefined;

export interface ServerRules {
  readonly stateKey?: string | undefined;
  readonly auth?: string | undefined;
  readonly tasks?: TaskOptions | undefined;
}

/** @throws Error that says all that is wrong with the definition. */
export function prepareServer(
  given: ServerDefinition,
  { stateKey, auth, tasks: taskOptions }: ServerRules,
): CreateServer {
  // Schemas take milliseconds to convert: no caller waits for what has been checked before.
  if (!isDeployed()) checkDefinition(given);
  const hasPages = given.tools.some(({ ui }) => ui !== undefined);
  const definition = hasPages ? withToolPages(given) : given;
  requireScopedAuth(definition, auth);
  const { info, instructions, options, extend } = definition;
  const tasks = prepareTasks(definition.tools, info.name, taskOptions);
  const all = [
    prepareTools(definition.tools, tasks),
    tasks,
    prepareResources(definition),
    preparePrompts(definition.prompts),
    prepareCompletions(definition),
    ...(definition.skills?.features ?? []),
  ].filter((feature) => feature !== undefined);
  const extensions = extensionsOf(all, options?.capabilities);
  // Each 2026-07-28 result repeats the server's name: icons belong to the introduction alone.
  const { icons, ...brief } = info;
  const statesOf =
    options?.requestState === undefined ? createRequestStates(stateKey) : () => undefined;
  return (request) => {
    const { messages } = request;
    const methods = messages.map((message) => String(message?.method));
    const states = statesOf(() => subjectOf(request));
    const context = { ...request, states, refusals: { left: MAX_REFUSALS } };
    const isIntroduction = methods.some((method) => INTRODUCTIONS.includes(method));
    // What a request does not ask for is not made: each handler costs some microseconds.
    const features = isIntroduction
      ? all
      : all.filter(({ methodPrefix }) => methods.some((name) => name.startsWith(methodPrefix)));
    const capabilities: ServerCapabilities = {};
    for (const feature of features) Object.assign(capabilities, feature.capabilities);
    const server = new McpServer(isIntroduction ? info : brief, {
      ...(states !== undefined && { requestState: { verify: states.open } }),
      // A stateless server has no way to ask a 2025 client: tools and prompts say so themselves.
      inputRequired: { legacyShim: false },
      ...options,
      instructions,
      capabilities: Object.assign(
        capabilities,
        options?.capabilities,
        isIntroduction ? extensions : undefined,
      ),
      cacheHints: CACHE_HINTS,
    });
    for (const feature of features) feature.register(server, context);
    extend?.(server);
    return server;
  };
}

/** Those of all features and of the options, since each may have some; undefined when no feature has. */
function extensionsOf(
  features: readonly Feature[],
  given: ServerCapabilities | undefined,
): Pick<ServerCapabilities, "extensions"> | undefined {
  const own = features.flatMap(({ capabilities }) => Object.entries(capabilities.extensions ?? {}));
  if (own.length === 0) return undefined;
  return { extensions: { ...Object.fromEntries(own), ...given?.extensions } };
}

/**
 * What a request is for, and who sends it: whose state it may bring. A batch, which 2025 clients alone
 * send, has none.
 */
function subjectOf({
  messages: [message, ...others],
  caller,
}: Pick<RequestContext, "messages" | "caller">): string | undefined {
  if (others.length > 0) return undefined;
  const { name, uri } = message?.params ?? {};
  return JSON.stringify([message?.method, name ?? uri, ...identityOf(caller)]);
}
