/**
 * Installs the packages that a folder of tests has of its own: install-tests.ts FOLDER. Without the
 * package registry it says so, and the tests that need them are skipped; with --required it fails.
 */
import { installFolder } from "./install-folder";

const [folder = ""] = process.argv.slice(2);
if (!installFolder(folder)) {
  console.error(
    `The packages of ${folder} could not be installed (no package registry?): the tests that need them are skipped.`,
  );
  if (process.argv.includes("--required")) process.exit(1);
}
