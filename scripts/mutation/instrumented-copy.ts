/**
 * A copy of the project with the switches in it. Installed packages are the project's own, but for
 * those of the workspace, which are the copy's.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { withRememberedBuilds } from "./remembered-work";

const SKIPPED = new Set(["node_modules", ".git", ".cache", ".local", "coverage"]);
/** Reads the switches of processes that evaluate the program; see evaluate-here.ts. */
const EVALUATOR = "packages/pulumi-local/program/evaluator";
const BUNDLER = "packages/pulumi-handler-layer/handler-bundle.ts";
const HERE = `export * from "./original-evaluator";
export { evaluateHere as evaluateProgram } from "../../../scripts/mutation/evaluate-here";
`;

/** @returns its folder, which is removed when the process ends. */
export function copyInstrumented(root: string, texts: ReadonlyMap<string, string>): string {
  const to = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "mcp-server-mutation-"));
  process.once("exit", () => {
    fs.rmSync(to, { recursive: true, force: true });
  });
  fs.cpSync(root, to, {
    recursive: true,
    filter: (file) => !SKIPPED.has(path.basename(file)),
  });
  linkPackages(path.join(root, "node_modules"), path.join(to, "node_modules"));
  for (const [file, text] of texts) fs.writeFileSync(path.join(to, file), text);
  const bundler = path.join(to, BUNDLER);
  fs.writeFileSync(bundler, withRememberedBuilds(fs.readFileSync(bundler, "utf8")));
  fs.renameSync(
    path.join(to, `${EVALUATOR}.ts`),
    path.join(to, `${path.dirname(EVALUATOR)}/original-evaluator.ts`),
  );
  fs.writeFileSync(path.join(to, `${EVALUATOR}.ts`), HERE);
  return to;
}

function linkPackages(from: string, to: string): void {
  fs.mkdirSync(to);
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.name.startsWith("@")) linkPackages(source, target);
    // A link of the workspace is relative, and leads into the copy.
    else fs.symlinkSync(entry.isSymbolicLink() ? fs.readlinkSync(source) : source, target);
  }
}
