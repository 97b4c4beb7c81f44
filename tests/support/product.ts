/** The program without what is yours in it, for tests that compare what it declares. */
import * as path from "node:path";
import { type DeclaredProgram, type DeclaredResource, PROJECT_ROOT } from "pulumi-local";
import { declare, type Declared, type DeclareOptions } from "./program";

const FIXTURES = path.join(__dirname, "..", "fixtures");
/** Folder of a program that is index.ts without what you add there. */
const PRODUCT = path.join(FIXTURES, "product");
const TOOL_ACCESS = path.join(FIXTURES, "tool-access");

/** Evaluates index.ts, and leaves out what you add there or in infra/tool-access.ts. */
export async function declareIndex(options: DeclareOptions = {}): Promise<Declared> {
  const declared = await declare({ ...options, programFolder: PROJECT_ROOT });
  const product = await keysOfProduct(options);
  return { ...declared, program: filtered(declared.program, (key) => product.has(key)) };
}

/** Evaluates the product alone. */
export async function declareProduct(options: DeclareOptions = {}): Promise<Declared> {
  const declared = await declare({ ...options, programFolder: PRODUCT });
  const ofTools = keysOf((await declareToolAccess()).program);
  return { ...declared, program: filtered(declared.program, (key) => !ofTools.has(key)) };
}

let toolAccess: Promise<Declared> | undefined;

/** Evaluates infra/tool-access.ts alone, once. */
export function declareToolAccess(): Promise<Declared> {
  toolAccess ??= declare({ programFolder: TOOL_ACCESS });
  return toolAccess;
}

const keysByOptions = new Map<string, Promise<ReadonlySet<string>>>();

/** Evaluated once for the same options. */
function keysOfProduct(options: DeclareOptions): Promise<ReadonlySet<string>> {
  const key = JSON.stringify(options);
  const keys =
    keysByOptions.get(key) ?? declareProduct(options).then(({ program }) => keysOf(program));
  keysByOptions.set(key, keys);
  return keys;
}

function filtered(program: DeclaredProgram, isKept: (key: string) => boolean): DeclaredProgram {
  return { ...program, resources: program.resources.filter((each) => isKept(keyOf(each))) };
}

function keysOf({ resources }: DeclaredProgram): ReadonlySet<string> {
  return new Set(resources.map(keyOf));
}

function keyOf({ type, name }: DeclaredResource): string {
  return `${type} ${name}`;
}
