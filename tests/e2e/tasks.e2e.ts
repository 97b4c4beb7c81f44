/**
 * Tasks, deployed with the real engine: table, worker and asynchronous invocation are the emulator's.
 * A task runs behind its response, is seen to end, and is cancelled.
 */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";
import { modern, post } from "mcp-lambda/testing";
import { DeployedProject } from "./deployed-project";
import { missingPrerequisite } from "./prerequisites";
import { closedAfter } from "../support/closed-after";

const STACK = "tasks";
const REGION = "ap-northeast-2";
const EXTENSION = "io.modelcontextprotocol/tasks";
const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

const SERVER = `import { z } from "zod";
import { defineTool, type ServerDefinition, text } from "mcp-lambda";

export function defineServer(): ServerDefinition {
  const slowly = defineTool({
    name: "slowly",
    title: "Slowly",
    description: "Counts, a step a second.",
    inputSchema: z.object({ steps: z.number() }),
    background: { minutes: 2, otherwise: "refuse" },
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    run: async ({ steps }, { task }) => {
      for (let step = 1; step <= steps; step += 1) {
        await task.progress(\`\${step} of \${steps}\`);
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        if (task.signal.aborted) return text("stopped");
      }
      return text("VERSION");
    },
  });
  return { info: { name: "tasks", version: "1.0.0" }, instructions: "", tools: [slowly], resources: [], resourceTemplates: [], prompts: [] };
}
`;

interface Task {
  readonly resultType?: string;
  readonly taskId?: string;
  readonly status?: string;
  readonly statusMessage?: string;
  readonly result?: { readonly content?: readonly { readonly text: string }[] };
}

(missingPrerequisite() === undefined ? describe : describe.skip)("tasks on the stack", () => {
  const keep = closedAfter();
  let project: DeployedProject;
  let endpoint: string;

  /** Asks as a client that knows tasks. */
  async function ask(method: string, params: Record<string, unknown>): Promise<Task> {
    const { body, headers } = modern(method, params);
    const message = body as { params: { _meta: Record<string, unknown> } };
    message.params._meta[CAPABILITIES] = { extensions: { [EXTENSION]: {} } };
    const { taskId } = params;
    const own = typeof taskId === "string" ? { ...headers, "mcp-name": taskId } : headers;
    const { json } = await post(endpoint, message, own);
    return (json as { result?: Task }).result ?? (json as Task);
  }

  async function begin(steps: number): Promise<string> {
    const begun = await ask("tools/call", { name: "slowly", arguments: { steps } });
    expect(begun.resultType, JSON.stringify(begun)).to.equal("task");
    return begun.taskId ?? "";
  }

  /** Looks until it is over. */
  async function ended(taskId: string, seconds = 60): Promise<Task> {
    for (let second = 0; second < seconds; second += 1) {
      const task = await ask("tasks/get", { taskId });
      if (task.status !== "working") return task;
      await setTimeout(1_000);
    }
    throw new Error(`the task is still working after ${seconds} s`);
  }

  const write = (version: string): void => {
    const text = SERVER.replace("VERSION", version);
    fs.writeFileSync(path.join(project.folder, "handlers/server.ts"), text);
  };

  before(async () => {
    project = keep(await DeployedProject.create(STACK), (it) => it.remove());
    write("first");
    endpoint = await project.up({ "aws:region": REGION });
  });

  it("run behind their response, and end", async () => {
    const taskId = await begin(3);
    const early = await ask("tasks/get", { taskId });
    const task = await ended(taskId);

    expect(early.status).to.equal("working");
    expect(task.status).to.equal("completed");
    expect(task.result?.content?.[0]?.text).to.equal("first");
  });

  it("are seen to be cancelled", async () => {
    const taskId = await begin(60);
    await ask("tasks/cancel", { taskId });

    expect((await ended(taskId)).status).to.equal("cancelled");
  });

  it("end with the code with which they began, through a deployment", async () => {
    const taskId = await begin(40);
    write("second");
    await project.npm("up");
    const next = await begin(1);

    expect((await ended(next)).result?.content?.[0]?.text).to.equal("second");
    expect((await ended(taskId)).result?.content?.[0]?.text).to.equal("first");
  });

  it("change nothing at a second preview, and find no fault", async () => {
    await project.npm("preview", "--expect-no-changes");
    const command = process.env["E2E_INSPECT"];

    if (command !== undefined) {
      expect((await project.succeed("sh", "-c", command)).trim()).to.equal("");
    }
  });
});
