/** The web client of the MCP Inspector, which tests/clients/package.json names, in a process of its own. */
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { clientsFolder } from "../support/clients";
import { freePort } from "../support/free-port";
import { outputWith } from "./output-with";

export interface Inspector {
  /** Its page, with what lets a browser use it. */
  readonly url: string;
  readonly close: () => void;
}

const LAUNCHER = path.join(
  clientsFolder,
  "node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js",
);

export interface InspectorOptions {
  /** Of the MCP server, the one in its list. */
  readonly url: string;
  readonly era: "legacy" | "auto" | "modern";
}

/** It keeps nothing: tokens and settings go with it. */
export async function startInspector({ url, era }: InspectorOptions): Promise<Inspector> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "inspector-"));
  const server = ["--server-url", url, "--transport", "http", "--protocol-era", era];
  const child = spawn(process.execPath, [LAUNCHER, "--web", ...server], {
    cwd: clientsFolder,
    env: {
      ...process.env,
      HOME: folder,
      MCP_STORAGE_DIR: path.join(folder, "storage"),
      MCP_INSPECTOR_SECRET_STORE: "memory",
      MCP_AUTO_OPEN_ENABLED: "false",
      CLIENT_PORT: String(await freePort()),
      MCP_SANDBOX_PORT: "0",
      MCP_APP_ORIGIN_PORT: "0",
    },
  });
  const close = (): void => {
    child.kill();
    fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const [page] = await outputWith(child, /http:\S+MCP_INSPECTOR_API_TOKEN=\S+/);
    return { url: page, close };
  } catch (error) {
    close();
    throw error;
  }
}
