/** What a program declares, as pulumi-local evaluates it, for tests that look at resources. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import {
  type DeclaredProgram,
  type DeclaredResource,
  evaluateProgram,
  ofType,
  type StackSettings,
} from "pulumi-local";

const folders: string[] = [];
after(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true, force: true });
});

/** The product's components around fixture tools: the same, whatever tools the project has. */
export const SERVED_PROGRAM = path.join(__dirname, "..", "fixtures", "served");

/** Settings of a test's own: those in Pulumi.dev.yaml may be any. */
export function stackSettings(config: Readonly<Record<string, string>> = {}): StackSettings {
  const region = { "aws:region": "ap-northeast-2" };
  return { project: "mcp-server", stack: "dev", config: { ...region, ...config } };
}

export interface DeclareOptions {
  readonly settings?: StackSettings;
  readonly preview?: boolean;
  /** Folder of the program's index.ts; default: SERVED_PROGRAM. */
  readonly programFolder?: string;
}

export interface Declared {
  readonly program: DeclaredProgram;
  readonly warnings: string;
}

/** Evaluates a program in a process of its own; its archives are removed after the tests. */
export async function declare(options: DeclareOptions = {}): Promise<Declared> {
  const workFolder = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-server-test-"));
  folders.push(workFolder);
  let warnings = "";
  const program = await evaluateProgram({
    ...(options.settings ?? stackSettings()),
    workFolder,
    apiUrl: "https://api.test",
    preview: options.preview ?? false,
    programFolder: options.programFolder ?? SERVED_PROGRAM,
    onWarning: (text) => (warnings += text),
  });
  return { program, warnings };
}

/** The one resource of a type. */
export function only(program: DeclaredProgram, type: string): DeclaredResource {
  const [resource, ...others] = ofType(program, type);
  if (resource === undefined || others.length > 0) throw new Error(`not exactly one ${type}`);
  return resource;
}
