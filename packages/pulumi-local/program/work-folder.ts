/** Work folder, for what is unpacked and run. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { WRITABLE_FOLDER } from "../lambda/function-process";
import { UserError } from "../user-error";

/**
 * A folder from which no node_modules can be seen, since packages must come from the layers alone;
 * and, where there is one, outside of what a function may write to.
 *
 * @throws UserError where there is no such place.
 */
export function makeWorkFolder(): string {
  const temporary = fs.realpathSync(os.tmpdir());
  const isWritable = `${temporary}${path.sep}`.startsWith(`${WRITABLE_FOLDER}${path.sep}`);
  const parent = isWritable && fs.existsSync("/var/tmp") ? "/var/tmp" : temporary;
  for (let folder = parent; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "node_modules"))) {
      throw new UserError(
        `${folder} has a node_modules, which would stand in for the function's own packages. Remove it, or point TMPDIR at a folder without one above it.`,
      );
    }
    if (folder === path.dirname(folder)) break;
  }
  return fs.mkdtempSync(path.join(parent, "pulumi-local-"));
}
