/** `curl`: the real one on this machine; of others the options, and what is sent, are checked. */
"use strict";

const { spawnSync } = require("node:child_process");

/** https://curl.se/docs/manpage.html */
const VALUES = ["-X", "-H", "-d", "-o", "-w", "-u", "--user", "--aws-sigv4", "--data", "--header"];
const FLAGS = ["-s", "-S", "-f", "-i", "-v", "-sS", "-fsS", "--fail", "--silent"];

function run(args) {
  const found = { urls: [], headers: [], data: undefined };
  for (let n = 0; n < args.length; n += 1) {
    const argument = args[n];
    if (VALUES.includes(argument)) {
      const value = args[(n += 1)];
      if (["-H", "--header"].includes(argument)) found.headers.push(value);
      if (["-d", "--data"].includes(argument)) found.data = value;
    } else if (argument.startsWith("-")) {
      if (!FLAGS.includes(argument)) throw new Error(`no option ${argument}`);
    } else found.urls.push(new URL(argument));
  }
  const [url, more] = found.urls;
  if (url === undefined || more !== undefined) throw new Error("wants one URL");
  if (["127.0.0.1", "localhost"].includes(url.hostname)) {
    const { status } = spawnSync(process.env.COMMANDS_CURL, ["-sS", "--fail-with-body", ...args], {
      stdio: "inherit",
    });
    process.exit(status ?? 1);
  }
  if (url.protocol !== "https:") throw new Error(`${url.href} is not https`);
  if (found.data === undefined) return;
  if (JSON.parse(found.data).jsonrpc !== "2.0") throw new Error("what is sent is no JSON-RPC");
  if (!found.headers.some((header) => /^content-type: application\/json$/i.test(header))) {
    throw new Error("API Gateway's function wants Content-Type: application/json");
  }
}

module.exports = { run };
