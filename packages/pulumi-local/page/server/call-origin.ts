/**
 * Origin of the page's calls: a person's, or what the page asks for itself, which is shown and counted
 * nowhere. Known by the ends of the connection, so that nothing is added to what goes over the wire.
 */
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";

export type CallOrigin = "page" | "own";

const origins = new Map<string, CallOrigin>();

/** Marks what is sent over this connection, which serves one request. */
export function markConnection(socket: Socket, origin: CallOrigin): void {
  // Nothing has been received before it connects.
  socket.once("connect", () => {
    const key = `${socket.localPort ?? 0} ${socket.remotePort ?? 0}`;
    origins.set(key, origin);
    socket.once("close", () => origins.delete(key));
  });
}

/** Of a request that was received in this process; undefined for others' requests. */
export function originOf({ socket }: Pick<IncomingMessage, "socket">): CallOrigin | undefined {
  return origins.get(`${socket.remotePort ?? 0} ${socket.localPort ?? 0}`);
}
