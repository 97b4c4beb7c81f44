import type { ChildProcessWithoutNullStreams } from "node:child_process";

/**
 * The first match in what a process writes.
 *
 * @throws Error with all that it wrote, when it ends without it.
 */
export async function outputWith(
  child: ChildProcessWithoutNullStreams,
  pattern: RegExp,
): Promise<RegExpExecArray> {
  let output = "";
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
      const match = pattern.exec(output);
      if (match !== null) resolve(match);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    child.once("error", reject);
    child.once("close", () => {
      reject(new Error(`has ended: ${output}`));
    });
  });
}
