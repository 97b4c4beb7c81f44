/**
 * Console log of `npm start`: a line for each request, what tools wrote, warnings and errors; with
 * `verbose` all that Lambda's log has; or everything as JSON. Colours end where the terminal does
 * (NO_COLOR, a pipe), and are this log's own: what callers and tools write is shown, and not obeyed.
 */
import { styleText } from "node:util";
import type { AnsweredRequest } from "../api-gateway/answered-request";
import { refusedToken } from "../api-gateway/refused-token";
import type { PlatformRecord } from "../lambda/platform-record";
import { parseObject } from "./json-fields";
import { createJsonLog } from "./json-log";
import { describeLine, isOwnLine, type Paint, platformLines, type Style } from "./log-line";
import { printable, printableLines } from "./printable";
import { requestLine } from "./request-line";
import { OutcomeReader } from "./request-outcome";

export { requestLine } from "./request-line";

export interface ConsoleLog {
  readonly onRequest: (request: AnsweredRequest) => void;
  readonly onLine: (line: string) => void;
  readonly onReport: (record: PlatformRecord) => void;
  readonly onFailure: (text: string) => void;
}

const OWN_ISSUER =
  "  The issuer (setting jwtIssuer) gives this machine no keys. A local run can have one of its own: npm start -- --oauth";

export interface ConsoleLogOptions {
  readonly json: boolean;
  /** Writes everything; default false. */
  readonly verbose?: boolean;
  /** Whether an issuer of this machine runs, so that nobody has to be told of it; default false. */
  readonly hasIssuer?: boolean;
}

/** @param write receives entire lines; default: standard output. */
export function createConsoleLog(
  { json, verbose = false, hasIssuer = false }: ConsoleLogOptions,
  write: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): ConsoleLog {
  if (json) return createJsonLog(write);
  const paint: Paint = (style, text) => styleText(style, text, { stream: process.stdout });
  const outcomes = new OutcomeReader();
  const described = { paint, withIds: verbose };
  return {
    onRequest: (request) => {
      const outcome = outcomes.take(request);
      const style = styleOfRequest(request.status, outcome.outcome);
      const paintPart = (what: "status" | "id", text: string): string =>
        paint(what === "id" ? "dim" : style, text);
      write(requestLine(request, { outcome, paint: paintPart }));
    },
    onLine: (line) => {
      const fields = parseObject(line);
      if (fields !== undefined) outcomes.read(fields);
      const refused = fields && refusedToken(fields);
      if (refused !== undefined) {
        const { level, message, facts, isIssuerAway } = refused;
        write(describeLine(line, { level, message, ...facts }, described));
        if (isIssuerAway && !hasIssuer) write(paint("yellow", OWN_ISSUER));
        return;
      }
      const isForPeople =
        fields === undefined || !(Object.hasOwn(fields, "_aws") || isOwnLine(fields));
      if (verbose || isForPeople) write(describeLine(line, fields, described));
    },
    onReport: (record) => {
      if (!verbose) return;
      for (const line of platformLines(record)) write(paint("dim", printable(line)));
    },
    onFailure: (text) => {
      write(paint("red", printableLines(text)));
    },
  };
}

/** A tool's failure is a response with status 200. */
export function styleOfRequest(status: number, outcome: string): Style {
  if (status >= 500) return "red";
  return status >= 400 || !/^(ok|asked|task)$/.test(outcome) ? "yellow" : "green";
}
