/** One request and its answer: what the parts of its server need to know of it. */
import type { McpServer, ServerCapabilities } from "@modelcontextprotocol/server";
import type { ExchangeRecord } from "../exchange-record";
import type { HttpRequest, HttpResponse } from "../gateway-event";
import type { RawMessage } from "./raw-message";

export interface Exchange {
  /** As they were sent: the tools that they name are registered, and no others. */
  readonly messages: readonly RawMessage[];
  /** Time left for a tool in milliseconds. */
  readonly deadlineMs: number;
  /** Takes down what happens. */
  readonly record: ExchangeRecord;
}

/** What a server serves under methods of one kind. */
export interface ServerPart {
  /** What its methods begin with: "tools/". */
  readonly prefix: string;
  readonly capabilities: ServerCapabilities;
  /** Gives a server its handlers. */
  readonly serve: (server: McpServer, exchange: Exchange) => void;
}

/** A generation of the protocol: answers a parsed body with the help of a server, if it needs one. */
export type Leg = (
  request: HttpRequest,
  body: unknown,
  createServer: () => McpServer,
) => Promise<HttpResponse>;
