/**
 * `npm run call NAME a=1`: calls a tool of a running server and prints what it answers. What the tool
 * asks is answered here, and a task is followed to its end.
 */
import {
  askingAt,
  callTool,
  cancelTask,
  checkedUrl,
  DEFAULT_PORT,
  DEFAULT_STACK,
  followTask,
  givenAnswers,
  isPair,
  listTools,
  type McpServer,
  PROOF_OPTIONS,
  PROOF_USAGE,
  readArguments,
  readProof,
  readToolArguments,
  runCommand,
  shellWord,
  toolUsage,
  UserError,
} from "pulumi-local";

type Arguments = ReturnType<typeof readArguments>;
type TaskOptions = Parameters<typeof followTask>[2];
type Answered = Awaited<ReturnType<typeof callTool>>;

const USAGE = `npm run call -- [NAME [ARGUMENTS]] [OPTION ...] [PROOF]

  NAME         a tool, for example: add; without it the tools are listed
  ARGUMENTS    its arguments: a=10 b=5, or as JSON '{"a":10,"b":5}'
  --answer A   answers a question of the tool: '{"confirm":true}', or decline; once for each question.
               Without it you are asked, on a terminal
  --no-wait    begins a task, and does not wait for its end (Ctrl-C ends one that is waited for)
  --task ID    waits for a task that was begun; with --cancel ends it
  --stack      stack that npm start serves; default ${DEFAULT_STACK}
  --port       port that npm start listens on; default ${DEFAULT_PORT}
  --url        another endpoint, for example: "$(pulumi stack output endpoint)"

${PROOF_USAGE}`;

const OPTIONS = {
  stack: { type: "string" },
  port: { type: "string" },
  url: { type: "string" },
  answer: { type: "string", multiple: true },
  "no-wait": { type: "boolean" },
  task: { type: "string" },
  cancel: { type: "boolean" },
  ...PROOF_OPTIONS,
} as const;

runCommand(async () => {
  const reading = { positionals: 2, accepts: isPair };
  const args = readArguments(process.argv.slice(2), OPTIONS, USAGE, reading);
  const [name, ...words] = args.rest;
  const port = args.wholeNumber("port", 1, 65_535) ?? DEFAULT_PORT;
  const local = `http://127.0.0.1:${port}/${args.text("stack") ?? DEFAULT_STACK}/mcp`;
  const url = checkedUrl(args.text("url") ?? local);
  const server = { url, proof: readProof(args, url) };
  if (args.text("task") !== undefined || args.flag("cancel")) await goOn(server, args);
  else if (name === undefined) await printTools(server);
  else {
    const task = args.flag("no-wait") ? undefined : tasksHere();
    const { answer } = answering(args);
    const call = { ...server, name, args: readToolArguments(words, USAGE), answer, task };
    print(await callTool(call), args);
  }
});

/** With a task that was begun before. */
async function goOn(server: McpServer, args: Arguments): Promise<void> {
  const id = args.text("task");
  if (id === undefined) throw new UserError("--cancel goes with --task ID: which one to end.");
  if (args.rest.length > 0) throw new UserError("--task takes no tool: it is about one that runs.");
  if (args.flag("cancel")) {
    await cancelTask(server, id);
    process.stdout.write("The task was told to end.\n");
  } else print(await followTask(server, id, { ...tasksHere(), ...answering(args) }), args);
}

async function printTools(server: McpServer): Promise<void> {
  const tools = await listTools(server);
  const lines = tools.map((tool) => `npm run call -- ${toolUsage(tool)}\n`);
  process.stdout.write(lines.length === 0 ? "The server has no tools.\n" : lines.join(""));
}

function answering(args: Arguments): Pick<TaskOptions, "answer"> {
  const terminal = { input: process.stdin, output: process.stderr };
  const isTerminal = process.stdin.isTTY && process.stderr.isTTY;
  return {
    answer: givenAnswers(args.texts("answer"), isTerminal ? askingAt(terminal) : undefined),
  };
}

/** Ctrl-C ends the task, a second one this command. */
function tasksHere(): Omit<TaskOptions, "answer"> {
  const cancel = new AbortController();
  let isTask = false;
  process.on("SIGINT", () => {
    if (!isTask || cancel.signal.aborted) process.exit(130);
    process.stderr.write("Ending the task ...\n");
    cancel.abort();
  });
  return {
    signal: cancel.signal,
    onProgress: (text) => {
      isTask = true;
      process.stderr.write(`${text}\n`);
    },
  };
}

/** @throws UserError with what the tool says when the call has failed. */
function print(answered: Answered, args: Arguments): void {
  if ("taskId" in answered) {
    const command = ["npm run call -- --task", shellWord(answered.taskId), ...placeOf(args)];
    process.stdout.write(`A task has begun. Its end: ${command.join(" ")}\n`);
    return;
  }
  const { content = [], structuredContent, isError } = answered;
  const texts = content.map((item) => item.text ?? JSON.stringify(item)).join("\n");
  if (isError === true) throw new UserError(texts);
  const output =
    structuredContent === undefined ? texts : JSON.stringify(structuredContent, null, 2);
  process.stdout.write(`${output}\n`);
}

/** The options that say which server, and who calls. */
function placeOf(args: Arguments): readonly string[] {
  const values = ["stack", "port", "url", "as", "scopes", "key", "key-env", "token-env"];
  return [
    ...values.flatMap((name) => {
      const value = args.text(name);
      return value === undefined ? [] : [`--${name} ${shellWord(value)}`];
    }),
    ...(args.flag("signed") ? ["--signed"] : []),
  ];
}
