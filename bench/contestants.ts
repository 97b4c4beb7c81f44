/** What is measured against what, made ready in a folder outside of any project. */
import * as fs from "node:fs";
import * as path from "node:path";
import * as esbuild from "esbuild";
import {
  evaluateProgram,
  ofType,
  PROJECT_ROOT,
  type StackSettings,
  type UnpackedArchive,
} from "pulumi-local";
import { installFolder } from "../scripts/install-folder";
import { zippedBytes } from "../scripts/zipped";
import { OURS, SDK_BUNDLED, SDK_NODE_MODULES } from "./measurements";

export interface Contestant {
  readonly name: string;
  /** Module that exports `handler`. */
  readonly file: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Folders and files of the deployment package: all of it, and what goes up for a code change. */
  readonly packaged: readonly string[];
  readonly changed: readonly string[];
  readonly note?: string;
}

const PEERS = path.join(__dirname, "peers");

/** @throws Error when there is no package registry. */
export function install(folder: string): void {
  if (!installFolder(folder)) throw new Error(`${folder} could not be installed`);
}

/** A function and its layer, unpacked as Lambda lays them out. */
export type UnpackedFunction = Pick<Contestant, "file" | "environment" | "packaged" | "changed">;

/** A program's only function. */
export async function unpackProgram(
  settings: StackSettings,
  programFolder: string,
  folder: string,
): Promise<UnpackedFunction> {
  const functions = await unpackFunctions(settings, programFolder, folder);
  const [only] = functions.values();
  if (only === undefined) throw new Error(`${programFolder} declares no function`);
  return only;
}

/** A program's functions by their names in it. */
export async function unpackFunctions(
  settings: StackSettings,
  programFolder: string,
  folder: string,
): Promise<ReadonlyMap<string, UnpackedFunction>> {
  const program = await evaluateProgram({
    ...settings,
    workFolder: folder,
    apiUrl: "https://api.test",
    programFolder,
    onWarning: () => undefined,
  });
  const layers = ofType(program, "aws:lambda/layerVersion:LayerVersion");
  const unpacked = ofType(program, "aws:lambda/function:Function").map(
    ({ name, inputs }): [string, UnpackedFunction] => {
      const code = (inputs["code"] as UnpackedArchive).folder;
      const layer = layers.find((one) => one.name === `${name}-dependencies`);
      const packages = (layer?.inputs["code"] as UnpackedArchive).folder;
      const { variables } = inputs["environment"] as { variables: Record<string, string> };
      const unpackedFunction = {
        file: path.join(code, "__index.js"),
        environment: { ...variables, NODE_PATH: path.join(packages, "nodejs", "node_modules") },
        packaged: [code, packages],
        changed: [code],
      };
      return [name, unpackedFunction];
    },
  );
  return new Map(unpacked);
}

/** The official SDK's handler as one file. */
export async function bundleSdk(folder: string): Promise<string> {
  const outfile = path.join(folder, "sdk-bundled", "index.mjs");
  await esbuild.build({
    entryPoints: [path.join(PEERS, "sdk", "index.mjs")],
    outfile,
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "esm",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    logLevel: "error",
  });
  return outfile;
}

export async function makeContestants(
  settings: StackSettings,
  folder: string,
): Promise<readonly Contestant[]> {
  const peer = (name: string, title: string, note?: string): Contestant => {
    const own = path.join(PEERS, name);
    if (fs.existsSync(path.join(own, "package.json"))) install(own);
    // With packages in the zip, every change uploads all of it.
    const packaged = [own];
    return {
      name: title,
      file: path.join(own, "index.mjs"),
      environment: {},
      packaged,
      changed: packaged,
      ...(note !== undefined && { note }),
    };
  };
  const bundled = await bundleSdk(folder);
  return [
    { ...peer("floor", "a switch by hand"), note: "no SDK, no checks: the floor" },
    { name: OURS, ...(await unpackProgram(settings, PROJECT_ROOT, folder)) },
    {
      name: SDK_BUNDLED,
      file: bundled,
      environment: {},
      packaged: [bundled],
      changed: [bundled],
    },
    peer("sdk", SDK_NODE_MODULES),
    peer("mcp-handler", "mcp-handler"),
    peer("middy-mcp", "middy-mcp", "SDK 1.22, one server kept for all callers"),
    peer("mcp-framework", "mcp-framework"),
    {
      ...peer("aws-run-mcp", "@aws/run-mcp-servers-with-aws-lambda", "a process for each request"),
      // It does not decode bodies in base64.
      environment: { PLAIN: "1" },
    },
  ];
}

/** Files and zipped bytes of folders and files. */
export function sizeOf(places: readonly string[]): { files: number; bytes: number } {
  const sizes = places.flatMap(filesOf).map((file) => zippedBytes(fs.readFileSync(file)));
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

function filesOf(place: string): string[] {
  if (!fs.statSync(place).isDirectory()) return [place];
  return fs.readdirSync(place).flatMap((name) => filesOf(path.join(place, name)));
}
