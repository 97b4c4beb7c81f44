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
import { sendLines, sendServer } from "./log-lines";
import { sendQuery } from "./queries";
import { type Exchange, refuse } from "./reply";
import {
  type EditStates,
  firstLine,
  type PageSources,
  sendAccess,
  sendAsset,
  sendList,
  sendCall,
  sendDocument,
  sendView,
} from "./responses";
import { sendEvents } from "./send-events";

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
  ["/~/icon.svg", { methods: READ, respond: (exchange) => sendAsset(exchange, "icon.svg") }],
  // What browsers ask for where a document names no icon: a response of the endpoint.
  ["/favicon.ico", { methods: READ, respond: (exchange) => sendAsset(exchange, "icon.svg") }],
  ["/~/view", { methods: ["GET"], respond: sendView }],
  ["/~/tables", { methods: ["GET"], respond: sendList("tables") }],
  ["/~/buckets", { methods: ["GET"], respond: sendList("buckets") }],
  ["/~/tasks", { methods: ["GET"], respond: sendList("tasks") }],
  ["/~/log", { methods: ["GET"], respond: sendEvents }],
  ["/~/access", { methods: ["GET"], respond: sendAccess }],
  ["/~/call", { methods: ["POST"], respond: sendCall }],
  ["/~/server", { methods: ["GET"], respond: sendServer }],
  ["/~/lines", { methods: ["GET"], respond: sendLines }],
  ["/~/query", { methods: ["POST"], respond: sendQuery }],
  ["/~/app", { methods: ["GET", "POST"], respond: sendAppPage }],
]);

type Optional = "credentials" | "tables" | "tasks" | "buckets" | "edits";

/** @param given without `credentials`: what anybody may call; without the others: there are none. */
export function createPage(
  given: Omit<PageSources, Optional> & Partial<Pick<PageSources, Optional>>,
): Page {
  const sources: PageSources = {
    credentials: NO_CREDENTIALS,
    tables: nothing,
    tasks: nothing,
    buckets: nothing,
    edits: UNCHANGED,
    ...given,
  };
  return {
    handle: (message, reply) => {
      const path = pathOf(message.url);
      // All else at "/" gets AWS's own response: there the API has no stage.
      const isRead = READ.includes(message.method ?? "");
      const isFile = isRead && (path === "/" || path === "/favicon.ico");
      if (!isFile && !path.startsWith("/~/")) return false;
      void dispatch({ message, reply }, ROUTES.get(path), sources);
      return true;
    },
  };
}

/** Of a program that nobody edits. */
const UNCHANGED: EditStates = {
  state: { kind: "served", servedSince: 0 },
  subscribe: () => () => undefined,
};

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
