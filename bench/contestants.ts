/** What is measured against what, made ready in a folder outside of any project. */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { deflateRawSync } from "node:zlib";
import * as esbuild from "esbuild";
import { ofType, type UnpackedArchive } from "../local/declared";
import { evaluateProgram, PROJECT_ROOT } from "../local/program";
import type { StackSettings } from "../local/stack-settings";

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

/** Installs a folder's lockfile, once. */
export function install(folder: string): void {
  const marker = path.join(folder, "node_modules", ".package-lock.json");
  const lockfile = path.join(folder, "package-lock.json");
  if (!fs.existsSync(lockfile)) return;
  if (fs.existsSync(marker) && fs.statSync(marker).mtimeMs > fs.statSync(lockfile).mtimeMs) return;
  const args = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"];
  const shell = process.platform === "win32";
  const { status } = spawnSync("npm", args, { cwd: folder, stdio: "inherit", shell });
  if (status !== 0) throw new Error(`npm ci failed in ${folder}`);
}

/** A program's function and layer, unpacked as Lambda lays them out. */
export async function unpackProgram(
  settings: StackSettings,
  programFolder: string,
  folder: string,
): Promise<Pick<Contestant, "file" | "environment" | "packaged" | "changed">> {
  const program = await evaluateProgram({
    ...settings,
    workFolder: folder,
    apiUrl: "https://api.test",
    programFolder,
    onWarning: () => undefined,
  });
  const archive = (type: string): string =>
    (ofType(program, type)[0]?.inputs["code"] as UnpackedArchive).folder;
  const code = archive("aws:lambda/function:Function");
  const [resource] = ofType(program, "aws:lambda/function:Function");
  const { variables } = resource?.inputs["environment"] as { variables: Record<string, string> };
  const layer = archive("aws:lambda/layerVersion:LayerVersion");
  return {
    file: path.join(code, "__index.js"),
    environment: { ...variables, NODE_PATH: path.join(layer, "nodejs", "node_modules") },
    packaged: [code, layer],
    changed: [code],
  };
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
    install(own);
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
    { name: "this server", ...(await unpackProgram(settings, PROJECT_ROOT, folder)) },
    {
      name: "official SDK, one bundle",
      file: bundled,
      environment: {},
      packaged: [bundled],
      changed: [bundled],
    },
    peer("sdk", "official SDK, node_modules"),
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
  let files = 0;
  let bytes = 0;
  const visit = (place: string): void => {
    if (fs.statSync(place).isDirectory()) {
      for (const name of fs.readdirSync(place)) visit(path.join(place, name));
      return;
    }
    files += 1;
    bytes += deflateRawSync(fs.readFileSync(place)).length + 120;
  };
  for (const place of places) visit(place);
  return { files, bytes };
}

export function makeFolder(): string {
  // Outside of /tmp/..., and of any project: a node_modules above would shadow the layer.
  return fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "mcp-server-bench-"));
}
