/**
 * The authorizer as it is deployed: `__index.js` and its layer in a folder of their own, run by
 * Node.js with the options that Lambda gives it.
 */
import { type ChildProcess, fork } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { deflateRawSync } from "node:zlib";
import * as pulumi from "@pulumi/pulumi";
import { bundleHandler } from "pulumi-handler-layer";
import { lambdaNodeOptions } from "pulumi-handler-layer/lambda-runtime";

export interface AuthorizerArchive {
  /** Text of `__index.js`. */
  readonly index: string;
  /** Files of the layer, by path. */
  readonly layer: ReadonlyMap<string, string>;
}

type Variables = Readonly<Record<string, string>>;

export async function buildAuthorizer(variables: Variables): Promise<AuthorizerArchive> {
  const source = { module: "handlers/authorizer.ts", export: "createAuthorizer" };
  const nameless = ["jwt-authorizer"];
  const bundle = bundleHandler(source, { variables, nameless, memoryMb: MEMORY_MB });
  const { text } = await pulumi.runtime.serializeFunction(bundle.callbackFactory, {
    exportName: "handler",
    isFactoryFunction: true,
  });
  const files = await (await bundle.layer).assets;
  const texts = Object.entries(files).map(
    async ([name, asset]) => [name, await (asset as pulumi.asset.StringAsset).text] as const,
  );
  return { index: text, layer: new Map(await Promise.all(texts)) };
}

const MEMORY_MB = 256;

/** About what a zip of the files has. */
export function zippedSize(texts: Iterable<string>): number {
  return [...texts].reduce((sum, text) => sum + deflateRawSync(text).length + 120, 0);
}

const RUNTIME = `
const { handler } = require(process.env.LAMBDA_TASK_ROOT + "/__index.js");
process.on("message", (event) => {
  handler(event, {}).then(
    (result) => process.send({ result }),
    (error) => process.send({ error: error.message }),
  );
});
process.send({ result: "ready" });
`;

export interface RuntimeAnswer {
  readonly result?: unknown;
  readonly error?: string;
}

export class AuthorizerProcess {
  private readonly folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "authorizer-"));
  private readonly child: ChildProcess;
  output = "";

  /** @param authority certificate that it trusts besides those of Node.js, in PEM. */
  constructor({ index, layer }: AuthorizerArchive, variables: Variables, authority = "") {
    this.write("task/__index.js", index);
    for (const [name, text] of layer) this.write(path.join("opt", name), text);
    this.write("runtime.js", RUNTIME);
    const task = path.join(this.folder, "task");
    this.child = fork(path.join(this.folder, "runtime.js"), {
      cwd: task,
      execArgv: [...lambdaNodeOptions(MEMORY_MB)],
      env: {
        ...variables,
        AWS_LAMBDA_FUNCTION_NAME: "mcp-dev-authorizer",
        LAMBDA_TASK_ROOT: task,
        NODE_EXTRA_CA_CERTS: this.write("authority.pem", authority),
        NODE_PATH: path.join(this.folder, "opt", "nodejs", "node_modules"),
      },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const keep = (chunk: Buffer): string => (this.output += chunk.toString());
    this.child.stdout?.on("data", keep);
    this.child.stderr?.on("data", keep);
  }

  /** What it sends next: "ready" comes first. @throws Error with what was written, when it ends. */
  async receive(): Promise<RuntimeAnswer> {
    return new Promise((resolve, reject) => {
      const onExit = (): void => {
        reject(new Error(this.output));
      };
      this.child.once("exit", onExit);
      this.child.once("message", (message) => {
        this.child.off("exit", onExit);
        resolve(message as RuntimeAnswer);
      });
    });
  }

  async ask(event: object): Promise<RuntimeAnswer> {
    const answer = this.receive();
    this.child.send(event);
    return answer;
  }

  close(): void {
    this.child.kill();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }

  private write(name: string, text: string): string {
    const file = path.join(this.folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    return file;
  }
}
