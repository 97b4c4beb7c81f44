/** JSON-RPC with a page in a frame, over postMessage: https://www.jsonrpc.org/specification */
import { isObject, type JsonObject } from "../server/call";

/** Why a request of the page is refused. */
export class RpcError extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

export interface Peer {
  readonly notify: (method: string, params: JsonObject) => void;
  /** Sends a request; resolves when there is a response, or after so many milliseconds. */
  readonly request: (method: string, params: JsonObject, patienceMs: number) => Promise<void>;
  /** Hears nothing more of it. */
  readonly close: () => void;
}

export interface PeerHandlers {
  /** @throws RpcError to refuse it. */
  readonly onRequest: (method: string, params: JsonObject) => JsonObject | Promise<JsonObject>;
  readonly onNotification: (method: string, params: JsonObject) => void;
}

/** Talks with the page that a frame shows, and with no other. */
export function connectFrame(frame: HTMLIFrameElement, handlers: PeerHandlers): Peer {
  const { onRequest, onNotification } = handlers;
  const waiting = new Map<unknown, () => void>();
  let lastId = 0;
  // Its origin is nobody's, and has no name to give.
  const post = (message: JsonObject): void =>
    frame.contentWindow?.postMessage({ jsonrpc: "2.0", ...message }, "*");

  const respond = async (id: unknown, method: string, params: JsonObject): Promise<void> => {
    try {
      post({ id, result: await onRequest(method, params) });
    } catch (error) {
      const code = error instanceof RpcError ? error.code : -32603;
      post({ id, error: { code, message: error instanceof Error ? error.message : "it failed" } });
    }
  };
  const listen = ({ source, data }: MessageEvent<unknown>): void => {
    if (source === null || source !== frame.contentWindow) return;
    if (!isObject(data) || data["jsonrpc"] !== "2.0") return;
    const { id, method } = data;
    const params = isObject(data["params"]) ? data["params"] : {};
    if (typeof method !== "string") waiting.get(id)?.();
    else if (id === undefined) onNotification(method, params);
    else void respond(id, method, params);
  };
  window.addEventListener("message", listen);
  return {
    notify: (method, params) => {
      post({ method, params });
    },
    request: (method, params, patienceMs) => {
      const id = `host-${(lastId += 1)}`;
      const answered = new Promise<void>((resolve) => {
        waiting.set(id, resolve);
        setTimeout(resolve, patienceMs);
      });
      post({ id, method, params });
      return answered.finally(() => waiting.delete(id));
    },
    close: () => {
      window.removeEventListener("message", listen);
    },
  };
}
