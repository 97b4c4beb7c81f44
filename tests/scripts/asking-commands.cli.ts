/** `npm run call` of tools that ask, and of tools that run as tasks. */
import { expect } from "chai";
import { spawn } from "node:child_process";
import { PROJECT_ROOT } from "pulumi-local";
import { startTestServer, type TestServer } from "../support/local-server";
import { type Finished, runProjectScript } from "../support/script";

describe("npm run call of a tool that asks", () => {
  let server: TestServer;

  before(async function () {
    this.timeout(120_000);
    server = await startTestServer({ fixture: "asking", concurrency: 1 });
  });
  after(() => server.close());

  const call = (...args: readonly string[]): Promise<Finished> =>
    runProjectScript("call", [...args, "--url", server.endpoint]);

  it("answers as it is told to, in the order of the questions", async () => {
    const yes = await call("confirmed", "--answer", '{"confirm":true}');
    const no = await call("confirmed", "--answer", "decline");
    const trip = ["--answer", '{"city":"Oslo","nights":2}', "--answer", '{"confirm":true}'];
    const both = await call("booked", ...trip);

    expect(yes).to.include({ code: 0, output: "sure, begun 1 time\n" });
    expect(no).to.include({ code: 0, output: "not sure\n" });
    expect(both).to.include({ code: 0, output: "2 in Oslo: true\n" });
  });

  it("says what is asked, and how to answer, where nobody can be asked", async () => {
    const { code, errors } = await call("confirmed");

    expect(code).to.equal(1);
    expect(errors.trim()).to.equal(
      `The tool asks: Sure?\nAnswer it, or decline: --answer '{"confirm":true}', --answer decline`,
    );
  });
});

describe("npm run call of a tool that runs as a task", () => {
  let server: TestServer;

  before(async function () {
    this.timeout(120_000);
    server = await startTestServer({ fixture: "tasks" });
  });
  after(() => server.close());

  const call = (...args: readonly string[]): Promise<Finished> =>
    runProjectScript("call", [...args, "--url", server.endpoint]);

  it("follows it to its end, and says how far it is", async () => {
    const { code, output, errors } = await call("count", "to=3");

    expect(errors).to.match(/^working: /m);
    expect({ code, output }).to.deep.equal({ code: 0, output: "counted to 3\n" });
  });

  it("begins one without waiting, waits for it later, and says why one has failed", async () => {
    const begun = await call("count", "to=4", "--no-wait");
    const [, id = ""] = /--task (\S+)/.exec(begun.output) ?? [];
    const ended = await call("--task", id);
    const failed = await call("breaks");

    expect(begun.output).to.match(new RegExp(` --url ${server.endpoint}\n$`));
    expect(ended).to.include({ code: 0, output: "counted to 4\n" });
    expect(failed.code).to.equal(1);
    expect(failed.errors).to.match(
      /^The tool "breaks" failed\. The reason is in the server's log under request id /m,
    );
  });

  it("ends one with Ctrl-C, and with --cancel", async () => {
    const begun = await call("sleep", "seconds=50", "--no-wait");
    const [, id = ""] = /--task (\S+)/.exec(begun.output) ?? [];
    await call("--task", id, "--cancel");
    const cancelled = await call("--task", id);
    const interrupted = await interrupt(["sleep", "seconds=50", "--url", server.endpoint]);

    expect(cancelled.errors).to.equal("The task was cancelled.\n");
    expect(interrupted.errors).to.match(/Ending the task \.\.\.\n[^]*The task was cancelled\.\n$/);
    expect(interrupted.code).to.equal(1);
  });

  it("says that there is no such task", async () => {
    const { code, errors } = await call("--task", "nope");

    expect(code).to.equal(1);
    expect(errors).to.equal(
      "There is no such task: it is over for so long that it was forgotten, or never was.\n",
    );
  });
});

/** Ctrl-C when the command first says how far it is. */
async function interrupt(args: readonly string[]): Promise<Finished> {
  const command = ["--require", "pulumi-handler-layer/register", "scripts/call.ts", ...args];
  const child = spawn(process.execPath, command, { cwd: PROJECT_ROOT, stdio: "pipe" });
  let [output, errors] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => {
    if (errors === "") child.kill("SIGINT");
    errors += chunk.toString("utf8");
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, output, errors };
}
