/**
 * `npm run trace < log`: the deployed function's log with the project's files and lines in its
 * stack frames. The program is evaluated as it is here: its handler's source map is not deployed.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { createInterface } from "node:readline";
import { createFrameMapper, type FrameMapper, readBundledHandler } from "../lambda/stack-frames";
import { type DeclaredProgram, ofType, type UnpackedArchive } from "../program/declared";
import { evaluateProgram } from "../program/evaluator";
import { PROJECT_ROOT } from "../program/project-root";
import { readStackSettings } from "../program/stack-settings";
import { makeWorkFolder } from "../program/work-folder";
import { UserError } from "../user-error";
import { DEFAULT_STACK, readArguments, runCommand } from "./arguments";

const USAGE = `npm run trace -- [OPTION ...] < LOG

  --stack NAME     stack whose settings are used (Pulumi.NAME.yaml); default ${DEFAULT_STACK}
  --function NAME  function that wrote the log; needed where the program declares several

For example: pulumi logs | npm run --silent trace
`;

/** The handler as Lambda lays it down. */
const DEPLOYED = "/var/task/__index.js";

const NOTE =
  "Frames are mapped by the source in this folder: it must be that of the deployed version.\n";

/** Files with the bundled handlers of a program's functions, by the functions' names. */
function handlersOf(program: DeclaredProgram): ReadonlyMap<string, string> {
  return new Map(
    ofType(program, "aws:lambda/function:Function").flatMap(({ inputs, outputs }) => {
      const handler = (inputs["code"] as UnpackedArchive | undefined)?.handler;
      return handler === undefined ? [] : [[String(outputs["id"]), handler] as const];
    }),
  );
}

/** @throws UserError when there is not one handler to choose. */
function mapperFor(program: DeclaredProgram, name: string | undefined): FrameMapper {
  const handlers = handlersOf(program);
  const [first, ...others] = handlers.keys();
  const chosen = name ?? (others.length === 0 ? first : undefined);
  const handler = chosen === undefined ? undefined : handlers.get(chosen);
  if (handler === undefined) {
    const names = [...handlers.keys()].join(", ") || "none";
    const given = name === undefined ? "is not given" : `is "${name}"`;
    throw new UserError(
      `--function ${given} but must be one of the functions with a bundled handler: ${names}.`,
    );
  }
  return createFrameMapper(DEPLOYED, readBundledHandler(handler));
}

async function mapLines(mapFrames: FrameMapper): Promise<void> {
  // As a reader that ends early (head) leaves it.
  process.stdout.on("error", () => process.exit(0));
  for await (const line of createInterface({ input: process.stdin })) {
    process.stdout.write(`${mapFrames(line)}\n`);
  }
}

runCommand(async () => {
  const text = { type: "string" } as const;
  const args = readArguments(process.argv.slice(2), { stack: text, function: text }, USAGE);
  const settings = readStackSettings(PROJECT_ROOT, args.text("stack") ?? DEFAULT_STACK);
  process.stderr.write(NOTE);
  const workFolder = makeWorkFolder();
  process.once("exit", () => {
    fs.rmSync(workFolder, { recursive: true, force: true, maxRetries: 3 });
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(1));
  }
  const program = await evaluateProgram({
    ...settings,
    workFolder: path.join(workFolder, "program"),
    apiUrl: "https://api.invalid",
    onWarning: () => undefined,
  });
  await mapLines(mapperFor(program, args.text("function")));
});
