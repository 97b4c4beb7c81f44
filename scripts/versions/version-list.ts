/** Versions of a function as people read them. */
import { spawnSync } from "node:child_process";
import { PROJECT_ROOT } from "pulumi-local";
import type { FunctionVersion, Routing } from "./versioned-function";

/** Versions that are listed; older ones are there, and can be named. */
const SHOWN = 15;

/**
 * Number, time (UTC), where calls go, and the last commit before it was published: a hint, since what
 * was deployed may not have been committed.
 */
export function versionLines(
  versions: readonly FunctionVersion[],
  routing: Routing,
  commitBefore: (time: Date) => string = lastCommit,
): string {
  const shown = versions.slice(-SHOWN).reverse();
  const width = String(shown[0]?.number ?? "").length;
  const lines = shown.map(({ number, published }) => {
    const time = published.toISOString().slice(0, 16).replace("T", " ");
    const text = `  ${String(number).padStart(width)}  ${time}  ${useOf(number, routing).padEnd(9)} ${commitBefore(published)}`;
    return text.trimEnd();
  });
  const older = versions.length - shown.length;
  return [...lines, ...(older > 0 ? [`  and ${older} older`] : [])].join("\n");
}

function useOf(number: number, { version, next }: Routing): string {
  if (number === version) return "live";
  return number === next?.version ? `${Math.round(next.weight * 100)} %` : "";
}

/** "" without git. */
function lastCommit(before: Date): string {
  const format = ["--max-count=1", `--before=${before.toISOString()}`, "--format=%h %s"];
  const { status, stdout } = spawnSync("git", ["log", ...format], {
    cwd: PROJECT_ROOT,
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : "";
}
