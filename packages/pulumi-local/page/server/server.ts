/**
 * The local page's server part: its files, the measured dashboard, the log as it is written, and
 * calls of the MCP endpoint. It serves "/" and what lies under "/~/", which no stage can be called.
 *
 * The path of a request: own origin -> known path -> method -> response. The gateway has checked Host.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { sendAppPage } from "./app-pages";
import { NO_CREDENTIALS } from "./credentials";
import { crossOriginReason, pathOf } from "./origin";
import { type Exchange, refuse } from "./reply";
import {
  firstLine,
  type PageSources,
  sendAccess,
  sendAsset,
  sendCall,
  sendDocument,
  sendLog,
  sendTables,
  sendTasks,
  sendView,
} from "./responses";

export { type LogEntry, LogFeed } from "./log-feed";
export type { PageSources } from "./responses";

export interface Page {
  /** Handles a request that is the page's; false leaves it to the API. */
  readonly handle: (message: IncomingMessage, reply: ServerResponse) => boolean;
}

interface Route {
  readonly methods: readonly string[];
  readonly respond: (exchange: Exchange, sources: PageSources) => Promise<void>;
}

const READ = ["GET", "HEAD"];

const ROUTES: ReadonlyMap<string, Route> = new Map([
  ["/", { methods: READ, respond: sendDocument }],
  ["/~/main.js", { methods: READ, respond: (exchange) => sendAsset(exchange, "main.js") }],
  ["/~/main.css", { methods: READ, respond: (exchange) => sendAsset(exchange, "main.css") }],
  ["/~/view", { methods: ["GET"], respond: sendView }],
  ["/~/tables", { methods: ["GET"], respond: sendTables }],
  ["/~/tasks", { methods: ["GET"], respond: sendTasks }],
  ["/~/log", { methods: ["GET"], respond: sendLog }],
  ["/~/access", { methods: ["GET"], respond: sendAccess }],
  ["/~/call", { methods: ["POST"], respond: sendCall }],
  ["/~/app", { methods: ["GET", "POST"], respond: sendAppPage }],
]);

type Optional = "credentials" | "tables" | "tasks";

/** @param given without `credentials`: what anybody may call; without `tables` or `tasks`: there are none. */
export function createPage(
  given: Omit<PageSources, Optional> & Partial<Pick<PageSources, Optional>>,
): Page {
  const sources: PageSources = {
    credentials: NO_CREDENTIALS,
    tables: nothing,
    tasks: nothing,
    ...given,
  };
  return {
    handle: (message, reply) => {
      const path = pathOf(message.url);
      // All else at "/" gets AWS's own response: there the API has no stage.
      const isDocument = path === "/" && READ.includes(message.method ?? "");
      if (!isDocument && !path.startsWith("/~/")) return false;
      void dispatch({ message, reply }, ROUTES.get(path), sources);
      return true;
    },
  };
}

async function nothing(): Promise<readonly never[]> {
  return [];
}

async function dispatch(
  exchange: Exchange,
  route: Route | undefined,
  sources: PageSources,
): Promise<void> {
  const { message, reply } = exchange;
  const crossOrigin = crossOriginReason(message);
  if (crossOrigin !== undefined) {
    refuse(exchange, 403, crossOrigin);
    return;
  }
  if (route === undefined) {
    refuse(exchange, 404, "The page has nothing here.");
    return;
  }
  if (!route.methods.includes(message.method ?? "")) {
    const allow = route.methods.join(", ");
    refuse(exchange, 405, `Only ${allow} here.`, allow);
    return;
  }
  try {
    await route.respond(exchange, sources);
  } catch (error) {
    if (reply.headersSent || reply.destroyed) reply.destroy();
    else refuse(exchange, 500, firstLine(error));
  }
}
