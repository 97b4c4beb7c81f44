/** A handler as Lambda has it: `__index.js` and its layer in a folder of their own, run by Node.js. */
import { type ChildProcess, fork } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { runInThisContext } from "node:vm";
import * as pulumi from "@pulumi/pulumi";
import { bundleLayer, type Layer } from "../../build/dependency-layer";
import { bundleModules, type HandlerModules } from "../../build/handler-modules";
import { requiredPackages } from "../../build/required-packages";
import { callbackFactoryText } from "../../callback-factory";
import { linkAwsSdk } from "../../lambda-runtime";

export interface Built {
  readonly modules: HandlerModules;
  readonly layer: Layer;
  /** Text of `__index.js`. */
  readonly index: string;
}

export interface BuildOptions {
  readonly root: string;
  readonly module: string;
  readonly bundleAwsSdk?: boolean;
  readonly allowDynamicRequire?: readonly string[];
}

/** @throws Refusal */
export async function buildHandler(options: BuildOptions): Promise<Built> {
  const { root, module, bundleAwsSdk = false, allowDynamicRequire = [] } = options;
  const modules = await bundleModules({ root, module, export: "createHandler" });
  const required = requiredPackages(modules.text, (name) => name in modules.packages);
  const layer = await bundleLayer(modules.text, required, {
    root,
    bundleAwsSdk,
    allowDynamicRequire,
    pluginModules: [],
    nameless: ["mcp-lambda", "zod"],
  });
  const factory = runInThisContext(`(${callbackFactoryText(modules)})`) as () => unknown;
  const { text } = await pulumi.runtime.serializeFunction(factory, {
    exportName: "handler",
    isFactoryFunction: true,
    allowSecrets: true,
  });
  return { modules, layer, index: text };
}

/** Runs in the child: loads the handler, and answers what it is sent. */
const RUNTIME = `
process.on("unhandledRejection", () => {});
const { handler } = require(process.env.LAMBDA_TASK_ROOT + "/__index.js");
process.on("message", (event) => {
  Promise.resolve(handler(event)).then(
    (value) => process.send({ value }),
    (error) => process.send({ error: String(error.stack) }),
  );
});
process.send({ value: "ready" });
`;

type Message = { readonly value?: unknown; readonly error?: string };

export class Environment {
  private readonly folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "handler-"));
  private readonly child: ChildProcess;
  private output = "";

  constructor({ modules, layer, index }: Built, root: string) {
    for (const [name, text] of layer.files) this.write(path.join("opt", name), text);
    for (const file of modules.files) {
      fs.cpSync(path.join(root, file), path.join(this.folder, "task", file), { recursive: true });
    }
    this.write("task/__index.js", index);
    this.write("runtime.js", RUNTIME);
    linkAwsSdk(path.join(this.folder, "runtime"), root);
    this.child = fork(path.join(this.folder, "runtime.js"), {
      cwd: path.join(this.folder, "task"),
      execArgv: [],
      env: {
        TZ: ":UTC",
        ENVIRONMENT: "dev",
        LAMBDA_TASK_ROOT: path.join(this.folder, "task"),
        NODE_PATH: [
          path.join(this.folder, "opt", "nodejs", "node_modules"),
          path.join(this.folder, "runtime", "node_modules"),
        ].join(path.delimiter),
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.child.stdout?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on("data", (chunk: Buffer) => (this.output += chunk.toString()));
  }

  /** Resolves when the handler has been loaded. @throws what failed, with what was written. */
  async ready(): Promise<void> {
    await this.receive();
  }

  async invoke(event: unknown): Promise<unknown> {
    const answer = this.receive();
    this.child.send(event as object);
    return answer;
  }

  close(): void {
    this.child.kill("SIGKILL");
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  private async receive(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const fail = (): void => {
        reject(new Error(`the environment ended: ${this.output}`));
      };
      this.child.once("exit", fail);
      this.child.once("message", ({ value, error }: Message) => {
        this.child.off("exit", fail);
        if (error === undefined) resolve(value);
        else reject(new Error(error));
      });
    });
  }

  private write(name: string, text: string): void {
    const file = path.join(this.folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}
