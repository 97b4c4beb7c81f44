/** Declared program: its resources and outputs, as plain data that crosses a process boundary. */

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
  /** JSON file with the BundledHandler of the archive, when it holds one. */
  readonly handler?: string;
}

/** A handler that pulumi-handler-layer has bundled. */
export interface BundledHandler {
  /** Its modules as one text. */
  readonly text: string;
  /** Source map of the text (version 3, JSON). */
  readonly map: string;
  /** Line of `__index.js` on which the text begins, counted from 0. */
  readonly firstLine: number;
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
