/**
 * A copy of the project that a test may change, with this one's installed packages: the product's
 * program and components, around fixture tools and settings of its own.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";

/** The tool of a copy that tests edit. */
export const EDITED_TOOL = "handlers/tools/add.ts";

const SERVER = `/** The server of tests/fixtures/served, with a tool of its own in place of one of them. */
import type { ServerDefinition } from "mcp-lambda";
import { servedServer } from "../tests/fixtures/served/server";
import { add } from "./tools/add";

export function defineServer(): ServerDefinition {
  const served = servedServer();
  const others = served.tools.filter(({ name }) => name !== "add");
  return { ...served, tools: [add(), ...others] };
}
`;

const TOOL_ACCESS = `import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";

export const toolVariables: Readonly<Record<string, pulumi.Input<string>>> = {};
export const toolStatements: readonly aws.iam.PolicyStatement[] = [];
`;

export function copyProject(to: string): string {
  const left = ["node_modules", ".git", "coverage"];
  // A stack of one's own leaves its settings, and the salt of its passphrase, there.
  const isStackFile = (file: string): boolean => /^Pulumi\..+\.yaml$/.test(file);
  fs.cpSync(PROJECT_ROOT, to, {
    recursive: true,
    filter: (file) =>
      !left.includes(path.basename(file)) && !isStackFile(path.relative(PROJECT_ROOT, file)),
  });
  // npm links the project's own packages there, so a copy is served by this project's.
  fs.symlinkSync(path.join(PROJECT_ROOT, "node_modules"), path.join(to, "node_modules"), "dir");
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(to, file)), { recursive: true });
    fs.writeFileSync(path.join(to, file), text);
  };
  const project = fs.readFileSync(path.join(to, "Pulumi.yaml"), "utf8");
  write("Pulumi.yaml", project.replace(/^name: .*$/m, "name: mcp-server"));
  write("Pulumi.dev.yaml", "config:\n  aws:region: ap-northeast-2\n");
  write("infra/tool-access.ts", TOOL_ACCESS);
  for (const folder of ["tools", "resources", "prompts"]) {
    fs.rmSync(path.join(to, "handlers", folder), { recursive: true, force: true });
  }
  write(EDITED_TOOL, fs.readFileSync(path.join(__dirname, "../fixtures/served/add.ts"), "utf8"));
  write("handlers/server.ts", SERVER);
  return to;
}
