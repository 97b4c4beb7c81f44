/**
 * The declared program as a running server: evaluated, its function in child processes, its API on
 * loopback. What `npm start` and the tests run.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type DeclaredProgram, ofType } from "./declared";
import { Gateway } from "./gateway";
import { LambdaFunction, type LambdaOptions } from "./lambda";
import { evaluateProgram } from "./program";
import { Problem } from "./problem";
import { readRestApi } from "./rest-api";
import type { StackSettings } from "./stack-settings";

export interface LocalServerOptions extends LambdaOptions {
  readonly settings: StackSettings;
  /** Folder of the program's index.ts; default: this project. */
  readonly programFolder?: string | undefined;
  /** Port on 127.0.0.1; 0 for any free one. */
  readonly port: number;
  /** Receives the program's warnings; default: standard error. */
  readonly onWarning?: ((text: string) => void) | undefined;
}

export interface LocalServer {
  readonly program: DeclaredProgram;
  /** Stack output `endpoint`: where MCP clients connect. */
  readonly endpoint: string;
  /** Process ids of the function's environments. */
  readonly processIds: () => number[];
  /** Ends the server, its child processes, and removes its files. */
  readonly close: () => Promise<void>;
}

/** @throws Problem that says in one line what keeps it from starting. */
export async function startLocalServer(options: LocalServerOptions): Promise<LocalServer> {
  const functions = new Map<string, LambdaFunction>();
  const gateway = new Gateway({
    invoke: async (functionArn, event) => {
      const target = functions.get(functionName(functionArn));
      if (target === undefined) throw new Problem(`No function ${functionArn} is declared.`);
      return target.invoke(event, functionArn);
    },
  });
  const apiUrl = await gateway.listen(options.port);
  const workFolder = makeWorkFolder();
  const close = async (): Promise<void> => {
    for (const target of functions.values()) target.close();
    await gateway.close();
    fs.rmSync(workFolder, { recursive: true, force: true });
  };
  try {
    const { settings, programFolder, onWarning } = options;
    const program = await evaluateProgram({
      ...settings,
      workFolder,
      apiUrl,
      programFolder,
      onWarning,
    });
    for (const resource of ofType(program, "aws:lambda/function:Function")) {
      const target = new LambdaFunction(resource, program, workFolder, options);
      functions.set(String(resource.outputs["id"]), target);
    }
    await Promise.all([...functions.values()].map((target) => target.warm()));
    gateway.deploy(readRestApi(program));
    const processIds = (): number[] => [...functions.values()].flatMap((f) => f.processIds);
    return { program, endpoint: String(program.outputs["endpoint"]), processIds, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** "mcp-server-dev" of "arn:...:function:mcp-server-dev:live". */
function functionName(arn: string): string {
  return /:function:([^:]+)/.exec(arn)?.[1] ?? arn;
}

/** A folder from which no node_modules can be seen: packages must come from the layers alone. */
function makeWorkFolder(): string {
  const parent = fs.realpathSync(os.tmpdir());
  for (let folder = parent; ; folder = path.dirname(folder)) {
    if (fs.existsSync(path.join(folder, "node_modules"))) {
      throw new Problem(
        `${folder} has a node_modules, which would stand in for the function's own packages. Point TMPDIR at a folder without one above it.`,
      );
    }
    if (folder === path.dirname(folder)) break;
  }
  return fs.mkdtempSync(path.join(parent, "mcp-server-"));
}
