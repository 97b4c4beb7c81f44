/**
 * SDK servers, one for each request: a kept one carries one caller's identity into the next caller's
 * response. All that can be made ahead is made once, at cold start.
 */
import { type CacheHint, McpServer, type ServerCapabilities } from "@modelcontextprotocol/server";
import { checkDefinition, type ServerDefinition } from "../definitions/server-definition";
import { prepareCompletions } from "../features/completions";
import { preparePrompts } from "../features/prompts";
import { prepareResources } from "../features/resources";
import { prepareTools } from "../features/tools";
import type { RequestContext } from "./request-context";

/** Makes the server of one request; whoever connects it closes it. */
export type CreateServer = (context: RequestContext) => McpServer;

/** Lists are the same for all callers; a deploy may change them. */
const CACHE_HINT: CacheHint = { ttlMs: 300_000, cacheScope: "public" };
const CACHE_HINTS = {
  "server/discover": CACHE_HINT,
  "tools/list": CACHE_HINT,
  "resources/list": CACHE_HINT,
  "resources/templates/list": CACHE_HINT,
  "prompts/list": CACHE_HINT,
};

/** Methods whose result describes the entire server. */
const INTRODUCTIONS: readonly string[] = ["initialize", "server/discover"];

/** @throws Error when two of a list have the same name. */
export function prepareServer(definition: ServerDefinition): CreateServer {
  checkDefinition(definition);
  const { info, instructions, options, extend } = definition;
  const all = [
    prepareTools(definition.tools),
    prepareResources(definition),
    preparePrompts(definition.prompts),
    prepareCompletions(definition),
  ].filter((feature) => feature !== undefined);
  // Each 2026-07-28 result repeats the server's name: icons belong to the introduction alone.
  const { icons, ...brief } = info;
  return (context) => {
    const methods = context.messages.map((message) => String(message?.method));
    const isIntroduction = methods.some((method) => INTRODUCTIONS.includes(method));
    // What a request does not ask for is not made: each handler costs some microseconds.
    const features = isIntroduction
      ? all
      : all.filter(({ methodPrefix }) => methods.some((name) => name.startsWith(methodPrefix)));
    const capabilities: ServerCapabilities = {};
    for (const feature of features) Object.assign(capabilities, feature.capabilities);
    const server = new McpServer(isIntroduction ? info : brief, {
      ...options,
      instructions,
      capabilities: Object.assign(capabilities, options?.capabilities),
      cacheHints: CACHE_HINTS,
    });
    for (const feature of features) feature.register(server, context);
    extend?.(server);
    return server;
  };
}
