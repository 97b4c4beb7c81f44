/** What a run with the real engine needs, and why it would be skipped. */
import { spawnSync } from "node:child_process";

/** The emulator's address; only on this machine, so that no test ever reaches AWS. */
export const EMULATOR = process.env["AWS_ENDPOINT_URL"] ?? "";

/** One line that says what is missing, or undefined when nothing is. */
export function missingPrerequisite(): string | undefined {
  if (spawnSync("pulumi", ["version"]).status !== 0) {
    return "skipped: there is no pulumi on PATH";
  }
  if (!/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(EMULATOR)) {
    return `skipped: AWS_ENDPOINT_URL is "${EMULATOR}", but must be an AWS emulator on this machine, such as http://127.0.0.1:4566`;
  }
  return undefined;
}
