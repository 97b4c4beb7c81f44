/**
 * Console log of `npm start`: a compact line for each request, the function's log for people, or all
 * of it as JSON. Colours end where the terminal does (NO_COLOR, a pipe), and are this log's own: what
 * callers and tools write is shown, and not obeyed.
 */
import { styleText } from "node:util";
import type { AnsweredRequest } from "../api-gateway/answered-request";
import { refusedToken } from "../api-gateway/refused-token";
import type { PlatformRecord } from "../lambda/platform-record";
import { printable, printableJson, printableLines } from "./printable";

export interface ConsoleLog {
  readonly onRequest: (request: AnsweredRequest) => void;
  readonly onLine: (line: string) => void;
  readonly onReport: (record: PlatformRecord) => void;
  readonly onFailure: (text: string) => void;
}

const OWN_ISSUER =
  "  The issuer (setting jwtIssuer) gives this machine no keys. A local run can have one of its own: npm start -- --oauth";

type Style = Parameters<typeof styleText>[0];

export interface ConsoleLogOptions {
  readonly json: boolean;
  /** Whether an issuer of this machine runs, so that nobody has to be told of it; default false. */
  readonly hasIssuer?: boolean;
}

/** @param write receives entire lines; default: standard output. */
export function createConsoleLog(
  { json, hasIssuer = false }: ConsoleLogOptions,
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): ConsoleLog {
  const paint = (style: Style, text: string): string =>
    styleText(style, text, { stream: process.stdout });
  const writeJson = (type: string, fields: object): void => {
    const line = { timestamp: new Date().toISOString(), type, ...fields };
    write(printableJson(JSON.stringify(line)));
  };
  if (json) {
    return {
      onRequest: ({ body, api, ...request }) => {
        writeJson("request", { ...request, ...describeMessage(body) });
      },
      onLine: (line) => {
        if (parseObject(line) === undefined) writeJson("function", { message: line });
        else write(printableJson(line));
      },
      onReport: (record) => {
        const line = { time: new Date().toISOString(), ...record };
        write(printableJson(JSON.stringify(line)));
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
      const fields = parseObject(line);
      const refused = fields && refusedToken(fields);
      if (refused !== undefined) {
        const { level, message, facts, isIssuerAway } = refused;
        write(describeLine(line, { level, message, ...facts }, paint));
        if (isIssuerAway && !hasIssuer) write(paint("yellow", OWN_ISSUER));
        return;
      }
      // Metrics are drawn on the page.
      if (fields === undefined || !Object.hasOwn(fields, "_aws")) {
        write(describeLine(line, fields, paint));
      }
    },
    onReport: (record) => {
      for (const line of platformLines(record)) write(paint("dim", printable(line)));
    },
    onFailure: (text) => {
      write(paint("red", printableLines(text)));
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
  return `${paintStatus(String(status))} ${printable(what)} ${milliseconds.toFixed(0)} ms ${bytes} B`;
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
    ...(typeof rpc === "string" && { rpc: clip(rpc) }),
    ...(typeof tool === "string" && { tool: clip(tool) }),
  };
}

/** Half of a surrogate pair at the end is no character. */
function clip(name: string): string {
  return name.slice(0, 80).toWellFormed();
}

/** A JSON log line as people read it: level, message, fields, and the stack below. */
function describeLine(
  line: string,
  parsed: Fields | undefined,
  paint: (style: Style, text: string) => string,
): string {
  const { level, message, error, ...fields } = parsed ?? {};
  if (typeof level !== "string" || typeof message !== "string") {
    return printable(line.replace(/\r$/, ""));
  }
  const style: Style = level === "ERROR" ? "red" : level === "WARN" ? "yellow" : "cyan";
  const rest = Object.entries(fields)
    .filter(([key]) => key !== "timestamp")
    .map(([key, value]) => `${key}=${plain(value)}`);
  const facts = paint("dim", printable(rest.join(" ")));
  const head = [paint(style, printable(level)), printable(message), facts].join(" ").trimEnd();
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
  try {
    return typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    return "(nested too deeply)";
  }
}

/** Causes of causes that are shown. */
const MAX_CAUSES = 10;

/** The stack of an error and of what caused it, indented. */
function stacks(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > MAX_CAUSES) return [];
  const { stack, message, cause } = error as Fields;
  const text = typeof stack === "string" ? stack : plain(message ?? "");
  const lines = text.split("\n").map((line) => `  ${printable(line)}`);
  return [lines.join("\n"), ...stacks(cause, depth + 1)];
}
