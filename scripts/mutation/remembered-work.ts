/**
 * Bundling handlers and asking them for their definitions takes most of an evaluation, and gives the
 * same for each mutant of the deploy path: done once for the same question, in this process.
 */
import child from "node:child_process";
import { createRequire } from "node:module";

type Callback = (error: Error | null, out: string, err: string) => void;

const answers = new Map<string, Parameters<Callback>>();
const ended = new Map<string, ReturnType<typeof child.spawnSync>>();

/** Processes of Node.js that are asked a second time, as read-definition.ts and load-check.ts ask them. */
export function rememberProcesses(): void {
  const { execFile, spawnSync } = child;
  const remembered = (
    file: string,
    args: readonly string[],
    options: object,
    callback: Callback,
  ): unknown => {
    const key = JSON.stringify([file, args, options]);
    const known = answers.get(key);
    if (known !== undefined) {
      setImmediate(callback, ...known);
      return undefined;
    }
    return execFile(file, args, options, (error, out, err) => {
      const answer: Parameters<Callback> = [error, out, err];
      if (error === null) answers.set(key, answer);
      callback(...answer);
    });
  };
  child.execFile = remembered as typeof execFile;
  child.spawnSync = ((file: string, args: readonly string[], options: object) => {
    const key = JSON.stringify([file, args, options]);
    const result = ended.get(key) ?? spawnSync(file, args, options);
    if (result.status === 0) ended.set(key, result);
    return result;
  }) as typeof spawnSync;
}

interface Arborist {
  readonly prototype: { loadActual: (options?: object) => Promise<unknown> };
}

/** What is installed, which Pulumi looks through for each function that it serializes. */
export function rememberPackages(): void {
  const ofPulumi = createRequire(require.resolve("@pulumi/pulumi"));
  const { prototype } = ofPulumi("@npmcli/arborist") as Arborist;
  const { loadActual } = prototype;
  let tree: Promise<unknown> | undefined;
  prototype.loadActual = async function load(options) {
    return (tree ??= loadActual.call(this, options));
  };
}

const BUILD = "const { modules, layer } = builder.build({";
const REMEMBERED = `
const kept = new Map<string, ReturnType<Builder["build"]>>();
function rememberedBuild(builder: Builder, task: BuildTask): ReturnType<Builder["build"]> {
  const key = JSON.stringify(task);
  const built = kept.get(key) ?? builder.build(task);
  kept.set(key, built);
  return built;
}
`;

/** The text of handler-bundle.ts, which builds the same handler once. @throws Error when it is another. */
export function withRememberedBuilds(text: string): string {
  if (!text.includes(BUILD))
    throw new Error("handler-bundle.ts does not build as it did: see BUILD");
  return `${text.replace(BUILD, "const { modules, layer } = rememberedBuild(builder, {")}${REMEMBERED}`;
}
