/** JSON-RPC messages of both eras, and what is read of their answers. */
import { isObject } from "pulumi-local";
import type { Answered, Sent } from "./exchange";

export type JsonObject = Readonly<Record<string, unknown>>;
export type Era = "2025" | "2026";

const CLIENT = { name: "smoke", version: "1.0.0" };
const VERSIONS = { "2025": "2025-11-25", "2026": "2026-07-28" } as const;

/** A request as clients of an era send it. https://modelcontextprotocol.io/specification/ */
export function requestOf(era: Era, method: string, params: JsonObject = {}): Sent {
  const isModern = era === "2026";
  const meta = {
    "io.modelcontextprotocol/protocolVersion": VERSIONS["2026"],
    "io.modelcontextprotocol/clientInfo": CLIENT,
    "io.modelcontextprotocol/clientCapabilities": {},
  };
  const { name } = params;
  return {
    headers: {
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...(method !== "initialize" && { "mcp-protocol-version": VERSIONS[era] }),
      ...(isModern && { "mcp-method": method }),
      ...(isModern && typeof name === "string" && { "mcp-name": name }),
    },
    body: JSON.stringify({
      jsonrpc: "2.0",
      id: 1,
      method,
      params: isModern ? { ...params, _meta: meta } : params,
    }),
  };
}

export function initialize(): Sent {
  const params = { protocolVersion: VERSIONS["2025"], capabilities: {}, clientInfo: CLIENT };
  return requestOf("2025", "initialize", params);
}

/** The JSON object of an answer; undefined where there is none. An event stream's first message counts. */
export function objectOf({ body, headers }: Answered): JsonObject | undefined {
  const isStream = headers["content-type"]?.startsWith("text/event-stream") === true;
  const text = isStream ? (/^data: ?(.*)$/m.exec(body)?.[1] ?? "") : body;
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function resultOf(answer: Answered): JsonObject | undefined {
  const result = objectOf(answer)?.["result"];
  return isObject(result) ? result : undefined;
}

export interface RpcError {
  readonly code: number;
  readonly message: string;
}

export function errorOf(answer: Answered): RpcError | undefined {
  const error = objectOf(answer)?.["error"];
  if (!isObject(error)) return undefined;
  const { code, message } = error;
  return typeof code === "number" && typeof message === "string" ? { code, message } : undefined;
}

/** Of a JSON-RPC error, or of AWS's own ("message", and "Message" of IAM's); "" where there is none. */
export function messageOf(answer: Answered): string {
  const object = objectOf(answer);
  const message = errorOf(answer)?.message ?? object?.["message"] ?? object?.["Message"];
  return typeof message === "string" ? message : "";
}

/** API Gateway's id of the request, which its log and the function's have. */
export function requestIdOf({ headers }: Answered): string | undefined {
  const id = headers["x-amzn-requestid"] ?? headers["apigw-requestid"];
  return typeof id === "string" ? id : undefined;
}
