/**
 * `npm run destroy` removes everything without asking, so it wants to be told of which stack, and says
 * how to take the protection off one that has any.
 */
"use strict";

const { spawnSync } = require("node:child_process");

const args = process.argv.slice(2);

/** The value of --stack; undefined where it is not given. */
function stackName() {
  const at = args.findIndex((arg) => /^(-s|--stack)(=|$)/.test(arg));
  if (at < 0) return undefined;
  return args[at].includes("=") ? args[at].slice(args[at].indexOf("=") + 1) : args[at + 1];
}

/** Names of what the stack's state has as protected; none where it cannot be read. */
function protectedNames(stack) {
  const read = spawnSync("pulumi", ["stack", "export", "--stack", stack], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  try {
    const { resources = [] } = JSON.parse(read.stdout).deployment;
    return resources.filter(({ protect }) => protect).map(({ urn }) => urn.split("::").at(-1));
  } catch {
    return [];
  }
}

const stack = stackName();
if (stack === undefined) {
  console.error("Name the stack to destroy: npm run destroy -- --stack dev");
  process.exit(1);
}
const isMeant = ["--exclude-protected", "--ignore-protect"].some((option) => args.includes(option));
const kept = isMeant ? [] : protectedNames(stack);
if (kept.length > 0) {
  console.error(
    `${stack} is protected (${kept.join(", ")}), so nothing was removed. To take it off: pulumi config set protect false --stack ${stack} && pulumi config set protectData false --stack ${stack} && npm run up -- --stack ${stack}`,
  );
  process.exit(1);
}
const command = ["destroy", "--yes", "--skip-plugin-pre-install", ...args];
const status = spawnSync("pulumi", command, { stdio: "inherit" }).status ?? 1;
if (status === 0) {
  // Without the option the settings file goes too, which is committed.
  console.log(
    "To forget the stack as well, and keep its settings: pulumi stack rm STACK --preserve-config",
  );
}
process.exit(status);
