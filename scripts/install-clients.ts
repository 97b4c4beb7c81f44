/**
 * Installs what tests/clients/package.json names: the MCP clients and the conformance suite that
 * the server is tested with. Without the package registry it says so, and their tests are skipped;
 * with --required it fails.
 */
import * as path from "node:path";
import { installFolder } from "./install-folder";

if (!installFolder(path.join(__dirname, "..", "tests", "clients"))) {
  console.error(
    "The MCP clients and the conformance suite could not be installed (no package registry?): their tests are skipped.",
  );
  if (process.argv.includes("--required")) process.exit(1);
}
