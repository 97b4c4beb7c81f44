/** The folder that is all of PATH for commands of documents: stand-ins, and some real ones. */
import * as fs from "node:fs";
import * as path from "node:path";

const STAND_IN = path.join(__dirname, "stand-ins", "stand-in.js");
const STAND_INS = ["aws", "claude", "curl", "npm", "npx", "openssl", "pulumi"];
/** What else a document may call; anything more is "command not found". */
const TOOLS = [
  "bash",
  "cat",
  "cp",
  "cut",
  "date",
  "env",
  "git",
  "grep",
  "ls",
  "mkdir",
  "node",
  "rm",
  "sed",
  "sh",
  "sleep",
];

/** The file of a command of this machine. @throws Error where there is none. */
export function findCommand(name: string): string {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const found = folders
    .map((folder) => path.join(folder, name))
    .find((file) => fs.existsSync(file));
  if (found === undefined) throw new Error(`there is no ${name} on PATH`);
  return fs.realpathSync(found);
}

/** Makes it in a folder. @returns its path. */
export function makeCommands(folder: string): string {
  const bin = path.join(folder, "bin");
  fs.mkdirSync(bin);
  for (const name of STAND_INS) {
    const text = `#!/bin/sh\nexec '${process.execPath}' '${STAND_IN}' ${name} "$@"\n`;
    fs.writeFileSync(path.join(bin, name), text, { mode: 0o755 });
  }
  for (const name of TOOLS) {
    const file = name === "node" ? process.execPath : findCommand(name);
    fs.symlinkSync(file, path.join(bin, name));
  }
  return bin;
}
