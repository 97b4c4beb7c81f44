/** A request in one line, for the console and the page: "200 2026 tools/call add ok 3 ms <request id>". */
import type { AnsweredRequest } from "../api-gateway/answered-request";
import { type Fields, parseObject } from "./json-fields";
import { printable } from "./printable";
import { outcomeOf, type RequestOutcome } from "./request-outcome";

/** What was asked for, as far as it was a message. */
export interface RequestFacts {
  /** Protocol era that was spoken. */
  readonly era?: "2025" | "2026";
  /** JSON-RPC method, or how many messages there were. */
  readonly rpc?: string;
  readonly tool?: string;
}

export function requestFacts({ body, protocolVersion }: AnsweredRequest): RequestFacts {
  const message = parseObject(body?.toString("utf8") ?? "");
  if (message === undefined) return {};
  if (Array.isArray(message)) return { era: "2025", rpc: `batch of ${message.length}` };
  const params = message["params"] as Fields | null | undefined;
  const [rpc, tool] = [message["method"], params?.["name"]];
  return {
    era: eraOf(protocolVersion, params),
    ...(typeof rpc === "string" && { rpc: clip(rpc) }),
    ...(typeof tool === "string" && { tool: clip(tool) }),
  };
}

/** https://modelcontextprotocol.io/specification/2026-07-28/basic/versioning */
function eraOf(header: string | undefined, params: Fields | null | undefined): "2025" | "2026" {
  const meta = params?.["_meta"] as Fields | null | undefined;
  const version = header ?? meta?.["io.modelcontextprotocol/protocolVersion"];
  return typeof version === "string" && version >= "2026" ? "2026" : "2025";
}

export interface LineOptions {
  /** Default: what the response says. */
  readonly outcome?: RequestOutcome;
  /** Default: without colours. */
  readonly paint?: (what: "status" | "id", text: string) => string;
}

export function requestLine(request: AnsweredRequest, options: LineOptions = {}): string {
  const { method, path } = request;
  const { era, rpc, tool } = requestFacts(request);
  const what = rpc === undefined ? [method, path] : [era, rpc, tool];
  return lineOfRequest({ ...request, what }, { outcome: outcomeOf(request), ...options });
}

/** What a line says of a request, whoever knows it. */
export interface ShownRequest {
  /** What was asked for, in words; those not known are left out. */
  readonly what: readonly (string | undefined)[];
  readonly status: number;
  readonly milliseconds: number;
  /** API Gateway's. */
  readonly requestId: string;
  readonly from?: AnsweredRequest["from"];
}

export function lineOfRequest(
  { what, status, milliseconds, requestId, from }: ShownRequest,
  options: LineOptions & { readonly outcome: RequestOutcome },
): string {
  const { outcome, paint = (_what: string, text: string): string => text } = options;
  const detail = outcome.detail === undefined ? undefined : `(${outcome.detail})`;
  const parts = [...what, outcome.outcome, detail].filter((part) => part !== undefined);
  return [
    paint("status", String(status)),
    printable(parts.join(" ")),
    `${milliseconds.toFixed(0)} ms`,
    paint("id", requestId),
    ...(from === undefined ? [] : [`(${from})`]),
  ].join(" ");
}

/** Half of a surrogate pair at the end is not a character. */
function clip(name: string): string {
  return name.slice(0, 80).toWellFormed();
}
