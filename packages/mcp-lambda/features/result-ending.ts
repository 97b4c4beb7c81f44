/** How a call ended by what its tool returned: also of a tool that runs as a task. */
import { isInputRequiredResult } from "@modelcontextprotocol/server";
import { givenCode } from "../definitions/failure-code";
import type { ToolResult } from "../definitions/tool";
import { type Ending, isCode } from "../telemetry/call-outcome";
import type { Logger } from "../telemetry/logger";

/** @param result as the tool returned it: what is sent has no code any more. */
export function endingOf(result: ToolResult, log: Logger): Ending {
  if (isInputRequiredResult(result)) return { outcome: "asked" };
  if (result.isError !== true) return { outcome: "ok" };
  const code = givenCode(result);
  if (code === undefined || isCode(code)) return { outcome: "failed", code };
  log.warn(
    'the code of a failure was left out: it is letters, digits, "-", "_" and ".", at most 64',
  );
  return { outcome: "failed" };
}
