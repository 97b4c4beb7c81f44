/** `pulumi`: command and options are checked, settings by the program's own keys, outputs by index.ts. */
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { checkCommand } = require("./check-command");

const PROJECT = "mcp-server";
const API = "https://abc123.execute-api.ap-northeast-2.amazonaws.com";
const OUTPUTS = {
  endpoint: `${API}/dev/mcp`,
  functionArn: "arn:aws:lambda:ap-northeast-2:111122223333:function:mcp-server-dev",
  logGroupName: "/aws/lambda/mcp-server-dev",
  dashboardUrl: "https://ap-northeast-2.console.aws.amazon.com/cloudwatch/home",
  apiKeys: '{"alice":"a-key"}',
  domainTarget: "d-abc123.execute-api.ap-northeast-2.amazonaws.com",
};
/** What the stack that a document is about has. */
const SET_BEFORE = { "aws:region": "ap-northeast-2", jwtIssuer: "https://issuer.example.com" };
/** Secrets are the author's own: a document may name one that the program does not have. */
const isSecret = (options) => options["--secret"] !== undefined;

const print = (text) => process.stdout.write(`${text}\n`);

/** The stack's settings as the block has made them. */
function settings() {
  const file = path.join(process.env.COMMANDS_STATE, "config.json");
  const all = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  const save = () => fs.writeFileSync(file, JSON.stringify(all));
  return { all, save };
}

function knownKey(key) {
  const short = key.startsWith(PROJECT + ":") ? key.slice(PROJECT.length + 1) : key;
  const keys = process.env.COMMANDS_KEYS.split(",");
  if (key !== "aws:region" && !keys.includes(short)) throw new Error(`${key} is not a setting`);
  return short;
}

function configure(command, options, [key, value]) {
  const { all, save } = settings();
  if (command === "config set") {
    if (isSecret(options)) return;
    if (value === undefined) throw new Error(`config set ${key} asks for a value`);
    all[knownKey(key)] = value;
    save();
  } else if (command === "config rm") {
    delete all[knownKey(key)];
    save();
  } else {
    const found = all[knownKey(key)] ?? SET_BEFORE[key];
    if (found === undefined) throw new Error(`configuration key '${key}' not found`);
    print(found);
  }
}

function run(args) {
  const { command, options, rest } = checkCommand("pulumi", args);
  if (command === "version") print("v3.270.0");
  if (/^config ./.test(command)) configure(command, options, rest);
  // A stack that has nothing yet.
  if (command === "stack export") print(JSON.stringify({ version: 3, deployment: {} }));
  if (command === "stack output" && rest[0] !== undefined) {
    const output = OUTPUTS[rest[0]];
    if (output === undefined) throw new Error(`the program has no output ${rest[0]}`);
    if (rest[0] === "apiKeys" && options["--show-secrets"] === undefined) print("[secret]");
    else print(output);
  }
  for (const pack of [options["--policy-pack"]]) {
    if (pack !== undefined && !fs.existsSync(path.resolve(pack))) throw new Error(`no ${pack}`);
  }
}

module.exports = { run, OUTPUTS };
