/** Function to run: a declared one, with its code as an archive. */
import type { DeclaredProgram, DeclaredResource, UnpackedArchive } from "../program/declared";
import { UserError } from "../user-error";

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string>>;

/** A declared function, and where files of its run may be put: outside of any project. */
export interface FunctionToRun {
  readonly resource: DeclaredResource;
  readonly program: DeclaredProgram;
  readonly workFolder: string;
  /** Lead it to stand-ins of AWS services, unless it declares them itself; default: none. */
  readonly standIns?: Variables;
}

/** @throws UserError when it has none that could be run here. */
export function codeOf({ name, inputs }: DeclaredResource): UnpackedArchive {
  const code = inputs["code"] as UnpackedArchive | undefined;
  if (code !== undefined) return code;
  throw new UserError(`${name}: the local run needs the function's code as an archive.`);
}
