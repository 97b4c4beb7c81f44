/**
 * `npm run patches`: whether the project passes its checks with the newest patch versions of all that it
 * depends on, in a copy. Nothing of the project itself is changed. It asks the registry and takes some
 * minutes, so CI does not run it.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PROJECT_ROOT, readArguments, runCommand, UserError } from "pulumi-local";
import { checksOfProject } from "./patches/checks";
import {
  anyPatch,
  exactVersions,
  type PackageFile,
  patchesOf,
  withVersions,
} from "./patches/versions";

/** One by one: a failure does not hide the next. */
const CHECKS = checksOfProject();

const USAGE = `npm run patches -- [--keep] [--only CHECK]...

  --keep  leaves the copy, also where all checks pass
  --only  one of the checks, several times for several: ${CHECKS.join(", ")}
`;

/** package.json of the project and of its own packages, from its folder. */
function packageFiles(root: string): readonly string[] {
  const own = fs.readdirSync(path.join(root, "packages")).map((name) => `packages/${name}`);
  return ["package.json", ...own.map((folder) => `${folder}/package.json`)].filter((file) =>
    fs.existsSync(path.join(root, file)),
  );
}

interface NamedFile extends PackageFile {
  readonly name: string;
  readonly version: string;
}

function readJson(...parts: readonly string[]): NamedFile {
  return JSON.parse(fs.readFileSync(path.join(...parts), "utf8")) as NamedFile;
}

function npm(folder: string, ...args: readonly string[]): boolean {
  const shell = process.platform === "win32";
  return spawnSync("npm", args, { cwd: folder, stdio: "inherit", shell }).status === 0;
}

/** The project without what is installed. */
function copyTo(folder: string): void {
  const left = ["node_modules", "coverage"];
  fs.cpSync(PROJECT_ROOT, folder, {
    recursive: true,
    filter: (file) => !left.includes(path.basename(file)),
  });
}

/** Where npm has put a package that `file` names: beside it, or above. */
function installedVersion(root: string, file: string, name: string): string {
  const places = [path.join(root, path.dirname(file)), root];
  const found = places
    .map((place) => path.join(place, "node_modules", name, "package.json"))
    .find((place) => fs.existsSync(place));
  if (found === undefined)
    throw new UserError(`npm has not installed ${name}, which ${file} names.`);
  // Some write "v1.2.3".
  return readJson(found).version.replace(/^v/, "");
}

/** Installs the newest patches and writes them down as exact versions. @returns lines of what is newer. */
function takePatches(root: string): readonly string[] {
  const files = packageFiles(root).map((file) => ({
    file,
    content: readJson(root, file),
  }));
  const own = files.map(({ content }) => content.name);
  const write = (file: string, content: NamedFile): void => {
    fs.writeFileSync(path.join(root, file), `${JSON.stringify(content, undefined, 2)}\n`);
  };
  for (const { file, content } of files) {
    const names = Object.keys(exactVersions(content, own));
    write(
      file,
      withVersions(content, names, (_, version) => anyPatch(version)),
    );
  }
  // What the lockfile holds would be kept.
  fs.rmSync(path.join(root, "package-lock.json"));
  const install = ["install", "--no-audit", "--no-fund", "--loglevel", "error"];
  if (!npm(root, ...install)) throw new UserError(`npm cannot install them, in ${root}.`);
  const lines = files.flatMap(({ file, content }) => {
    const before = exactVersions(content, own);
    const names = Object.keys(before);
    const after = Object.fromEntries(
      names.map((name) => [name, installedVersion(root, file, name)]),
    );
    write(
      file,
      withVersions(content, names, (name, version) => after[name] ?? version),
    );
    return patchesOf(before, after).map(
      ({ name, from, to }) => `${name} ${from} -> ${to} (${file})`,
    );
  });
  if (!npm(root, ...install)) throw new UserError(`npm cannot install them, in ${root}.`);
  return lines;
}

function checksOf(only: readonly string[]): readonly string[] {
  const unknown = only.filter((check) => !CHECKS.includes(check));
  if (unknown.length === 0) return only.length > 0 ? only : CHECKS;
  throw new UserError(`--only is "${unknown.join(", ")}" but must be one of ${CHECKS.join(", ")}.`);
}

function run(): void {
  const options = {
    keep: { type: "boolean" },
    only: { type: "string", multiple: true },
  } as const;
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const checks = checksOf(args.texts("only"));
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "patches-"));
  copyTo(root);
  const newer = takePatches(root);
  console.log(newer.length > 0 ? newer.join("\n") : "No direct dependency has a newer patch.");
  const failed = checks.filter((check) => !npm(root, "run", "--silent", check));
  if (failed.length === 0 && !args.flag("keep")) fs.rmSync(root, { recursive: true });
  const place = failed.length > 0 || args.flag("keep") ? ` The copy: ${root}` : "";
  if (failed.length > 0) {
    throw new UserError(
      `With these versions fails: ${failed.join(", ")}.${place} To find which one it is, set one back in its package.json, npm install, and npm run ${failed[0] ?? ""} there.`,
    );
  }
  console.log(`With these versions passes: ${checks.join(", ")}.${place}`);
}

runCommand(() => Promise.resolve().then(run));
