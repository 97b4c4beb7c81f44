/**
 * Handler of the modern era: the SDK's own for 2026-07-28 clients, made for one request and closed
 * after it. It checks headers against the body, versions and capabilities, and responds in JSON, or
 * in SSE when a tool sent notifications first.
 */
import {
  createMcpHandler,
  type JSONRPCMessage,
  type McpServer,
} from "@modelcontextprotocol/server";
import type { HttpRequest, HttpResponse } from "../http/gateway-event";
import type { Outlet } from "../streaming/outlet";
import { authInfoOf } from "./auth-info";
import { clarifyError } from "./json-rpc";

/** API Gateway renames or drops others (connection, www-authenticate and the like). */
const PASSED_HEADERS = ["content-type", "cache-control", "x-accel-buffering", "allow"];

export async function handleModernRequest(
  request: HttpRequest,
  message: JSONRPCMessage | undefined,
  createServer: () => McpServer,
  outlet?: Outlet,
): Promise<HttpResponse> {
  const handler = createMcpHandler(createServer, { legacy: "reject", keepAliveMs: 0 });
  try {
    const options = { parsedBody: message, ...authInfoOf(request) };
    const response = await handler.fetch(toFetchRequest(request), options);
    const headers = Object.fromEntries(
      PASSED_HEADERS.flatMap((name) => {
        const value = response.headers.get(name);
        return value === null ? [] : [[name, value]];
      }),
    );
    if (outlet !== undefined && headers["content-type"] === "text/event-stream") {
      const body = await outlet.forward(response);
      return { status: 200, headers: { "content-type": "application/json" }, ...clarified(body) };
    }
    const text = await response.text();
    const { status } = response;
    return text.includes('"error"')
      ? { status, headers, ...clarified(text) }
      : { status, headers, body: text };
  } finally {
    await handler.close();
  }
}

/**
 * What the SDK's handler reads of a request whose body is parsed already. A real Request would refuse
 * header values that API Gateway lets through (characters above 255). It has no signal, since nobody
 * is told here when a client hangs up.
 */
function toFetchRequest(request: HttpRequest): Request {
  const headers = { get: (name: string) => request.headers[name.toLowerCase()] ?? null };
  const url = `https://${request.domainName ?? "localhost"}/mcp`;
  return { method: request.method, url, headers } as unknown as Request;
}

/** The body, JSON or SSE, with an error of the SDK as clear as in the legacy era. */
function clarified(body: string): Pick<HttpResponse, "body" | "errorCodes"> {
  const errorCodes: number[] = [];
  const clarify = (json: string): string => {
    const message = JSON.parse(json) as JSONRPCMessage;
    if (!("error" in message)) return json;
    const error = clarifyError(message.error);
    errorCodes.push(error.code);
    return JSON.stringify({ ...message, error });
  };
  return { body: eachMessage(body, clarify), errorCodes };
}

/** A task that was begun, without the content of tool results that the SDK demands of it. */
export function withoutTaskContent(response: HttpResponse): HttpResponse {
  if (!response.body.includes('"resultType":"task"')) return response;
  const withoutContent = (json: string): string => {
    const { result, ...rest } = JSON.parse(json) as { result?: Record<string, unknown> };
    if (result?.["resultType"] !== "task") return json;
    const { content, ...task } = result;
    return JSON.stringify({ ...rest, result: task });
  };
  return { ...response, body: eachMessage(response.body, withoutContent) };
}

const DATA = "data: ";

/** No other character than a line feed ends a line of SSE here: JSON has none of them, or escapes them. */
function eachMessage(body: string, change: (json: string) => string): string {
  if (body.startsWith("{")) return change(body);
  return body
    .split("\n")
    .map((line) => (line.startsWith(DATA) ? DATA + change(line.slice(DATA.length)) : line))
    .join("\n");
}
