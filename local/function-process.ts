/**
 * The processes that serve a declared function: what is started, where, and with which variables.
 */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as ts from "typescript";
import {
  type DeclaredProgram,
  type DeclaredResource,
  inputText,
  ofType,
  type UnpackedArchive,
} from "./declared";
import { Problem } from "./problem";
import { type EvaluationTask, PROJECT_ROOT } from "./program";

export type Variables = Readonly<Record<string, string>>;

export interface FunctionProcess {
  /** Arguments of Node.js: its options and the script. */
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly variables: Variables;
}

/** A declared function, and where files of its run may be put: outside of any project. */
export interface FunctionToRun {
  readonly resource: DeclaredResource;
  readonly program: DeclaredProgram;
  readonly workFolder: string;
}

/** The only folder that a function may write to. */
export const WRITABLE_FOLDER = process.platform === "win32" ? os.tmpdir() : "/tmp";

/** Node.js's permission model makes the rest read-only, for root too. */
const PERMISSIONS = [
  "--permission",
  "--disable-warning=SecurityWarning",
  "--allow-fs-read=*",
  ...new Set([WRITABLE_FOLDER, fs.realpathSync(WRITABLE_FOLDER)].map(allowWriting)),
  "--allow-addons",
  "--allow-child-process",
  "--allow-wasi",
  "--allow-worker",
];

function allowWriting(folder: string): string {
  return `--allow-fs-write=${path.join(folder, "*")}`;
}

/** The function's archive and layers, as they would be uploaded. */
export function archiveProcess(variables: Variables, memoryMb: number): FunctionProcess {
  return {
    arguments: [
      // Lambda's runtime leaves the rest of the memory to buffers and code.
      `--max-old-space-size=${Math.floor(memoryMb * 0.9)}`,
      ...(process.allowedNodeEnvironmentFlags.has("--permission") ? PERMISSIONS : []),
      writeBootstrap(variables["LAMBDA_RUNTIME_DIR"] ?? ""),
    ],
    folder: variables["LAMBDA_TASK_ROOT"] ?? "",
    variables,
  };
}

/** What an environment that runs from source is told, in the variable of this name. */
export const SOURCE_VARIABLE = "LOCAL_RUN_SOURCE";

export interface SourceRun {
  readonly task: EvaluationTask;
  /** Id of the function whose handler is run. */
  readonly functionId: string;
  /** What the handler sees. */
  readonly variables: Variables;
  /** Port of the debugger on 127.0.0.1. */
  readonly port: number;
}

/** The handler's factory from source, under ts-node and a debugger: not what is deployed. */
export function sourceProcess(source: SourceRun): FunctionProcess {
  const own = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return {
    arguments: [
      "--require",
      "ts-node/register/transpile-only",
      path.join(__dirname, "from-source.ts"),
    ],
    folder: PROJECT_ROOT,
    variables: { ...Object.fromEntries(own), [SOURCE_VARIABLE]: JSON.stringify(source) },
  };
}

/** The bootstrap as JavaScript, where neither this project nor its packages can be seen. */
function writeBootstrap(folder: string): string {
  fs.mkdirSync(folder, { recursive: true });
  for (const name of ["runtime", "bootstrap"]) {
    const source = fs.readFileSync(path.join(__dirname, `${name}.ts`), "utf8");
    // By TypeScript, which is loaded already: esbuild would leave a process of its own running.
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    fs.writeFileSync(path.join(folder, `${name}.js`), outputText);
  }
  return path.join(folder, "bootstrap.js");
}

/** @throws Problem when it has none that could be run here. */
export function codeOf({ name, inputs }: DeclaredResource): UnpackedArchive {
  const code = inputs["code"] as UnpackedArchive | undefined;
  if (code !== undefined) return code;
  throw new Problem(`${name}: the local run needs the function's code as an archive.`);
}

/** Lays the function's layers over each other, as /opt is; later ones win. */
function unpackLayers({ resource, program, workFolder }: FunctionToRun): string {
  const folder = path.join(workFolder, `${resource.name}-opt`);
  const layers = ofType(program, "aws:lambda/layerVersion:LayerVersion");
  for (const arn of (resource.inputs["layers"] ?? []) as readonly string[]) {
    const layer = layers.find(({ outputs }) => outputs["arn"] === arn);
    if (layer === undefined) {
      throw new Problem(
        `The layer ${arn} is not declared by this program, so it is not here to run.`,
      );
    }
    fs.cpSync((layer.inputs["code"] as UnpackedArchive).folder, folder, { recursive: true });
  }
  return folder;
}

/** The AWS SDK that the runtime has: here it is the project's, as far as that is installed. */
function linkAwsSdk(runtimeFolder: string): string {
  const folder = path.join(runtimeFolder, "node_modules");
  fs.mkdirSync(folder, { recursive: true });
  for (const scope of ["@aws-sdk", "@smithy"]) {
    const installed = path.join(PROJECT_ROOT, "node_modules", scope);
    const link = path.join(folder, scope);
    // Junctions need no privilege on Windows.
    if (fs.existsSync(installed) && !fs.existsSync(link))
      fs.symlinkSync(installed, link, "junction");
  }
  return folder;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
export function functionVariables(run: FunctionToRun): Record<string, string> {
  const { resource, workFolder } = run;
  const { folder: task } = codeOf(resource);
  const folders = { task, opt: unpackLayers(run), runtime: path.join(workFolder, "runtime") };
  const { inputs, outputs } = resource;
  const name = String(outputs["id"]);
  const logging = (inputs["loggingConfig"] ?? {}) as Readonly<Record<string, string>>;
  const declared = (inputs["environment"] ?? {}) as { variables?: Record<string, string> };
  const runtime = String(inputs["runtime"]);
  const major = /^nodejs(\d+)/.exec(runtime)?.[1] ?? "";
  const region = String(outputs["arn"]).split(":")[3] ?? "";
  return {
    PATH: process.env["PATH"] ?? "",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    NODE_PATH: [
      path.join(folders.opt, "nodejs", `node${major}`, "node_modules"),
      path.join(folders.opt, "nodejs", "node_modules"),
      linkAwsSdk(folders.runtime),
    ].join(path.delimiter),
    LAMBDA_TASK_ROOT: folders.task,
    LAMBDA_RUNTIME_DIR: folders.runtime,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: String(outputs["version"]),
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: inputText(resource, "memorySize", "128"),
    AWS_LAMBDA_LOG_GROUP_NAME: logging["logGroup"] ?? `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    _HANDLER: String(inputs["handler"]),
    ...declared.variables,
  };
}
