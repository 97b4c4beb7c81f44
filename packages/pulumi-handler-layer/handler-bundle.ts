/**
 * A Lambda handler for `aws.lambda.CallbackFunction`: its modules bundled into the text of one
 * function without captures, which Pulumi serializes into `__index.js`, and its npm packages bundled
 * into a layer. Modules behave as in Node.js: they are loaded once in an execution environment, and
 * nothing of the deploying machine gets into them.
 */
import * as path from "node:path";
import { runInThisContext } from "node:vm";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import * as pulumi from "@pulumi/pulumi";
import type { BuildTask, Failure, Outcome } from "./build/builder";
import type { Layer } from "./build/dependency-layer";
import type { HandlerModules } from "./build/handler-modules";
import { callbackFactoryText } from "./callback-factory";
import { knownVariables, loadOnce } from "./load-check";
import { isLocalRun, keepForLocalRun } from "./local-run";

export interface HandlerSource {
  /** The module, as a path from the program's folder: "handlers/mcp.ts". */
  readonly module: string;
  /** Name of the exported function that makes the handler; it takes no argument. */
  readonly export: string;
}

export interface HandlerBundleOptions {
  /** Whether AWS SDK clients go into the layer, in place of the runtime's; default false. */
  readonly bundleAwsSdk?: boolean;
  /** Packages that may require, or read, what only they know; default: none. */
  readonly allowDynamicRequire?: readonly string[];
  /** Modules that export `plugins`: a function that gets the handler's text and gives plugins of esbuild. */
  readonly pluginModules?: readonly string[];
  /** Packages that do not need the names of their functions and classes. */
  readonly nameless?: readonly string[];
  /** The function's memory, for the handler that is loaded to try it; default: Lambda's. */
  readonly memoryMb?: number;
  /** The function's variables, for the same; secrets are left out. */
  readonly variables?: Readonly<Record<string, pulumi.Input<string>>>;
}

export type Handler = (event: unknown, context: unknown) => Promise<unknown>;

export interface HandlerBundle {
  /** The function that CallbackFunction serializes. */
  readonly callbackFactory: () => Handler;
  /** Files that the handler's modules read when they run, for the function's archive. */
  readonly files: string[];
  /** The handler's own modules as one text, without its packages. */
  readonly text: string;
  /**
   * The layer's archive. Rejects, and so stops the deployment before anything is made, with a
   * pulumi.RunError when a package cannot be bundled or the handler cannot be loaded.
   */
  readonly layer: Promise<pulumi.asset.AssetArchive>;
}

/** The thread that builds a program's handlers: started early, it is ready when there is one. */
class Builder {
  private readonly worker = new Worker(path.join(__dirname, "worker.js"), { execArgv: [] });
  private readonly failure: Promise<never>;

  constructor() {
    // What is built keeps the program alive by its port.
    this.worker.unref();
    this.failure = new Promise((_, reject) => this.worker.once("error", reject));
    this.failure.catch(() => undefined);
  }

  /** Waits for the modules, whose function is an argument of a resource; the layer may take longer. */
  build(task: BuildTask): { modules: HandlerModules; layer: Promise<Outcome<Layer>> } {
    const signal = new Int32Array(new SharedArrayBuffer(4));
    const { port1: outcomes, port2: port } = new MessageChannel();
    this.worker.postMessage({ task, signal, port }, [port]);
    const ended = Atomics.wait(signal, 0, 0, MAX_BUILD_MS);
    const received = receiveMessageOnPort(outcomes) as
      { message: Outcome<HandlerModules> } | undefined;
    if (received === undefined) throw new Error(`the handler was not bundled: ${ended}`);
    const made = new Promise<Outcome<Layer>>((resolve) => outcomes.once("message", resolve));
    const layer = Promise.race([made, this.failure]).finally(() => {
      outcomes.close();
    });
    layer.catch(() => undefined);
    return { modules: valueOf(received.message), layer };
  }
}

const MAX_BUILD_MS = 60_000;

/** Gets ready while the program's packages are loaded. */
const builder = new Builder();

/** @throws pulumi.RunError that names file, line and the way out, when a module cannot be bundled. */
export function bundleHandler(
  source: HandlerSource,
  options: HandlerBundleOptions = {},
): HandlerBundle {
  const root = process.cwd();
  const { modules, layer } = builder.build({
    entry: { ...source, root },
    layer: {
      root,
      bundleAwsSdk: options.bundleAwsSdk ?? false,
      allowDynamicRequire: options.allowDynamicRequire ?? [],
      pluginModules: options.pluginModules ?? [],
      nameless: options.nameless ?? [],
    },
  });
  keepForLocalRun(modules);
  const text = callbackFactoryText(modules);
  const files = [...modules.files];
  const load = async (): Promise<pulumi.asset.AssetArchive> => {
    const bundled = valueOf(await layer);
    // A local run loads it itself.
    if (!isLocalRun() || pulumi.runtime.isDryRun()) {
      const variables = await knownVariables(options.variables ?? {});
      const { memoryMb } = options;
      await loadOnce({ factoryText: text, modules, layer: bundled, root, memoryMb }, variables);
    }
    return new pulumi.asset.AssetArchive(
      Object.fromEntries(
        [...bundled.files].map(([name, content]) => [name, new pulumi.asset.StringAsset(content)]),
      ),
    );
  };
  const callbackFactory = runInThisContext(`(${text})`, "callback factory") as () => Handler;
  return { callbackFactory, files, text, layer: load() };
}

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if ("value" in outcome) return outcome.value;
  throw errorOf(outcome.failure);
}

function errorOf({ text, isRefusal }: Failure): Error {
  return isRefusal ? new pulumi.RunError(text) : new Error(text);
}
