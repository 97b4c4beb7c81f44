/**
 * How an SDK server is made for one exchange: a kept one carries one caller's identity into the
 * next caller's answer. All that can be made ahead is made once, at cold start.
 */
import { type CacheHint, McpServer, type ServerCapabilities } from "@modelcontextprotocol/server";
import { type Exchange, messagesIn } from "./exchange";
import { prepareCompletions } from "./serve-completions";
import { preparePrompts } from "./serve-prompts";
import { prepareResources } from "./serve-resources";
import { prepareTools } from "./serve-tools";
import { refuseDuplicates, type ServerDefinition } from "../server-definition";

/** Makes the server of one exchange; whoever connects it closes it. */
export type CreateServer = (exchange: Exchange) => McpServer;

/** Lists are the same for all callers; a deploy may change them. */
const CACHE_HINT: CacheHint = { ttlMs: 300_000, cacheScope: "public" };

/** @throws Error when two of a list have the same name. */
export function prepareServer(definition: ServerDefinition): CreateServer {
  refuseDuplicates(definition);
  const { info, instructions, options } = definition;
  const serverOptions = {
    ...options,
    instructions,
    capabilities: { ...capabilitiesOf(definition), ...options?.capabilities },
    cacheHints: {
      "server/discover": CACHE_HINT,
      "tools/list": CACHE_HINT,
      "resources/list": CACHE_HINT,
      "resources/templates/list": CACHE_HINT,
      "prompts/list": CACHE_HINT,
    },
  };
  const parts = [
    prepareTools(definition.tools),
    prepareResources(definition),
    preparePrompts(definition.prompts),
    prepareCompletions(definition),
  ];
  // Each 2026-07-28 result repeats who answers: icons belong to the introduction alone.
  const { icons, ...brief } = info;
  return (exchange) => {
    const server = new McpServer(isIntroduction(exchange.body) ? info : brief, serverOptions);
    for (const part of parts) part?.(server, exchange);
    definition.extend?.(server);
    return server;
  };
}

/** Nothing is announced later: a stateless endpoint has nobody to announce it to. */
function capabilitiesOf(definition: ServerDefinition): ServerCapabilities {
  const { resources, resourceTemplates, prompts } = definition;
  const listChanged = false;
  const completes = [...prompts, ...resourceTemplates].some(({ complete }) => complete);
  return {
    tools: { listChanged },
    ...(resources.length + resourceTemplates.length > 0 && { resources: { listChanged } }),
    ...(prompts.length > 0 && { prompts: { listChanged } }),
    ...(completes && { completions: {} }),
  };
}

function isIntroduction(body: unknown): boolean {
  const introductions: readonly unknown[] = ["initialize", "server/discover"];
  return messagesIn(body).some((message) => introductions.includes(message?.method));
}
