/**
 * `npm run record`: writes docs/terminal.md, what a terminal shows of a start, a first call, a mistake
 * under --watch, and Ctrl-C. Recorded from a copy of the project, whose tool is edited; what differs
 * from run to run (times, ids, the port) is made constant.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import * as fs from "node:fs";
import * as net from "node:net";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { DEFAULT_PORT, PROJECT_ROOT, runCommand } from "pulumi-local";

const FILE = "docs/terminal.md";
const TOOL = "handlers/tools/add.ts";
const MAX_WAIT_MS = 120_000;
const TYPE_CHECK_MS = 30_000;

const CONSTANT: readonly (readonly [RegExp, string])[] = [
  [/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, "5f0c1d8e-6a3b-4c27-9e41-2b7d90f6a815"],
  [/after \d+\.\d s/g, "after 3.0 s"],
  [/(?<=ok )\d+ ms/g, "4 ms"],
  [/\(\d+ ms\)/g, "(900 ms)"],
  [/\d\d:\d\d:\d\d/g, "08:12:03"],
];

interface Running {
  readonly child: ChildProcess;
  /** Waits for a text, and returns all that has come since it was last asked for. @throws Error */
  readonly until: (pattern: RegExp) => Promise<string>;
}

runCommand(async () => {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), "record-"));
  try {
    copyProject(root);
    const parts = await record(root, await freePort());
    fs.writeFileSync(path.join(PROJECT_ROOT, FILE), documentOf(parts));
    process.stdout.write(`Written: ${FILE}\n`);
  } finally {
    fs.rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  }
});

interface Recording {
  readonly start: string;
  readonly call: string;
  readonly afterCall: string;
  readonly mistake: string;
  readonly mended: string;
  /** What comes after Ctrl-C. */
  readonly end: string;
}

async function record(root: string, port: number): Promise<Recording> {
  const constant = (text: string): string => withoutChance(text, port);
  const { child, until } = startIn(root, port);
  const ended = new Promise((resolve) => child.once("close", resolve));
  try {
    const start = await until(/Ctrl-C[^\n]*\n\n/);
    const args = ["run", "call", "--", "add", "a=10", "b=5", "--port", String(port)];
    const { stdout: call } = await promisify(execFile)("npm", args, {
      cwd: root,
      env: ENVIRONMENT,
    });
    const afterCall = await until(/tools\/call[^\n]*\n/);
    // As a rule the first check of the types is over then, which nothing tells; before, the words are esbuild's.
    await new Promise((resolve) => setTimeout(resolve, TYPE_CHECK_MS));
    const file = path.join(root, TOOL);
    const text = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, text.replace("defineTool({", "defineTool({{"));
    const mistake = await until(/Not served[^\n]*\n([^\n]+\n)+/);
    fs.writeFileSync(file, text.replaceAll(" = ", " equals "));
    const mended = await until(/add\.ts: [^\n]*\n/);
    if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
    await ended;
    const end = await until(/^/);
    const all = { start, call, afterCall, mistake, mended, end };
    const entries = Object.entries(all).map(([part, each]) => [part, constant(each)] as const);
    return Object.fromEntries(entries) as unknown as Recording;
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  }
}

/** As npm runs it for a person; not as the npm that may run this script. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries({ ...process.env, NO_COLOR: "1" }).filter(([name]) => !/^npm_/i.test(name)),
);

function startIn(root: string, port: number): Running {
  const child = spawn("npm", ["start", "--", "--watch", "--port", String(port)], {
    cwd: root,
    env: ENVIRONMENT,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  }
  const until = async (pattern: RegExp): Promise<string> => {
    const end = Date.now() + MAX_WAIT_MS;
    while (!pattern.test(output)) {
      if (Date.now() > end || child.exitCode !== null) {
        throw new Error(`npm start did not print ${String(pattern)}:\n${output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    // What belongs to it comes at once.
    await new Promise((resolve) => setTimeout(resolve, 200));
    const text = output;
    output = "";
    return text;
  };
  return { child, until };
}

function copyProject(root: string): void {
  const left = ["node_modules", ".git", ".cache", ".local"];
  fs.cpSync(PROJECT_ROOT, root, {
    recursive: true,
    filter: (file) => !left.includes(path.basename(file)),
  });
  fs.symlinkSync(path.join(PROJECT_ROOT, "node_modules"), path.join(root, "node_modules"), "dir");
}

async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

function withoutChance(text: string, port: number): string {
  const placed = text
    .replaceAll(` --port ${port}`, "")
    .replaceAll(`:${port}/`, `:${DEFAULT_PORT}/`);
  return CONSTANT.reduce((each, [pattern, by]) => each.replace(pattern, by), placed).trimEnd();
}

function documentOf({ start, call, afterCall, mistake, mended, end }: Recording): string {
  const block = (text: string): string => `\`\`\`text\n${text}\n\`\`\``;
  return `# In the terminal

Recorded by \`npm run record\`; the times, ids and the port are made constant. On a terminal the line that says "getting ready" counts the seconds, and is gone when all is ready.

## Start, and a first call

${block(`$ npm start -- --watch\n${start}\n\n${afterCall}`)}

The call, made in another terminal:

${block(`$ npm run call -- add a=10 b=5\n${call}`)}

One line is one request: status, protocol era, method, tool, what came of it, how long it took, and the id that the caller got (\`x-amzn-requestid\`). Between such lines stand what tools write, warnings and errors. \`--verbose\` adds what Lambda's log has, the stack's outputs and what a deploy would warn of; with \`--json\` everything is JSON, one object a line, each with its \`type\`.

## A mistake is saved, and mended

${block(`${mistake}\n${mended}`)}

A file that does not parse has the errors of its syntax alone. What is declared and never used is a warning, and is served. Saves shortly after each other are evaluated once.

## The end

${block(["^C", ...(end === "" ? [] : [end]), "$"].join("\n"))}

All that it started ends with it, also when npm is killed.
`;
}
