/**
 * How an SDK server is made for one exchange: a kept one carries one caller's identity into the
 * next caller's answer. All that can be made ahead is made once, at cold start.
 */
import { type CacheHint, McpServer, type ServerCapabilities } from "@modelcontextprotocol/server";
import type { Exchange } from "./exchange";
import { createRunner } from "./run";
import { prepareCompletions } from "./serve-completions";
import { preparePrompts } from "./serve-prompts";
import { prepareResources } from "./serve-resources";
import { prepareTools } from "./serve-tools";
import { refuseDuplicates, type ServerDefinition } from "../server-definition";

/** Makes the server of one exchange; whoever connects it closes it. */
export type CreateServer = (exchange: Exchange) => McpServer;

/** Lists are the same for all callers; a deploy may change them. */
const CACHE_HINT: CacheHint = { ttlMs: 300_000, cacheScope: "public" };
const CACHE_HINTS = {
  "server/discover": CACHE_HINT,
  "tools/list": CACHE_HINT,
  "resources/list": CACHE_HINT,
  "resources/templates/list": CACHE_HINT,
  "prompts/list": CACHE_HINT,
};

/** @throws Error when two of a list have the same name. */
export function prepareServer(definition: ServerDefinition): CreateServer {
  refuseDuplicates(definition);
  const { info, instructions, options, extend } = definition;
  const runner = createRunner();
  const all = [
    prepareTools(definition.tools, runner),
    prepareResources(definition, runner),
    preparePrompts(definition.prompts, runner),
    prepareCompletions(definition, runner),
  ].filter((part) => part !== undefined);
  // Each 2026-07-28 result repeats who answers: icons belong to the introduction alone.
  const { icons, ...brief } = info;
  return (exchange) => {
    const methods = exchange.messages.map((message) => String(message?.method));
    const isIntroduction = methods.some((method) => INTRODUCTIONS.includes(method));
    // What an exchange does not ask for is not made: each handler costs some microseconds.
    const parts = isIntroduction
      ? all
      : all.filter(({ prefix }) => methods.some((method) => method.startsWith(prefix)));
    const capabilities: ServerCapabilities = {};
    for (const part of parts) Object.assign(capabilities, part.capabilities);
    const server = new McpServer(isIntroduction ? info : brief, {
      ...options,
      instructions,
      capabilities: Object.assign(capabilities, options?.capabilities),
      cacheHints: CACHE_HINTS,
    });
    for (const part of parts) part.serve(server, exchange);
    extend?.(server);
    return server;
  };
}

/** Methods that tell all that a server can do. */
const INTRODUCTIONS: readonly string[] = ["initialize", "server/discover"];
