/** One request and its answer: what the parts of its server need to know of it. */
import type { McpServer, ServerCapabilities, ServerContext } from "@modelcontextprotocol/server";
import type { CallContext } from "../call-context";
import type { ExchangeRecord } from "../exchange-record";
import type { Run } from "./run";

export interface Exchange {
  /** The parsed body: the tools that it names are registered, and no others. */
  readonly body: unknown;
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

/** What runs as a part of an exchange: a tool, a resource or a prompt, by its name. */
export function runOf({ deadlineMs, record }: Exchange, kind: Run["kind"], name: string): Run {
  return { kind, name, deadlineMs, record, log: record.logFor({ [kind]: name }) };
}

/** The context that it gets. */
export function callContext({ log, record, deadlineMs }: Run, mcp: ServerContext): CallContext {
  return {
    log,
    count: (counter, by = 1) => {
      record.count(counter, by);
    },
    deadline: new Date(Date.now() + deadlineMs),
    signal: mcp.mcpReq.signal,
    mcp,
  };
}
