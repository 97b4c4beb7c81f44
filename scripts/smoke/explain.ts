/** What the function's log says of a request that ended with 500, 502 or 504. */
import { setTimeout as wait } from "node:timers/promises";
import { type LogLine, printable } from "pulumi-local";
import { factsOf, recordOf } from "../logs/line-facts";
import { readRequest } from "../logs/read-request";
import type { LogSource } from "../observed/log-source";

/** Lines reach CloudWatch Logs some seconds late. */
const TRIES = 4;
const PAUSE_MS = 2_500;

/** @returns a sentence; undefined where the log cannot be read or has nothing of the request. */
export async function explain(
  log: LogSource,
  requestId: string,
  { since, pauseMs = PAUSE_MS }: { readonly since: number; readonly pauseMs?: number },
): Promise<string | undefined> {
  try {
    for (let time = 0; time < TRIES; time += 1) {
      if (time > 0) await wait(pauseMs);
      const lines = await readRequest(log, since, requestId);
      const line = causeIn(lines);
      if (line !== undefined) return line;
    }
  } catch {
    // Without credentials the answer alone has to do.
  }
  return undefined;
}

function causeIn(lines: readonly LogLine[]): string | undefined {
  const facts = lines.map(factsOf);
  const error = facts.find(
    ({ fields }) => fields?.["level"] === "ERROR" || fields?.["level"] === "FATAL",
  );
  const cutOff = facts.find(({ kind }) => kind === "cut-off");
  if (error !== undefined) return `Log: ${errorText(error.fields ?? {})}`;
  if (cutOff === undefined) return undefined;
  const { status, errorType } = recordOf(cutOff.fields?.["record"]);
  const tool = facts.flatMap(({ tools }) => tools)[0];
  const why = [status, errorType].filter((part) => typeof part === "string").join(", ");
  return printable(
    `Log: the invocation ended as ${why}${tool === undefined ? "" : `, in ${tool}`}`,
  );
}

function errorText(fields: Readonly<Record<string, unknown>>): string {
  const { message, errorMessage, error } = fields;
  const nested = recordOf(error)["message"];
  const parts = [message ?? errorMessage, nested].filter((part) => typeof part === "string");
  return printable(parts.join(": ").slice(0, 300).toWellFormed());
}
