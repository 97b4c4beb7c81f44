/**
 * Console log of `npm start`: a compact line for each request, the function's log for people, or all
 * of it as JSON. Colours end where the terminal does (NO_COLOR, a pipe).
 */
import { styleText } from "node:util";
import type { AnsweredRequest } from "../api-gateway/answered-request";
import type { PlatformRecord } from "../lambda/platform-record";

export interface ConsoleLog {
  readonly onRequest: (request: AnsweredRequest) => void;
  readonly onLine: (line: string) => void;
  readonly onReport: (record: PlatformRecord) => void;
  readonly onFailure: (text: string) => void;
}

type Style = Parameters<typeof styleText>[0];

/** @param write receives entire lines; default: standard output. */
export function createConsoleLog(
  { json }: { readonly json: boolean },
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): ConsoleLog {
  const paint = (style: Style, text: string): string =>
    styleText(style, text, { stream: process.stdout });
  const writeJson = (type: string, fields: object): void => {
    write(JSON.stringify({ timestamp: new Date().toISOString(), type, ...fields }));
  };
  if (json) {
    return {
      onRequest: ({ body, api, ...request }) => {
        writeJson("request", { ...request, ...describeMessage(body) });
      },
      onLine: (line) => {
        if (parseObject(line) === undefined) writeJson("function", { message: line });
        else write(line);
      },
      onReport: (record) => {
        write(JSON.stringify({ time: new Date().toISOString(), ...record }));
      },
      onFailure: (message) => {
        writeJson("failure", { message });
      },
    };
  }
  return {
    onRequest: (request) => {
      const { status } = request;
      const style: Style = status < 400 ? "green" : status < 500 ? "yellow" : "red";
      write(requestLine(request, (text) => paint(style, text)));
    },
    onLine: (line) => {
      // Metrics are drawn on the page.
      if (!line.includes('"_aws"')) write(describeLine(line, paint));
    },
    onReport: (record) => {
      for (const line of platformLines(record)) write(paint("dim", line));
    },
    onFailure: (text) => {
      write(paint("red", text));
    },
  };
}

/** A request in a line: "200 POST tools/call add 3 ms 84 B". */
export function requestLine(
  { method, path, body, status, milliseconds, bytes }: AnsweredRequest,
  paintStatus: (text: string) => string = (text) => text,
): string {
  const { rpc = path, tool } = describeMessage(body);
  const what = [method, rpc, tool].filter((part) => part !== undefined).join(" ");
  return `${paintStatus(String(status))} ${what} ${milliseconds.toFixed(0)} ms ${bytes} B`;
}

type Fields = Readonly<Record<string, unknown>>;

function parseObject(text: string): Fields | undefined {
  try {
    const value = JSON.parse(text) as unknown;
    return typeof value === "object" && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

/** Method and tool of the message in a request's body, as far as it is one. */
function describeMessage(body: Buffer | undefined): { rpc?: string; tool?: string } {
  const message = parseObject(body?.toString("utf8") ?? "");
  if (Array.isArray(message)) return { rpc: `batch of ${message.length}` };
  const params = message?.["params"] as Fields | null | undefined;
  const [rpc, tool] = [message?.["method"], params?.["name"]];
  return {
    ...(typeof rpc === "string" && { rpc: rpc.slice(0, 80) }),
    ...(typeof tool === "string" && { tool: tool.slice(0, 80) }),
  };
}

/** A JSON log line as people read it: level, message, fields, and the stack below. */
function describeLine(line: string, paint: (style: Style, text: string) => string): string {
  const parsed = parseObject(line);
  const { level, message, error, ...fields } = parsed ?? {};
  if (typeof level !== "string" || typeof message !== "string") return line;
  const style: Style = level === "ERROR" ? "red" : level === "WARN" ? "yellow" : "cyan";
  const rest = Object.entries(fields)
    .filter(([key]) => key !== "timestamp")
    .map(([key, value]) => `${key}=${plain(value)}`);
  const head = [paint(style, level), message, paint("dim", rest.join(" "))].join(" ").trimEnd();
  return [head, ...stacks(error)].join("\n");
}

/** Lambda's lines of its text log. */
function platformLines({ type, record }: PlatformRecord): string[] {
  const id = `RequestId: ${record.requestId}`;
  if (type === "platform.start") return [`START ${id} Version: ${record.version}`];
  const { durationMs, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs } =
    record.metrics;
  const facts = [
    `REPORT ${id}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedDurationMs} ms`,
    `Memory Size: ${memorySizeMB} MB`,
    `Max Memory Used: ${maxMemoryUsedMB ?? "?"} MB`,
    ...(initDurationMs === undefined ? [] : [`Init Duration: ${initDurationMs.toFixed(2)} ms`]),
  ];
  return [`END ${id}`, facts.join("\t")];
}

function plain(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The stack of an error and of what caused it, indented. */
function stacks(error: unknown): string[] {
  if (typeof error !== "object" || error === null) return [];
  const { stack, message, cause } = error as Fields;
  const text = typeof stack === "string" ? stack : plain(message);
  return [text.replace(/^/gm, "  "), ...stacks(cause)];
}
