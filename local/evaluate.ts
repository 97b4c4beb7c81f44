/**
 * The process in which the program is evaluated (see program.ts): Pulumi's mock engine stands in
 * for AWS and answers what AWS would add to a resource. Started anew for each evaluation, because
 * the engine and the module cache are global.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { compileOnce } from "./compile-once";
import { cloudOutputs, ACCOUNT_ID } from "./cloud-outputs";
import type { DeclaredResource, UnpackedArchive } from "./declared";
import { type CompiledFile, mapEmitted } from "./emitted-positions";
import { type EvaluationReply, type EvaluationRequest, PROJECT_ROOT } from "./program";
import { unpackArchives } from "./unpack";

type Task = Extract<EvaluationRequest, { kind: "evaluate" }>["task"];
type Result = EvaluationReply["result"];

const compile = compileOnce();

let finish = (): Result => ({ problem: "the program was not evaluated" });

/** Everything that went wrong; told when the program has come to rest. */
const failures: unknown[] = [];

/** What to tell of the failures: those meant for people (RunError) in place of all others. */
function describeFailures(): string {
  const forPeople = failures.filter((failure) => failure instanceof pulumi.RunError);
  // Pulumi prefixes a message with the properties through which it reached the engine.
  const plain = forPeople.map(({ message }) =>
    message.replace(/^(error serializing property "\w+": )+/, ""),
  );
  if (plain.length > 0) return [...new Set(plain)].join("\n");
  const [first] = failures;
  if (!(first instanceof Error)) return String(first);
  // ts-node's message has file, line and reason already.
  if (first.name === "TSError") return first.message;
  const message = (first.message.split("\nRequire stack:")[0] ?? "").trim();
  return `${message}${firstOwnFrame(first.stack ?? "")}`;
}

/** Where in the program it happened, for example " (infra/settings.ts:12:3)". */
function firstOwnFrame(stack: string): string {
  const frames = stack
    .split("\n")
    .flatMap((line) => /\(?([^()\s]+:\d+:\d+)\)?$/.exec(line)?.[1] ?? []);
  const own = frames.find(
    (frame) => frame.startsWith(PROJECT_ROOT + path.sep) && !frame.includes("node_modules"),
  );
  return own === undefined ? "" : ` (${path.relative(PROJECT_ROOT, own)})`;
}

async function evaluate(task: Task): Promise<void> {
  const resources: DeclaredResource[] = [];
  const isPreview = task.preview === true;
  pulumi.runtime.setAllConfig({ ...task.config });
  const region = new pulumi.Config("aws").get("region") ?? process.env["AWS_REGION"] ?? "us-east-1";
  await pulumi.runtime.setMocks(
    {
      newResource: async (registration) => {
        const { type, name } = registration;
        const inputs = registration.inputs as Record<string, unknown>;
        const folder = path.join(task.workFolder, `${name}-${type.split(":").pop() ?? ""}`);
        const unpacked = await unpackArchives(inputs, { folder });
        const added = isPreview
          ? {}
          : cloudOutputs({ type, name, inputs, region, apiUrl: task.apiUrl });
        const custom = registration.custom ?? false;
        resources.push({
          type,
          name,
          custom,
          inputs: unpacked,
          outputs: { ...unpacked, ...added },
        });
        const id = isPreview ? undefined : String(added["id"]);
        return { id, state: { ...inputs, ...added } };
      },
      call: ({ token, inputs }) => invoke(token, inputs as Record<string, unknown>, region),
    },
    task.project,
    task.stack,
    task.preview,
  );
  const folder = task.programFolder ?? PROJECT_ROOT;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- after setMocks, not before
  const outputs = pulumi.output(require(folder) as Record<string, unknown>);
  let values: Record<string, unknown> = {};
  outputs.apply((known) => (values = known));
  // The program is done when nothing of it is left to happen, as with the real engine. Waiting for
  // registrations alone would miss archives that are still in the making, and their failures.
  finish = () => ({ program: { resources: resources.map(withSourceMap), outputs: values } });
}

/** Pulumi's name for the file of a serialized handler. */
const EMITTED = "__index.js";

/** Lays a source map beside the archive of a serialized handler. */
function withSourceMap(resource: DeclaredResource): DeclaredResource {
  const code = resource.inputs["code"] as UnpackedArchive | undefined;
  if (code?.files.includes(EMITTED) !== true) return resource;
  const emitted = fs.readFileSync(path.join(code.folder, EMITTED), "utf8");
  const sourceMap = `${code.folder}.map.json`;
  fs.writeFileSync(sourceMap, JSON.stringify(mapEmitted(emitted, compiledFiles(), PROJECT_ROOT)));
  return { ...resource, inputs: { ...resource.inputs, code: { ...code, sourceMap } } };
}

/** The program's files as ts-node has compiled them, which is what the serializer has read. */
function compiledFiles(): CompiledFile[] {
  return programFiles()
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file, code: compile(fs.readFileSync(file, "utf8"), file) }));
}

/** Functions of the provider that need no AWS to be answered. */
function invoke(
  token: string,
  inputs: Record<string, unknown>,
  region: string,
): Record<string, unknown> {
  switch (token) {
    case "aws:index/getRegion:getRegion":
      return { ...inputs, id: region, name: region, region };
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: ACCOUNT_ID, arn: `arn:aws:iam::${ACCOUNT_ID}:root`, userId: ACCOUNT_ID };
    case "aws:index/getPartition:getPartition":
      return { partition: "aws", dnsSuffix: "amazonaws.com", id: "aws" };
    default:
      throw new pulumi.RunError(
        `The program asks AWS (${token}), which the local run cannot answer. Make the value a setting, or answer it in local/evaluate.ts.`,
      );
  }
}

const fail = (error: unknown): number => failures.push(error);
process.on("unhandledRejection", fail);
process.on("uncaughtException", fail);
process.on("disconnect", () => process.exit());
process.on("message", (request: EvaluationRequest) => {
  if (request.kind === "prepare") {
    prepare(request);
    return;
  }
  evaluate(request.task).catch(fail);
  process.channel?.unref();
});
process.once("beforeExit", () => {
  const result = failures.length > 0 ? { problem: describeFailures() } : finish();
  const packageFiles = Object.keys(require.cache).filter(isPackage);
  const reply: EvaluationReply = { result, files: programFiles(), packageFiles };
  process.send?.(reply);
});

function isPackage(file: string): boolean {
  return file.includes(`${path.sep}node_modules${path.sep}`);
}

/** What was loaded of the program itself. */
function programFiles(): string[] {
  const own = __dirname + path.sep;
  return Object.keys(require.cache).filter(
    (file) => !isPackage(file) && !file.startsWith(own) && !file.endsWith("package.json"),
  );
}

/** Does ahead what an evaluation would begin with: loads packages, compiles, wakes the serializer. */
function prepare({ packageFiles, files }: Extract<EvaluationRequest, { kind: "prepare" }>): void {
  const quietly = (work: () => unknown): void => {
    try {
      work();
    } catch {
      // Changed or gone since then: the program itself will load it, or miss it.
    }
  };
  for (const file of packageFiles) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- named by the last evaluation
    quietly(() => require(file));
  }
  for (const file of files) {
    if (file.endsWith(".ts")) quietly(() => compile(fs.readFileSync(file, "utf8"), file));
  }
  pulumi.runtime.serializeFunction(() => 0).catch(() => undefined);
}
