/** What a program declares, as plain data that crosses a process boundary. */

export interface DeclaredResource {
  /** Pulumi type token, for example "aws:lambda/function:Function". */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  /** False for components. */
  readonly custom: boolean;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Inputs, and what AWS would add to them. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** Stands for an archive in the inputs: its files lie unpacked in `folder`. */
export interface UnpackedArchive {
  readonly folder: string;
  /** Names of the files, sorted, "/" between folders. */
  readonly files: readonly string[];
  /** SHA-256 over names and contents: equal for equal archives. */
  readonly sha256: string;
  /** File with the source map of a serialized handler, when the archive holds one. */
  readonly sourceMap?: string;
}

export interface DeclaredProgram {
  readonly resources: readonly DeclaredResource[];
  /** Stack outputs. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** An input that is text or a number, as text; `fallback` where there is none. */
export function inputText(resource: DeclaredResource, key: string, fallback = ""): string {
  const value = resource.inputs[key];
  return typeof value === "string" || typeof value === "number" ? String(value) : fallback;
}

/** The resources of a type. */
export function ofType(program: DeclaredProgram, type: string): readonly DeclaredResource[] {
  return program.resources.filter((resource) => resource.type === type);
}
