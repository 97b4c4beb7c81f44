/**
 * An execution environment for debugging (`npm start -- --inspect`): evaluates the program and runs
 * the handler's factory from source, where the serializer met it. Not the bytes that are deployed:
 * packages come from node_modules, and nothing limits time and memory.
 */
import * as fs from "node:fs";
import * as inspector from "node:inspector";
import * as net from "node:net";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type DeclaredProgram, ofType, type UnpackedArchive } from "./declared";
import { evaluate } from "./evaluation";
import { SOURCE_VARIABLE, type SourceRun } from "./function-process";
import { type Handler, serve } from "./runtime";

type Factory = Parameters<typeof pulumi.runtime.serializeFunction>[0];

/** What was serialized, by the text that it became. */
const factories = new Map<string, () => Handler>();

function rememberFactories(): void {
  const { serializeFunction } = pulumi.runtime;
  const remember: typeof serializeFunction = async (factory: Factory, options) => {
    const serialized = await serializeFunction(factory, options);
    const isFactory = options?.isFactoryFunction === true;
    const make = isFactory ? (factory as () => Handler) : () => factory as Handler;
    factories.set(serialized.text, make);
    return serialized;
  };
  Object.assign(pulumi.runtime, { serializeFunction: remember });
}

/** Opens the port as soon as the environment before this one has left it. */
async function openDebugger(port: number): Promise<void> {
  while (!(await isFree(port))) await new Promise((resolve) => setTimeout(resolve, 100).unref());
  inspector.open(port, "127.0.0.1");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => {
      resolve(false);
    });
    probe.listen(port, "127.0.0.1", () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}

function factoryOf(program: DeclaredProgram, functionId: string): () => Handler {
  const declared = ofType(program, "aws:lambda/function:Function").find(
    ({ outputs }) => outputs["id"] === functionId,
  );
  const code = declared?.inputs["code"] as UnpackedArchive | undefined;
  const text = fs.readFileSync(path.join(code?.folder ?? "", "__index.js"), "utf8");
  const factory = factories.get(text);
  if (factory === undefined) throw new Error(`${functionId} is not made from a function here`);
  return factory;
}

async function run({ task, functionId, variables, port }: SourceRun): Promise<void> {
  rememberFactories();
  void openDebugger(port);
  // The program's warnings have been told already, by the evaluation before this one.
  const write = process.stderr.write.bind(process.stderr);
  process.stderr.write = () => true;
  const result = await evaluate(task);
  process.stderr.write = write;
  serve(() => {
    if ("problem" in result) throw new Error(result.problem);
    const factory = factoryOf(result.program, functionId);
    for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, variables);
    return factory();
  });
}

const request = process.env[SOURCE_VARIABLE] ?? "{}";
Reflect.deleteProperty(process.env, SOURCE_VARIABLE);
void run(JSON.parse(request) as SourceRun);
