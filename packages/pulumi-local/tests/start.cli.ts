/** `npm start` as a user runs it: a process with arguments, output and signals. */
import { expect } from "chai";
import { type ChildProcess, execFileSync } from "node:child_process";
import * as net from "node:net";
import { type Command, runScript } from "./support/command";
import { callTool, EVALUATION_MS } from "./support/fixture";

const running: ChildProcess[] = [];

function start(args: readonly string[], config: Readonly<Record<string, string>> = {}): Command {
  const command = runScript("start", args, config);
  running.push(command.child);
  return command;
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 5_000 && !condition(); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function childrenOf(processId: number): number[] {
  const listing = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return listing
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === processId)
    .map(([pid]) => pid ?? 0);
}

/** Each line must be an object. */
function typed(output: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = output.split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
}

describe("npm start", function () {
  this.timeout(EVALUATION_MS);

  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  });

  it("says at once where it will answer, then what to call and how to connect, and leaves no process after Ctrl-C", async () => {
    const { child, output, errors, exitCode } = start(["--port", "0"]);
    await until(() => output() !== "" || child.exitCode !== null);
    const first = output();
    await until(() => output().includes("Ctrl-C") || child.exitCode !== null);
    const endpoint = /^ +endpoint +(\S+)$/m.exec(output())?.[1] ?? "";
    expect(first).to.equal("http://127.0.0.1/ getting ready ...\n");
    expect(endpoint, errors()).to.match(/^http:\/\/127\.0\.0\.1:\d+\/dev\/mcp$/);
    expect(output())
      .to.match(/^ +page +http:\/\/127\.0\.0\.1:\d+\/$/m)
      .and.match(/^ +call +npm run call -- --port \d+$/m)
      .and.include(`claude mcp add --transport http fixture ${endpoint}`)
      .and.match(/^fixture \(stack dev\) is ready after \d+\.\d s\./m);
    // What is only true of a deployment.
    expect(output() + errors())
      .to.not.include("arn:aws")
      .and.not.include("The endpoint is open.");
    expect(await callTool(endpoint, "add", { a: 10, b: 5 })).to.equal("10 + 5 = 15");
    await until(() => /^200 .*$/m.test(output()));
    const lines = output().trimEnd().split("\n");
    expect(lines.at(-1)).to.match(/^200 2025 tools\/call add ok \d+ ms [\da-f-]{36}$/);
    expect(lines.length).to.be.at.most(12);
    const children = childrenOf(child.pid ?? 0);
    expect(children).to.have.length.greaterThan(0);
    child.kill("SIGINT");
    expect(await exitCode).to.equal(0);
    await until(() => !children.some(isRunning));
    expect(children.filter(isRunning)).to.deep.equal([]);
  });

  it("prints outputs, warnings of a deploy and all of the log with --verbose", async () => {
    const { child, output, errors } = start(["--port", "0", "--verbose"]);
    await until(() => output().includes("Ctrl-C") || child.exitCode !== null);
    const endpoint = /^ +endpoint +(\S+)$/m.exec(output())?.[1] ?? "";
    await callTool(endpoint, "add", { a: 10, b: 5 });
    await until(() => output().includes("REPORT"));
    expect(output())
      .to.match(/^ +functionArn +arn:aws:lambda:eu-west-1:000000000000:function:fixture-dev$/m)
      .and.match(/^START RequestId: /m)
      .and.match(/^END RequestId: /m);
    expect(errors()).to.include("The endpoint is open.");
  });

  it("writes JSON alone with --json, from the first byte to the last, each object with its type", async () => {
    const { child, output, errors, exitCode } = start(["--port", "0", "--json", "--watch"]);
    await until(() => output().includes('"ready"') || child.exitCode !== null);
    const ready = typed(output()).find(({ type }) => type === "ready");
    await callTool(String(ready?.["endpoint"]), "add", { a: 10, b: 5 });
    await until(() => output().includes('"request"'));
    child.kill("SIGINT");
    await exitCode;

    const types = typed(output()).map(({ type }) => type);
    expect(types[0]).to.equal("starting");
    expect(types).to.include.members(["progress", "warning", "ready", "request"]);
    expect(types).to.not.include(undefined);
    expect(ready).to.deep.include({ project: "fixture", stack: "dev", missingSecrets: [] });
    expect(errors()).to.equal("");
  });

  it("writes what is wrong as JSON too with --json", async () => {
    for (const args of [["--wacth"], ["--port", "http"], ["--stack", "nope"]]) {
      const { output, errors, exitCode } = start([...args, "--json"]);
      expect(await exitCode).to.equal(1);
      expect(typed(output()).at(-1)).to.include({ type: "error" });
      expect(errors()).to.equal("");
    }
  });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      "a stack that does not exist",
      ["--stack", "nope"],
      /^There is no stack "nope".* Stacks here: dev\./,
    ],
    [
      "a port that is not a number",
      ["--port", "http"],
      /^--port is "http" but must be .* 0 to 65535\.$/,
    ],
    [
      "a concurrency of none",
      ["--concurrency", "0"],
      /^--concurrency is "0" but must be .* 1 to 1000\.$/,
    ],
  ];
  it("refuses an option that npm has kept for itself, and says how it is written", async () => {
    const env = { npm_lifecycle_event: "start", npm_config_oauth: "true", npm_config_port: "4000" };
    const { errors, exitCode } = runScript("start", [], {}, env);
    expect(await exitCode).to.equal(1);
    expect(errors().trim()).to.equal(
      "npm has kept --port, --oauth for itself; options need -- before them: npm start -- --port 4000 --oauth",
    );
  });

  it("refuses a word that belongs to no option", async () => {
    const { errors, exitCode } = start(["4000"]);
    expect(await exitCode).to.equal(1);
    expect(errors()).to.match(/^"4000" is not an option\.\n/);
    expect(errors()).to.include("so write npm start -- ...");
  });

  it("refuses --oauth where there is no port after the server's, and names the option", async () => {
    const { errors, exitCode } = start(["--oauth", "--port", "65535"]);
    expect(await exitCode).to.equal(1);
    expect(errors().trim()).to.match(/^--port is 65535, .* --oauth-port 65534\.$/);
  });

  for (const [what, args, message] of refused) {
    it(`refuses ${what} in one line and exits with 1`, async () => {
      const { errors, exitCode } = start(args);
      expect(await exitCode).to.equal(1);
      expect(errors().trim()).to.match(message);
    });
  }

  it("refuses an unknown option, with the one that was meant or with the usage", async () => {
    const near = start(["--prot", "1"]);
    const far = start(["--region", "1"]);
    expect(await near.exitCode).to.equal(1);
    expect(near.errors()).to.equal("There is no option --prot: did you mean --port?\n");
    expect(near.output()).to.equal("");
    expect(await far.exitCode).to.equal(1);
    expect(far.errors()).to.include("--region").and.include("npm start -- [OPTION ...]");
  });

  it("refuses a port in use in one line, with another to try, and exits with 1", async () => {
    const blocker = net.createServer();
    await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
    const { port } = blocker.address() as net.AddressInfo;
    const { errors, exitCode } = start(["--port", String(port)]);
    const more = start(["--oauth", "--port", String(port), "--oauth-port", "0", "--json"]);
    expect(await exitCode).to.equal(1);
    expect(errors().trim()).to.equal(
      `Port ${port} is in use. Stop what uses it, or choose another: npm start -- --port ${port + 1}`,
    );
    expect(await more.exitCode).to.equal(1);
    expect(String(typed(more.output()).at(-1)?.["message"])).to.match(
      /choose another: npm start -- --oauth --oauth-port 0 --json --port \d+$/,
    );
    blocker.close();
  });

  it("refuses a wrong setting with the program's own words and exits with 1", async () => {
    const { errors, exitCode } = start(["--port", "0"], { "fixture:timeoutSeconds": "60" });
    expect(await exitCode).to.equal(1);
    expect(errors().trim()).to.equal('fixture:timeoutSeconds is "60" but must be at most 28.');
  });

  it("refuses --oauth for a program that takes no tokens", async () => {
    const { errors, exitCode } = start(["--port", "0", "--oauth"]);
    expect(await exitCode).to.equal(1);
    expect(errors()).to.include("--oauth sets auth to jwt, and the program declares no API");
  });

  it("refuses a port of the issuer that is in use, with another to try", async () => {
    const blocker = net.createServer();
    await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
    const { port } = blocker.address() as net.AddressInfo;
    const { errors, exitCode } = start(["--port", "0", "--oauth", `--oauth-port=${port}`]);
    expect(await exitCode).to.equal(1);
    expect(errors().trim()).to.equal(
      `Port ${port} is in use, so clients cannot sign in. Stop what uses it, or choose another: npm start -- --port 0 --oauth --oauth-port ${port + 1}`,
    );
    blocker.close();
  });

  it("prints its usage with --help", async () => {
    const { output, exitCode } = start(["--help"]);
    expect(await exitCode).to.equal(0);
    expect(output())
      .to.include("--stack")
      .and.include("--port")
      .and.include("--concurrency")
      .and.include("--throttle-excess");
  });
});
