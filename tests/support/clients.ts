/** What tests/clients/package.json names, installed by scripts/install-clients.js. */
import * as fs from "node:fs";
import * as path from "node:path";

export const clientsFolder = path.join(__dirname, "..", "clients");

/** Whether it is there; without a package registry it is not, and its tests are skipped. */
export function areClientsInstalled(): boolean {
  return fs.existsSync(path.join(clientsFolder, "node_modules", ".installed-lock.json"));
}
