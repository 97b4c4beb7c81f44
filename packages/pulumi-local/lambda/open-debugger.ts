/**
 * Debugger of this process, on a port that the environment before this one may still hold. Compiled
 * to JavaScript and run away from this project (see bootstrap.ts), so it imports Node.js alone.
 */
import * as inspector from "node:inspector";
import * as net from "node:net";

/** Opens the port as soon as it is free. */
export async function openDebugger(port: number): Promise<void> {
  while (!(await isFree(port))) await new Promise((resolve) => setTimeout(resolve, 100).unref());
  inspector.open(port, "127.0.0.1");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => {
      resolve(false);
    });
    probe.listen(port, "127.0.0.1", () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}
