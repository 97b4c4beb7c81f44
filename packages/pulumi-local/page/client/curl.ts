/** A call as a command for the shell; what proves who calls comes from a variable. */
import { quoted } from "../../shell-quote";
import type { Relayed } from "../server/call";

/** What the server part says in place of a value. */
const HIDDEN = "(not shown)";

export function curlOf({ request }: Relayed): string {
  const isWindows = navigator.userAgent.includes("Windows");
  const word = (text: string): string => quoted(text, isWindows);
  const variable = (name: string): string => (isWindows ? `$env:${name}` : `$${name}`);
  const headers = Object.entries(request.headers).map(([name, value]) => {
    if (value !== HIDDEN) return `-H ${word(`${name}: ${String(value)}`)}`;
    return name === "x-api-key"
      ? `-H "x-api-key: ${variable("MCP_API_KEY")}"`
      : `-H "${name}: Bearer ${variable("ACCESS_TOKEN")}"`;
  });
  return ["curl", "-X POST", word(request.url), ...headers, "-d", word(request.body)].join(" ");
}
