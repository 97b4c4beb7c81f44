/**
 * Lines for a server that wants signed requests: each client starts AWS's proxy, which signs.
 * https://github.com/aws/mcp-proxy-for-aws
 */
import type { LineParts, Section } from "./line-parts";
import { regionOf } from "./curl-lines";

const PACKAGE = "mcp-proxy-for-aws@latest";

export function proxySections({ name, url, word }: LineParts): readonly Section[] {
  const options = ["--service", "execute-api", "--region", regionOf(url)];
  const proxy = { command: "uvx", args: [PACKAGE, url, ...options] };
  const command = `uvx ${PACKAGE} ${word(url)} ${options.join(" ")}`;
  const server = word(name);
  const entry = (key: string, value: object): string =>
    JSON.stringify({ [key]: { [name]: value } });
  return [
    ["Claude Code", `claude mcp add ${server} -- ${command}`],
    [
      "Claude Desktop (claude_desktop_config.json), Cursor (.cursor/mcp.json), Windsurf (mcp_config.json), Gemini CLI (settings.json)",
      entry("mcpServers", proxy),
    ],
    ["VS Code (.vscode/mcp.json)", entry("servers", { type: "stdio", ...proxy })],
    ["Zed (settings.json)", entry("context_servers", proxy)],
    ["Codex", `codex mcp add ${server} -- ${command}`],
  ];
}
