/**
 * `npm`. Scripts that answer at once run for real, and `npm start` in the background, on a port of the
 * test's own. Of those that would run this test again, take minutes, or want the engine, it is checked
 * that they are there; what they do has tests of its own.
 */
"use strict";

const { spawn, spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { checkCommand } = require("./check-command");

const REAL = [
  "call",
  "connect",
  "cost",
  "deployer-policy",
  "destroy",
  "new:tool",
  "status",
  "trace",
];
/** Hand their options on to pulumi; tests/e2e runs them with the engine. */
const OF_PULUMI = { preview: "preview", up: "up" };
/** Options of scripts that take minutes, or change the project. */
const OPTIONS = {
  "make-it-yours": ["--name", "--keep-examples", "--yes", "--force"],
  mutation: ["--every", "--all", "--only", "--seed", "--again", "--docs"],
  bench: [],
  // With the engine: tests/e2e/rollback.e2e.ts, tests/e2e/rollout.e2e.ts.
  rollback: ["--to", "--yes", "--list", "--clear", "--stack"],
  rollout: ["--percent", "--minutes", "--every", "--abort", "--stack"],
};
const WITH_PORT = ["call", "connect"];
const START_TIMEOUT_MS = 120_000;

const env = (name) => process.env[`COMMANDS_${name}`];

function runReal(args) {
  const { status } = spawnSync(process.execPath, [env("NPM"), ...args], { stdio: "inherit" });
  process.exit(status ?? 1);
}

/** `npm ci`, `npm install NAME ...`: what npm knows of it, without the network. */
function install(command, args) {
  const unknown = args.filter(
    (arg) => arg.startsWith("-") && !/^--(include=optional|save-dev)$/.test(arg),
  );
  if (unknown.length > 0) throw new Error(`${command} has no option ${unknown.join(", ")} here`);
  const lock = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
  const manifest = JSON.parse(fs.readFileSync("package.json", "utf8"));
  if (command !== "ci") return;
  for (const kind of ["dependencies", "devDependencies"]) {
    for (const [name, version] of Object.entries(manifest[kind] ?? {})) {
      if (lock.packages[""][kind]?.[name] !== version) {
        throw new Error(`package-lock.json has another ${name} than package.json`);
      }
    }
  }
}

/** Whether it answers an MCP request in any way but that it is not ready. */
function isUp(port) {
  const request = '{ method: "POST", headers: { "content-type": "application/json" }, body: "{}" }';
  const probe = `fetch("http://127.0.0.1:${port}/dev/mcp", ${request}).then(({ status }) => process.exit(status < 500 ? 0 : 1), () => process.exit(1))`;
  return spawnSync(process.execPath, ["-e", probe]).status === 0;
}

/** What runs was started by a block before: a person ends it, and starts it anew. */
function start(args) {
  const pidFile = path.join(env("STATE"), "server.json");
  const wanted = JSON.stringify({ args, config: process.env.PULUMI_CONFIG ?? "" });
  if (fs.existsSync(pidFile)) {
    const running = JSON.parse(fs.readFileSync(pidFile, "utf8"));
    if (running.wanted === wanted) return;
    process.kill(-running.pid, "SIGKILL");
  }
  // A tool that a later block adds is served too.
  const watched = args.includes("--watch") || args.includes("--inspect") ? [] : ["--watch"];
  const own = ["--port", env("PORT"), ...watched];
  const issuer = args.includes("--oauth") ? ["--oauth-port", env("OAUTH_PORT")] : [];
  const log = fs.openSync(path.join(env("STATE"), "server.log"), "w");
  const child = spawn(process.execPath, [env("NPM"), "start", "--", ...args, ...own, ...issuer], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  fs.writeFileSync(pidFile, JSON.stringify({ pid: child.pid, wanted }));
  child.unref();
  const end = Date.now() + START_TIMEOUT_MS;
  while (!isUp(env("PORT"))) {
    if (Date.now() > end || child.exitCode !== null) throw new Error("npm start does not answer");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

/** Of those that are not run. */
function checkOptions(script, args) {
  const known = OPTIONS[script] ?? [];
  const unknown = args.filter((arg) => arg.startsWith("-") && !known.includes(arg.split("=")[0]));
  if (unknown.length === 0) return;
  throw new Error(`npm run ${script} has no option ${unknown.join(", ")} that is known here`);
}

function run(all) {
  const args = all.filter((arg) => arg !== "--silent" && arg !== "-s");
  const [command, ...rest] = args;
  if (command === "ci" || command === "install") {
    install(command, rest);
    return;
  }
  const script = command === "run" ? rest[0] : command;
  const after = (command === "run" ? rest.slice(1) : rest).filter((arg) => arg !== "--");
  const scripts = JSON.parse(fs.readFileSync("package.json", "utf8")).scripts;
  if (scripts[script] === undefined) throw new Error(`package.json has no script ${script}`);
  if (after.some((arg) => arg.startsWith("-")) && !args.includes("--")) {
    throw new Error(`options want -- before them: npm run ${script} -- ${after.join(" ")}`);
  }
  if (script === "start") start(after);
  else if (OF_PULUMI[script] !== undefined) checkCommand("pulumi", [OF_PULUMI[script], ...after]);
  else if (REAL.includes(script)) {
    const named = after.includes("--url") || after.includes("--port");
    const place = WITH_PORT.includes(script) && !named ? ["--port", env("PORT")] : [];
    runReal(["run", "--silent", script, "--", ...after, ...place]);
  } else checkOptions(script, after);
}

module.exports = { run };
