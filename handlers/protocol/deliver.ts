/** How messages reach an SDK server that lives for one exchange, and what it answers. */
import type { JSONRPCMessage, McpServer, Transport } from "@modelcontextprotocol/server";
import { clarifyError } from "./json-rpc";

export interface Answers {
  readonly replies: readonly JSONRPCMessage[];
  readonly notifications: readonly JSONRPCMessage[];
}

/** Hands the messages to the server and waits for an answer to each request among them. */
export type Deliver = (messages: readonly JSONRPCMessage[], server: McpServer) => Promise<Answers>;

export function createDelivery(): Deliver {
  /**
   * A cancellation is not: it could only mean a request of the same batch, whose answer would then
   * never come. Under an id it is a request like any other, and answered as unknown.
   */
  const isToBeDelivered = (message: JSONRPCMessage): boolean =>
    !("method" in message) || "id" in message || message.method !== "notifications/cancelled";

  return async (sent, server) => {
    const messages = sent.filter(isToBeDelivered);
    const replies: JSONRPCMessage[] = [];
    const notifications: JSONRPCMessage[] = [];
    let waiting = messages.filter((message) => "method" in message && "id" in message).length;
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
      if (waiting === 0) resolve();
    });
    const transport: Transport = {
      start: async () => undefined,
      close: async () => transport.onclose?.(),
      send: async (message) => {
        if (!("method" in message)) {
          const isError = "error" in message;
          replies.push(isError ? { ...message, error: clarifyError(message.error) } : message);
          waiting -= 1;
          if (waiting === 0) finish();
        } else if ("id" in message) {
          throw new Error(`${message.method}: a stateless endpoint cannot ask its client`);
        } else {
          notifications.push(message);
        }
      },
    };
    await server.connect(transport);
    try {
      for (const message of messages) transport.onmessage?.(message);
      await finished;
      return { replies: replies.length < 2 ? replies : inOrder(replies, messages), notifications };
    } finally {
      await server.close();
    }
  };
}

/** Answers in the order of the requests, whichever was ready first. */
function inOrder(
  replies: readonly JSONRPCMessage[],
  requests: readonly JSONRPCMessage[],
): readonly JSONRPCMessage[] {
  const place = (message: JSONRPCMessage): number =>
    requests.findIndex(
      (request) => "id" in request && "id" in message && request.id === message.id,
    );
  return [...replies].sort((a, b) => place(a) - place(b));
}
