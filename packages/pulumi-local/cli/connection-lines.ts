/** What to paste where, for each client and each way that a server may want its callers. */
import { PROJECT } from "../program/project-root";
import { shellWord } from "../shell-word";
import { clientNotes } from "./client-notes";
import { connectionSummary } from "./connection-summary";
import { curlSections } from "./curl-lines";
import {
  type ConnectionAccess,
  KEY_VARIABLE,
  type LineParts,
  type Section,
  shellVariable,
} from "./line-parts";
import { proxySections } from "./proxy-lines";

export interface ConnectionOptions {
  /** Default: anybody may call. */
  readonly access?: ConnectionAccess;
  /** Of the shell: PowerShell on win32. */
  readonly platform?: NodeJS.Platform;
}

/** Each command has the endpoint as one word of the shell. */
export function connectionLines(url: string, options: ConnectionOptions = {}): string {
  const { access = { kind: "none" }, platform = process.platform } = options;
  const word = (text: string): string => shellWord(text, platform);
  const parts: LineParts = { name: PROJECT.name, url, access, platform, word };
  const sections = access.kind === "iam" ? proxySections(parts) : clientSections(parts);
  const texts = [...sections, ...curlSections(parts)].map(
    ([client, lines]) => `${client}\n${lines.replace(/^/gm, "  ")}\n`,
  );
  const notes = clientNotes(url, access).map((note) => `${note}\n`);
  return `${connectionSummary(url, access)}\n\n${texts.join("\n")}\n${notes.join("")}`;
}

function clientSections(parts: LineParts): readonly Section[] {
  const { name, url, access, word } = parts;
  const [server, endpoint] = [word(name), word(url)];
  const isSignIn = access.kind === "jwt";
  const header = keyOption(parts);
  const entry = (key: string, value: object): string =>
    JSON.stringify({ [key]: { [name]: value } });
  return [
    ...(access.kind === "apiKey" ? [askForKey(parts)] : []),
    [
      isSignIn ? "Claude Code (then /mcp in it, to sign in)" : "Claude Code",
      `claude mcp add --transport http ${server} ${endpoint}${header}${isManual(access) ? " --client-id YOUR_CLIENT_ID --callback-port 8080" : ""}`,
    ],
    [
      "Claude Desktop (claude_desktop_config.json; through a bridge)",
      entry("mcpServers", bridge(parts)),
    ],
    ["Cursor (.cursor/mcp.json)", entry("mcpServers", { url, ...cursorProof(access) })],
    ["VS Code (.vscode/mcp.json, or the command)", vsCode(parts)],
    [
      "Windsurf (mcp_config.json)",
      entry("mcpServers", { serverUrl: url, ...keyHeaders(access, FROM_VARIABLE) }),
    ],
    ["Zed (settings.json)", entry("context_servers", { url, ...keyHeaders(access, "YOUR_KEY") })],
    codex(parts),
    [
      isSignIn ? `Gemini CLI (then /mcp auth ${name} in it)` : "Gemini CLI",
      `gemini mcp add --transport http ${server} ${endpoint}${header}`,
    ],
    [
      "MCP Inspector",
      `npx @modelcontextprotocol/inspector --transport http --server-url ${endpoint}${header}\nnpx @modelcontextprotocol/inspector --cli ${endpoint} --transport http --method tools/list${header}`,
    ],
  ];
}

const FROM_VARIABLE = `\${env:${KEY_VARIABLE}}`;

function askForKey({ platform }: LineParts): Section {
  const line =
    platform === "win32"
      ? `$env:${KEY_VARIABLE} = Read-Host "API key"`
      : `printf 'API key: '; read -rs ${KEY_VARIABLE}; export ${KEY_VARIABLE}`;
  return ["First, in the shell that the commands or the client are started from", line];
}

function keyOption({ access, platform }: LineParts): string {
  if (access.kind !== "apiKey") return "";
  return ` --header "x-api-key: ${shellVariable(KEY_VARIABLE, platform)}"`;
}

function keyHeaders({ kind }: ConnectionAccess, key: string): object {
  return kind === "apiKey" ? { headers: { "x-api-key": key } } : {};
}

function isManual(access: ConnectionAccess): boolean {
  return access.kind === "jwt" && access.registration === "manual";
}

/** https://cursor.com/docs/mcp */
function cursorProof(access: ConnectionAccess): object {
  return isManual(access)
    ? { auth: { CLIENT_ID: "YOUR_CLIENT_ID" } }
    : keyHeaders(access, FROM_VARIABLE);
}

/** https://github.com/geelen/mcp-remote */
function bridge({ url, access }: LineParts): object {
  const given = [
    // Without a space: some clients split arguments at it.
    ...(access.kind === "apiKey" ? ["--header", `x-api-key:\${${KEY_VARIABLE}}`] : []),
    ...(isManual(access)
      ? ["--static-oauth-client-info", JSON.stringify({ client_id: "YOUR_CLIENT_ID" })]
      : []),
  ];
  const env = access.kind === "apiKey" ? { env: { [KEY_VARIABLE]: "YOUR_KEY" } } : {};
  return { command: "npx", args: ["-y", "mcp-remote", url, ...given], ...env };
}

/** VS Code asks for the key once, and keeps it. https://code.visualstudio.com/docs/copilot/reference/mcp-configuration */
function vsCode({ name, url, access, word }: LineParts): string {
  const server = { type: "http", url };
  if (access.kind !== "apiKey") {
    const command = `code --add-mcp ${word(JSON.stringify({ name, ...server }))}`;
    return `${JSON.stringify({ servers: { [name]: server } })}\n${command}`;
  }
  const id = "mcp-api-key";
  const input = { type: "promptString", id, description: "API key", password: true };
  const headers = { "x-api-key": `\${input:${id}}` };
  return JSON.stringify({ inputs: [input], servers: { [name]: { ...server, headers } } });
}

/** https://github.com/openai/codex/discussions/30870 */
function codex({ name, url, access, word }: LineParts): Section {
  if (access.kind === "apiKey") {
    const table = `[mcp_servers.${name}]\nurl = ${JSON.stringify(url)}\nenv_http_headers = { "x-api-key" = "${KEY_VARIABLE}" }`;
    return ["Codex (~/.codex/config.toml)", table];
  }
  const login = access.kind === "jwt" ? `\ncodex mcp login ${word(name)}` : "";
  return ["Codex", `codex mcp add ${word(name)} --url ${word(url)}${login}`];
}
