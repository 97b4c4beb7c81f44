/**
 * The leg of 2026-07-28 clients: the SDK's own handler, given one exchange and closed after it.
 * It checks headers against the body, versions and capabilities, and answers JSON, or SSE when a
 * tool sent notifications first.
 */
import { createMcpHandler, type JSONRPCMessage } from "@modelcontextprotocol/server";
import type { HttpRequest, HttpResponse } from "../gateway-event";
import type { Leg } from "./exchange";
import { clarifyError } from "./json-rpc";

/** API Gateway renames or drops others (connection, www-authenticate and the like). */
const PASSED_HEADERS = ["content-type", "cache-control", "x-accel-buffering", "allow"];

export function createModernLeg(): Leg {
  /**
   * What the handler reads of a request whose body is parsed already. A real Request would refuse
   * header values that API Gateway lets through (characters above 255).
   */
  const toFetchRequest = (request: HttpRequest): Request => {
    const headers = {
      get: (name: string) => request.headers[name.toLowerCase()] ?? null,
      has: (name: string) => request.headers[name.toLowerCase()] !== undefined,
    };
    const url = `https://${request.domainName ?? "localhost"}/mcp`;
    const { signal } = new AbortController();
    return { method: request.method, url, headers, signal } as unknown as Request;
  };

  return async (request, body, createServer) => {
    const handler = createMcpHandler(createServer, { legacy: "reject", keepAliveMs: 0 });
    try {
      const response = await handler.fetch(toFetchRequest(request), { parsedBody: body });
      const headers = Object.fromEntries(
        PASSED_HEADERS.flatMap((name) => {
          const value = response.headers.get(name);
          return value === null ? [] : [[name, value]];
        }),
      );
      const text = await response.text();
      const { status } = response;
      return text.includes('"error"')
        ? { status, headers, ...clarified(text) }
        : { status, headers, body: text };
    } finally {
      await handler.close();
    }
  };
}

/** The body, JSON or SSE, with an error of the SDK as clearly told as on the other leg. */
function clarified(body: string): Pick<HttpResponse, "body" | "errorCodes"> {
  const errorCodes: number[] = [];
  const clear = body.replace(/^(data: )?(\{.*"error".*)$/gm, (line, prefix = "", json: string) => {
    const message = JSON.parse(json) as JSONRPCMessage;
    if (!("error" in message)) return line;
    const error = clarifyError(message.error);
    errorCodes.push(error.code);
    return `${prefix as string}${JSON.stringify({ ...message, error })}`;
  });
  return { body: clear, errorCodes };
}
