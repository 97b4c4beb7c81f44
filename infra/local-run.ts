/** Whether the program is evaluated to be served on this machine, and where. */
import { LOCAL_RUN_URL } from "pulumi-handler-layer";

/** What the local API's URLs begin with; undefined in a deployment or a preview. */
export function localUrl(): string | undefined {
  return process.env[LOCAL_RUN_URL];
}
