/** Which lines of the log are wanted. */
import { LEVELS, type Level, type LineFacts } from "./line-facts";

export interface LogFilter {
  readonly tool?: string | undefined;
  /** This level and those above. */
  readonly level?: Level | undefined;
  /** Lines of requests that ended so. */
  readonly outcome?: string | undefined;
}

/** @param ending how the line's request ended, as far as it has; its level with it. */
export function isWanted(
  { tool, level, outcome }: LogFilter,
  facts: LineFacts,
  ending: { readonly outcome: string | undefined; readonly level: Level },
): boolean {
  if (tool !== undefined && !facts.tools.includes(tool)) return false;
  if (outcome !== undefined && ending.outcome?.split(", ").includes(outcome) !== true) return false;
  return level === undefined || LEVELS.indexOf(ending.level) >= LEVELS.indexOf(level);
}
