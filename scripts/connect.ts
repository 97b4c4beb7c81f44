/** `npm run connect`: ready lines for the clients that people use, and for curl. */
import {
  DEFAULT_PORT,
  DEFAULT_STACK,
  FIRST_CALL,
  readArguments,
  runCommand,
} from "../local/arguments";
import { name } from "../package.json";

const USAGE = `npm run connect -- [--stack NAME] [--port NUMBER] [--url URL]

  --stack  stack that npm start serves; default ${DEFAULT_STACK}
  --port   port that npm start listens on; default ${DEFAULT_PORT}
  --url    another endpoint, for example: "$(pulumi stack output endpoint)"
`;

const MODERN_CALL = `{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add","arguments":{"a":10,"b":5},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}},"id":1}`;

/** What to paste where, for an endpoint. */
export function connectionLines(url: string): string {
  const entry = (key: string, value: object): string =>
    JSON.stringify({ [key]: { [name]: value } });
  const sections: readonly (readonly [client: string, lines: string])[] = [
    ["Claude Code", `claude mcp add --transport http ${name} ${url}`],
    [
      "Claude Desktop (claude_desktop_config.json; through a bridge)",
      entry("mcpServers", { command: "npx", args: ["-y", "mcp-remote", url] }),
    ],
    ["Cursor (.cursor/mcp.json)", entry("mcpServers", { url })],
    [
      "VS Code (.vscode/mcp.json, or the command)",
      `${entry("servers", { type: "http", url })}\ncode --add-mcp '${JSON.stringify({ name, type: "http", url })}'`,
    ],
    ["Windsurf (mcp_config.json)", entry("mcpServers", { serverUrl: url })],
    ["Zed (settings.json)", entry("context_servers", { url })],
    ["Codex", `codex mcp add ${name} --url ${url}`],
    ["Gemini CLI", `gemini mcp add --transport http ${name} ${url}`],
    [
      "MCP Inspector",
      `npx @modelcontextprotocol/inspector --transport http --server-url ${url}\nnpx @modelcontextprotocol/inspector --cli ${url} --transport http --method tools/list`,
    ],
    [
      "curl, 2025 protocol and bare JSON-RPC",
      `curl -X POST ${url} -H 'Content-Type: application/json' -d '${FIRST_CALL}'`,
    ],
    [
      "curl, 2026-07-28 protocol",
      `curl -X POST ${url} -H 'Content-Type: application/json' -H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/call' -H 'Mcp-Name: add' -d '${MODERN_CALL}'`,
    ],
  ];
  const isLocal = /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url);
  const hosted = isLocal
    ? 'Hosted clients (claude.ai, ChatGPT and the like) cannot reach this machine\'s 127.0.0.1: deploy first, then npm run connect -- --url "$(pulumi stack output endpoint)"\n'
    : "";
  return `${sections.map(([client, lines]) => `${client}\n${lines.replace(/^/gm, "  ")}\n`).join("\n")}\n${hosted}`;
}

if (require.main === module) {
  runCommand(async () => {
    const text = { type: "string" } as const;
    const options = { stack: text, port: text, url: text };
    const args = readArguments(process.argv.slice(2), options, USAGE);
    const port = args.wholeNumber("port", 1, 65_535) ?? DEFAULT_PORT;
    const local = `http://127.0.0.1:${port}/${args.text("stack") ?? DEFAULT_STACK}/mcp`;
    process.stdout.write(connectionLines(args.text("url") ?? local));
  });
}
