/** `npm start -- --oauth` as a user runs it, in a copy of the project whose tools need scopes. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { copyProject } from "../support/project-copy";
import { outputWith } from "./output-with";

export interface OauthProject {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

const START = path.join(PROJECT_ROOT, "packages/pulumi-local/cli/start.js");
const SERVER =
  'export { signedInServer as defineServer } from "../tests/fixtures/signed-in/server";\n';

export async function startOauthProject(): Promise<OauthProject> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-server-oauth-"));
  const root = copyProject(path.join(folder, "project"));
  fs.writeFileSync(path.join(root, "handlers/server.ts"), SERVER);
  const child = spawn(process.execPath, [START, "--port", "0", "--oauth"], {
    cwd: root,
    env: { ...process.env, PULUMI_CONFIG: '{"mcp-server:authCacheSeconds":"0"}' },
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const close = async (): Promise<void> => {
    child.kill();
    await ended;
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const [, endpoint = ""] = await outputWith(child, /^ +endpoint +(\S+)$[^]*Ctrl-C/m);
    return { endpoint, close };
  } catch (error) {
    await close();
    throw error;
  }
}
