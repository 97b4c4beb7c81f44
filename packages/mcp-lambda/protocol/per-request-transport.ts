/**
 * Per-request transport of the legacy era: connects an SDK server for the messages of one HTTP
 * request, and collects what it sends. Refuses requests to the client, which has no way to respond.
 */
import type {
  JSONRPCMessage,
  JSONRPCResponse,
  McpServer,
  MessageExtraInfo,
  Transport,
} from "@modelcontextprotocol/server";
import type { Outlet } from "../streaming/outlet";
import { clarifyError } from "./json-rpc";
import { wellFormedJson } from "./well-formed";

export interface SentMessages {
  /** As they came. */
  readonly responses: readonly JSONRPCResponse[];
  readonly notifications: readonly JSONRPCMessage[];
}

/**
 * Hands the messages to the server, waits for a response to each request, and closes the server.
 *
 * @param makeExtra what the server is told with a message
 * @param outlet receives notifications as they come
 */
export async function collectResponses(
  server: McpServer,
  received: readonly JSONRPCMessage[],
  makeExtra: () => MessageExtraInfo,
  outlet?: Outlet,
): Promise<SentMessages> {
  const messages = received.filter(isDelivered);
  const transport = new PerRequestTransport(messages.filter(isRequest).length, outlet);
  await server.connect(transport);
  try {
    for (const message of messages) transport.onmessage?.(message, makeExtra());
    await transport.finished;
    return transport;
  } finally {
    await server.close();
  }
}

class PerRequestTransport implements Transport {
  onmessage?: NonNullable<Transport["onmessage"]>;
  onclose?: NonNullable<Transport["onclose"]>;
  readonly responses: JSONRPCResponse[] = [];
  readonly notifications: JSONRPCMessage[] = [];
  private readonly end = Promise.withResolvers<undefined>();

  constructor(
    private waiting: number,
    private readonly outlet: Outlet | undefined,
  ) {
    if (waiting === 0) this.end.resolve(undefined);
  }

  /** Resolves when each request has its response. */
  get finished(): Promise<undefined> {
    return this.end.promise;
  }

  async start(): Promise<void> {
    // Nothing to open.
  }

  async close(): Promise<void> {
    this.onclose?.();
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if ("method" in message) {
      if ("id" in message) {
        throw new Error(`${message.method}: a stateless endpoint cannot ask its client`);
      }
      if (this.outlet === undefined) this.notifications.push(message);
      else await this.outlet.send(wellFormedJson(JSON.stringify(message)));
      return;
    }
    this.responses.push(
      "error" in message ? { ...message, error: clarifyError(message.error) } : message,
    );
    this.waiting -= 1;
    if (this.waiting === 0) this.end.resolve(undefined);
  }
}

/**
 * A cancellation is not: it could only mean a request of the same batch, whose response would then
 * never come. Under an id it is a request like any other, and refused as unknown.
 */
function isDelivered(message: JSONRPCMessage): boolean {
  return !("method" in message) || "id" in message || message.method !== "notifications/cancelled";
}

function isRequest(message: JSONRPCMessage): boolean {
  return "method" in message && "id" in message;
}
