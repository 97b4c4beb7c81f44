/**
 * Evaluation of the program in this process: Pulumi's mock engine stands in for AWS and gives what
 * AWS would add to a resource. Once in a process, because engine and module cache are global.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { cloudOutputs, ACCOUNT_ID } from "./cloud-outputs";
import {
  LOCAL_RUN_HANDLERS,
  LOCAL_RUN_URL,
  type LocalHandler,
  readLocalHandlers,
} from "pulumi-handler-layer";
import type {
  BundledHandler,
  DeclaredProgram,
  DeclaredResource,
  UnpackedArchive,
} from "./declared";
import type { EvaluationResult, EvaluationTask } from "./evaluator";
import { findRoot, PROJECT_ROOT } from "./project-root";
import { unpackArchives } from "./unpack";

/**
 * Evaluates the program and waits until nothing of it is left to happen, as the real engine does.
 * Waiting for registrations alone would miss archives that are still in the making, and their
 * failures. The process must have nothing else to do.
 */
export async function evaluate(task: EvaluationTask): Promise<EvaluationResult> {
  const failures: unknown[] = [];
  const fail = (error: unknown): number => failures.push(error);
  const events = ["unhandledRejection", "uncaughtException"] as const;
  for (const event of events) process.on(event, fail);
  const atRest = new Promise((resolve) => process.once("beforeExit", resolve));
  let declared: (() => DeclaredProgram) | undefined;
  declare(task).then((read) => (declared = read), fail);
  await atRest;
  for (const event of events) process.off(event, fail);
  if (failures.length > 0) return { userError: describeFailures(failures) };
  if (declared === undefined) return { userError: "the program waits for what never happens" };
  return { program: declared() };
}

/** What to report of the failures: those meant for people (RunError) in place of all others. */
function describeFailures(failures: readonly unknown[]): string {
  const forPeople = failures.filter((failure) => failure instanceof pulumi.RunError);
  // Pulumi prefixes a message with the properties through which it reached the engine.
  const plain = forPeople.map(({ message }) =>
    message.replace(/^(error serializing property "\w+": )+/, ""),
  );
  if (plain.length > 0) return [...new Set(plain)].join("\n");
  const [first] = failures;
  if (!(first instanceof Error)) return String(first);
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

/** Runs the program; the returned function gives what it has declared, once all has happened. */
async function declare(task: EvaluationTask): Promise<() => DeclaredProgram> {
  const resources: DeclaredResource[] = [];
  const isPreview = task.preview === true;
  pulumi.runtime.setAllConfig({ ...task.config });
  const region = new pulumi.Config("aws").get("region") ?? process.env["AWS_REGION"] ?? "us-east-1";
  await pulumi.runtime.setMocks(
    {
      newResource: async (registration) => {
        const { type, name } = registration;
        const given = registration.inputs as Record<string, unknown>;
        const inputs = withoutSecrecy(given);
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
        return { id, state: { ...given, ...added } };
      },
      call: ({ token, inputs }) => invoke(token, inputs as Record<string, unknown>, region),
    },
    task.project,
    task.stack,
    task.preview,
  );
  const folder = task.programFolder ?? PROJECT_ROOT;
  // As the engine runs a program.
  process.chdir(findRoot(folder));
  handlersFolder = path.join(task.workFolder, "handlers");
  process.env[LOCAL_RUN_HANDLERS] = handlersFolder;
  if (task.served === true) process.env[LOCAL_RUN_URL] = task.apiUrl;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- after setMocks, not before
  const outputs = pulumi.output(require(folder) as Record<string, unknown>);
  let values: Record<string, unknown> = {};
  outputs.apply((known) => (values = known));
  return () => {
    const handlers = readLocalHandlers(handlersFolder);
    return {
      resources: resources.map((resource) => withHandler(resource, handlers)),
      outputs: values,
    };
  };
}

/** A secret anywhere in a property marks all of the property; what runs needs the values. */
function withoutSecrecy(inputs: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { unwrapRpcSecret } = pulumi.runtime;
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [name, unwrapRpcSecret(value) as unknown]),
  );
}

/** Where the bundled handlers of this evaluation are kept. */
let handlersFolder = "";

/** Pulumi's name for the file of a serialized handler. */
const EMITTED = "__index.js";

/** Lays what belongs to a bundled handler beside its archive: its text, and the map of its lines. */
function withHandler(
  resource: DeclaredResource,
  handlers: readonly LocalHandler[],
): DeclaredResource {
  const code = resource.inputs["code"] as UnpackedArchive | undefined;
  if (code?.files.includes(EMITTED) !== true) return resource;
  const emitted = fs.readFileSync(path.join(code.folder, EMITTED), "utf8");
  const found = handlers.find(({ text }) => emitted.includes(text));
  if (found === undefined) return resource;
  const handler = `${code.folder}.handler.json`;
  const firstLine = emitted.slice(0, emitted.indexOf(found.text)).split("\n").length - 1;
  fs.writeFileSync(handler, JSON.stringify({ ...found, firstLine } satisfies BundledHandler));
  return { ...resource, inputs: { ...resource.inputs, code: { ...code, handler } } };
}

/** Functions of the provider whose results need no AWS. */
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
    case "aws:route53/getZone:getZone":
      return { ...inputs, id: inputs["zoneId"] ?? "ZLOCAL", zoneId: inputs["zoneId"] ?? "ZLOCAL" };
    default:
      throw new pulumi.RunError(
        `The program asks AWS (${token}), which the local run cannot answer. Make the value a setting, or answer it in packages/pulumi-local/program/evaluate.ts.`,
      );
  }
}

function isPackage(file: string): boolean {
  return file.includes(`${path.sep}node_modules${path.sep}`);
}

/** Files of packages that are loaded, in the order of loading. */
export function packageFiles(): string[] {
  return Object.keys(require.cache).filter(isPackage);
}

/** What is loaded of the program itself, and what its handlers are made of. */
export function programFiles(): string[] {
  const own = path.join(__dirname, "..") + path.sep;
  const loaded = Object.keys(require.cache).filter((file) => !file.endsWith("package.json"));
  const bundled = readLocalHandlers(handlersFolder).flatMap(({ inputs }) => inputs);
  return [...new Set([...loaded, ...bundled])].filter(
    (file) => !isPackage(file) && !file.startsWith(own) && fs.existsSync(file),
  );
}
