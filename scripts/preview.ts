/**
 * `npm run preview`: Pulumi's table of what is created, changed, replaced and deleted, then the changed
 * lines of the handler, the changed widgets of the dashboard, and other values that change. All options
 * of `pulumi preview` are handed on; with --diff, --json or --help it is Pulumi's own output alone.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { runCommand } from "pulumi-local";
import { readSteps } from "./pulumi/engine-events";
import { previewDetails } from "./pulumi/preview-details";
import { hasOption, runPulumi, shortOutput } from "./pulumi/pulumi-cli";
import { refuseWrongSettings } from "./pulumi/settings-check";

const WITHOUT_DETAILS = ["--diff", "--json", "-j", "-h", "--help"];

runCommand(async () => {
  const args = process.argv.slice(2);
  await refuseWrongSettings(args);
  process.exitCode = await (hasOption(args, ...WITHOUT_DETAILS)
    ? runPulumi(["preview", ...args])
    : previewWithDetails(args));
});

async function previewWithDetails(args: readonly string[]): Promise<number> {
  // Of this user alone: it has what the stack is declared with.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-preview-"));
  const events = path.join(folder, "events.json");
  try {
    const command = ["preview", ...shortOutput(), "--event-log", events, ...args];
    // The CLI knows --event-log with this variable alone, as its Automation API sets it.
    const status = await runPulumi(command, { variables: { PULUMI_DEBUG_COMMANDS: "true" } });
    process.stdout.write(previewDetails(readSteps(events)));
    return status;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
