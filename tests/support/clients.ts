/** What tests/clients/package.json names, installed by scripts/install-tests.ts. */
import * as path from "node:path";
import { isInstalled } from "../../scripts/install-folder";

export const clientsFolder = path.join(__dirname, "..", "clients");

/** Whether it is there; without a package registry it is not, and its tests are skipped. */
export function areClientsInstalled(): boolean {
  return isInstalled(clientsFolder);
}
