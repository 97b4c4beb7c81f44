/** MCP clients of a server: what to paste where, and commands that open them. */
import { spawn } from "node:child_process";
import { PROJECT } from "../program/project-root";
import { FIRST_CALL } from "./arguments";
import { shellWord } from "../shell-word";
import { UserError } from "../user-error";

/** What clients call the server. */
const { name } = PROJECT;

const MODERN_CALL = `{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add","arguments":{"a":10,"b":5},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}},"id":1}`;

/**
 * What to paste where, for an endpoint; each command has it as one word of the shell.
 *
 * @param platform of the shell: PowerShell on win32.
 */
export function connectionLines(url: string, platform = process.platform): string {
  const word = (text: string): string => shellWord(text, platform);
  const [server, endpoint] = [word(name), word(url)];
  const entry = (key: string, value: object): string =>
    JSON.stringify({ [key]: { [name]: value } });
  const sections: readonly (readonly [client: string, lines: string])[] = [
    ["Claude Code", `claude mcp add --transport http ${server} ${endpoint}`],
    [
      "Claude Desktop (claude_desktop_config.json; through a bridge)",
      entry("mcpServers", { command: "npx", args: ["-y", "mcp-remote", url] }),
    ],
    ["Cursor (.cursor/mcp.json)", entry("mcpServers", { url })],
    [
      "VS Code (.vscode/mcp.json, or the command)",
      `${entry("servers", { type: "http", url })}\ncode --add-mcp ${word(JSON.stringify({ name, type: "http", url }))}`,
    ],
    ["Windsurf (mcp_config.json)", entry("mcpServers", { serverUrl: url })],
    ["Zed (settings.json)", entry("context_servers", { url })],
    ["Codex", `codex mcp add ${server} --url ${endpoint}`],
    ["Gemini CLI", `gemini mcp add --transport http ${server} ${endpoint}`],
    [
      "MCP Inspector",
      `npx @modelcontextprotocol/inspector --transport http --server-url ${endpoint}\nnpx @modelcontextprotocol/inspector --cli ${endpoint} --transport http --method tools/list`,
    ],
    [
      "curl, 2025 protocol and bare JSON-RPC",
      `curl -X POST ${endpoint} -H 'Content-Type: application/json' -d ${word(FIRST_CALL)}`,
    ],
    [
      "curl, 2026-07-28 protocol",
      `curl -X POST ${endpoint} -H 'Content-Type: application/json' -H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/call' -H 'Mcp-Name: add' -d ${word(MODERN_CALL)}`,
    ],
  ];
  const isLocal = /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url);
  const hosted = isLocal
    ? 'Hosted clients (claude.ai, ChatGPT and the like) cannot reach this machine\'s 127.0.0.1: deploy first, then npm run connect -- --url "$(pulumi stack output endpoint)"\n'
    : "";
  return `${sections.map(([client, lines]) => `${client}\n${lines.replace(/^/gm, "  ")}\n`).join("\n")}\n${hosted}`;
}

/** What `npm start -- --open` does for each client, and for the page: runs a command, or opens a link. */
const OPENERS: Readonly<Record<string, (url: string) => readonly string[]>> = {
  claude: (url) => ["claude", "mcp", "add", "--transport", "http", name, url],
  cursor: (url) => {
    const config = Buffer.from(JSON.stringify({ url })).toString("base64");
    return link(
      `cursor://anysphere.cursor-deeplink/mcp/install?name=${name}&config=${encodeURIComponent(config)}`,
    );
  },
  inspector: (url) => [
    "npx",
    "--yes",
    "@modelcontextprotocol/inspector",
    "--transport",
    "http",
    "--server-url",
    url,
  ],
  page: (url) => link(new URL("/", url).href),
  vscode: (url) =>
    link(`vscode:mcp/install?${encodeURIComponent(JSON.stringify({ name, type: "http", url }))}`),
};

/** Clients that can be opened, as --open names them. */
export const OPENABLE = Object.keys(OPENERS).join(", ");

/** @throws UserError when it cannot be opened. */
export function refuseUnknownClient(client: string): void {
  if (Object.hasOwn(OPENERS, client)) return;
  throw new UserError(`--open is "${client}" but must be one of ${OPENABLE}.`);
}

/** Opens a client, which ends with this process if it runs for so long. */
export function openClient(client: string, url: string): void {
  const [command = "", ...args] = OPENERS[client]?.(url) ?? [];
  // npm's commands are batch files on Windows.
  const shell = process.platform === "win32" && command !== "rundll32";
  // A shell gets them as one line: quoted, "&" does not end a command.
  const given = shell ? args.map((part) => `"${part}"`) : args;
  const child = spawn(command, given, { stdio: ["ignore", "inherit", "inherit"], shell });
  child.on("error", () => {
    const quoted = args.map((part) => shellWord(part)).join(" ");
    process.stderr.write(
      `${client} was not opened: no ${command} here. Run it manually: ${command} ${quoted}\n`,
    );
  });
  process.once("exit", () => child.kill());
}

/** The command that opens a link on this system. */
function link(target: string): readonly string[] {
  if (process.platform === "darwin") return ["open", target];
  if (process.platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", target];
  return ["xdg-open", target];
}
