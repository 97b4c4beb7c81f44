/** Memory of another process in MB, where the system reports it (Linux); undefined elsewhere. */
import * as fs from "node:fs";

function readMb(processId: number | undefined, field: "VmRSS" | "VmHWM"): number | undefined {
  try {
    const status = fs.readFileSync(`/proc/${processId ?? 0}/status`, "utf8");
    const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(status)?.[1];
    return kilobytes === undefined ? undefined : Math.ceil(Number(kilobytes) / 1024);
  } catch {
    return undefined;
  }
}

/** At present. */
export function residentMb(processId: number | undefined): number | undefined {
  return readMb(processId, "VmRSS");
}

/** Maximum since its start. */
export function peakMb(processId: number | undefined): number | undefined {
  return readMb(processId, "VmHWM");
}
