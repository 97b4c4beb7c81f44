/**
 * The local page's server part: its files, the measured dashboard, the log as it is written, and
 * calls of the MCP endpoint. It answers "/" and what lies under "/~/", which no stage can be called.
 *
 * The path of a request: own origin -> known path -> method -> answer. The gateway has checked Host.
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { View } from "../cloudwatch/view";
import { describe, sendCall, sendDocument, sendFile, sendLog, sendView } from "./answers";
import { PAGE_FILES } from "./files";
import type { LogFeed } from "./log-feed";
import { foreignness, pathOf } from "./origin";
import { type Exchange, refuse } from "./reply";

export { type LogEntry, LogFeed } from "./log-feed";

export interface PageSources {
  /** Name of the server. */
  readonly title: () => string;
  /** URL of the MCP endpoint. */
  readonly endpoint: () => string;
  /** @param minutes length of the time range that ends now. */
  readonly view: (minutes: number) => View;
  readonly log: LogFeed;
}

export interface Page {
  /** Answers a request that is the page's; false leaves it to the API. */
  readonly handle: (message: IncomingMessage, reply: ServerResponse) => boolean;
}

interface Route {
  readonly methods: readonly string[];
  readonly answer: (exchange: Exchange) => Promise<void>;
}

export function createPage(sources: PageSources): Page {
  const files = [...PAGE_FILES].map(([name, file]) => {
    const answer = (exchange: Exchange): Promise<void> => sendFile(exchange, file);
    return [`/~/${name}`, { methods: ["GET", "HEAD"], answer }] as const;
  });
  const routes = new Map<string, Route>([
    ...files,
    ["/", { methods: ["GET", "HEAD"], answer: (exchange) => sendDocument(exchange, sources) }],
    ["/~/view", { methods: ["GET"], answer: (exchange) => sendView(exchange, sources) }],
    ["/~/log", { methods: ["GET"], answer: (exchange) => sendLog(exchange, sources.log) }],
    ["/~/call", { methods: ["POST"], answer: (exchange) => sendCall(exchange, sources) }],
  ]);
  return {
    handle: (message, reply) => {
      const path = pathOf(message.url);
      // All else at "/" gets AWS's own answer: there the API has no stage.
      const isDocument = path === "/" && ["GET", "HEAD"].includes(message.method ?? "");
      if (!isDocument && !path.startsWith("/~/")) return false;
      void answer({ message, reply }, routes.get(path));
      return true;
    },
  };
}

async function answer(exchange: Exchange, route: Route | undefined): Promise<void> {
  const { message, reply } = exchange;
  const foreign = foreignness(message);
  if (foreign !== undefined) {
    refuse(exchange, 403, foreign);
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
    await route.answer(exchange);
  } catch (error) {
    if (reply.headersSent || reply.destroyed) reply.destroy();
    else refuse(exchange, 500, describe(error));
  }
}
