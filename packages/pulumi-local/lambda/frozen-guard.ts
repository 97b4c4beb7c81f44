/**
 * Guard of frozen processes: one that stands still cannot see that its parent is gone, and would stay
 * for ever. A shell at the end of a pipe sees it, however this process ends, and lets them go on.
 */
import { spawn } from "node:child_process";
import { Socket } from "node:net";
import type { Writable } from "node:stream";

/** Reads "+ 123" and "- 123"; at the end of its input it continues what is left. */
const SCRIPT = `trap '' INT TERM HUP
ids=
while read -r change id; do
  rest=
  for each in $ids; do [ "$each" = "$id" ] || rest="$rest $each"; done
  ids=$rest
  [ "$change" = - ] || ids="$ids $id"
done
[ -z "$ids" ] || kill -CONT $ids`;

let pipe: Writable | undefined;

/** Guards a process from now on, until `unguard`. */
export function guard(processId: number): void {
  pipe ??= start();
  pipe.write(`+ ${processId}\n`);
}

/** For a process that has ended. */
export function unguard(processId: number): void {
  pipe?.write(`- ${processId}\n`);
}

function start(): Writable {
  const shell = spawn("sh", ["-c", SCRIPT], { stdio: ["pipe", "ignore", "ignore"] });
  // Neither keeps this process.
  shell.unref();
  // A pipe to a child is a socket to Node.js.
  if (shell.stdin instanceof Socket) shell.stdin.unref();
  const gone = (): void => {
    pipe = undefined;
  };
  shell.on("error", gone).on("exit", gone);
  shell.stdin.on("error", gone);
  return shell.stdin;
}
