/**
 * How a version responds, buffered or streamed. The API expects one of both, and answers 502 to the other:
 * it has the mode of its last deployment, whatever version is live.
 */
import type { FunctionVersion } from "./versioned-function";

/** By the variable that infra/function gives to the function of a stack with `streaming: true`. */
export function streams(
  versions: readonly Pick<FunctionVersion, "number" | "variables">[],
  number: number,
): boolean {
  return versions.find((version) => version.number === number)?.variables?.["STREAMING"] === "true";
}

/** What it does, after the name of a version. */
export function modeOf(isStreamed: boolean): string {
  return isStreamed ? "streams its responses" : "buffers its responses";
}
