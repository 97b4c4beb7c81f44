/** Files of skills, from a folder; what is wrong with one is found where the server is defined. */
import { isUtf8 } from "node:buffer";
import * as fs from "node:fs";
import * as path from "node:path";
import type { SkillFile } from "./skills";

/** https://agentskills.io/specification#name-field */
const SKILL_NAME = /^(?=.{1,64}$)[a-z\d]+(-[a-z\d]+)*$/;
/** What a URI has as it is. */
const FILE_NAME = /^[\w.~-]+$/;
/** A skill that is larger may be refused by clients, in files and in bytes. */
const MAX_FILES = 512;
const MAX_BYTES = 16_777_216;

const MIME_TYPES: Readonly<Record<string, string>> = {
  ".md": "text/markdown",
  ".txt": "text/plain",
  ".csv": "text/csv",
  ".html": "text/html",
  ".css": "text/css",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".ts": "text/typescript",
  ".py": "text/x-python",
  ".sh": "application/x-sh",
  ".json": "application/json",
  ".yaml": "application/yaml",
  ".yml": "application/yaml",
  ".xml": "application/xml",
  ".pdf": "application/pdf",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
};

export interface SkillFolder {
  readonly name: string;
  /** By path below it: "references/refunds.md". */
  readonly files: ReadonlyMap<string, SkillFile>;
}

/** @throws Error that names the file and what is wrong with it. */
export function readSkillFiles(folder: string): readonly SkillFolder[] {
  const named = path.basename(folder);
  const skills = shown(folder).map((entry): SkillFolder => {
    const place = `${named}/${entry.name}`;
    if (!entry.isDirectory()) throw new Error(`${place}: a skill is a folder with a SKILL.md`);
    if (!SKILL_NAME.test(entry.name)) {
      throw new Error(`${place}: name it with 1 to 64 lower-case letters, digits and single "-"`);
    }
    const files = new Map(filesBelow(path.join(folder, entry.name), "", place));
    checkSize(files, place);
    checkManifest(files.get("SKILL.md"), entry.name, place);
    return { name: entry.name, files };
  });
  if (skills.length === 0)
    throw new Error(`${named}: there is no skill: write ${named}/NAME/SKILL.md`);
  return skills;
}

/** Without what begins with a dot; in the same order everywhere. */
function shown(folder: string): readonly fs.Dirent[] {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function filesBelow(folder: string, prefix: string, place: string): [string, SkillFile][] {
  return shown(folder).flatMap((entry): [string, SkillFile][] => {
    const at = `${prefix}${entry.name}`;
    if (!FILE_NAME.test(entry.name)) {
      throw new Error(`${place}/${at}: name it with letters, digits, "_", "-", "." and "~"`);
    }
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return filesBelow(file, `${at}/`, place);
    if (!entry.isFile()) throw new Error(`${place}/${at}: it is neither a file nor a folder`);
    const mimeType = MIME_TYPES[path.extname(at).toLowerCase()] ?? "application/octet-stream";
    const bytes = fs.readFileSync(file);
    const content = isUtf8(bytes) ? bytes.toString() : bytes;
    return [[at, { mimeType, bytes, read: () => content }]];
  });
}

function checkSize(files: SkillFolder["files"], place: string): void {
  const bytes = [...files.values()].reduce((sum, file) => sum + file.bytes.length, 0);
  if (files.size <= MAX_FILES && bytes <= MAX_BYTES) return;
  throw new Error(`${place}: at most ${MAX_FILES} files and ${MAX_BYTES / 1024 ** 2} MiB`);
}

/** The first look; the SDK reads the rest of the head, at first use. */
function checkManifest(file: SkillFile | undefined, name: string, place: string): void {
  if (file === undefined) throw new Error(`${place}: there is no SKILL.md`);
  const [, head] =
    /^\uFEFF?---\r?\n([^]*?)^---[\t ]*$/m.exec(Buffer.from(file.bytes).toString()) ?? [];
  const begin = `begin it with ---, name: ${name}, description: ..., ---`;
  if (head === undefined) throw new Error(`${place}/SKILL.md: ${begin}`);
  const said = /^name:[\t ]*["']?([^"'\r\n#]*?)["']?[\t ]*(#.*)?$/m.exec(head)?.[1];
  if (said === undefined || !/^description:/m.test(head)) {
    throw new Error(`${place}/SKILL.md: ${begin}`);
  }
  if (said !== name) {
    throw new Error(`${place}/SKILL.md: its name is "${said}": call it "${name}", as its folder`);
  }
}
