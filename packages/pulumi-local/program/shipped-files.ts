/** Shipped files: what the archives of a program's bundled handlers hold of the project, beside the handler itself. */
import * as fs from "node:fs";
import * as path from "node:path";
import { type DeclaredProgram, ofType, type UnpackedArchive } from "./declared";

/** @param root the program's folder; files lie at the same paths below the function's. */
export function shippedFiles(program: DeclaredProgram, root: string): string[] {
  const archives = ofType(program, "aws:lambda/function:Function").map(
    ({ inputs }) => inputs["code"] as UnpackedArchive | undefined,
  );
  return archives
    .flatMap((code) => (code?.handler === undefined ? [] : code.files))
    .filter((file) => !file.includes("node_modules/"))
    .map((file) => path.join(root, file))
    .filter((file) => fs.existsSync(file));
}
