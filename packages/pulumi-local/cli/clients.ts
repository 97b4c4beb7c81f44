/** MCP clients of a server: commands and links that open them. */
import { spawn } from "node:child_process";
import { splitLines } from "../lambda/line-splitter";
import { nearest } from "../nearest";
import { PROJECT } from "../program/project-root";
import { shellWord } from "../shell-word";
import { UserError } from "../user-error";

/** What clients call the server. */
const { name } = PROJECT;

/** What a client sends with each request, by name. */
export type ClientHeaders = Readonly<Record<string, string>>;

type Opener = (url: string, headers: ClientHeaders) => readonly string[];

/** What `npm start -- --open` does for each client, and for the page: runs a command, or opens a link. */
const OPENERS: Readonly<Record<string, Opener>> = {
  claude: (url, headers) => [
    ...["claude", "mcp", "add", "--transport", "http", name, url],
    ...headerOptions(headers),
  ],
  cursor: (url, headers) => {
    const config = Buffer.from(JSON.stringify({ url, ...withHeaders(headers) })).toString("base64");
    return link(
      `cursor://anysphere.cursor-deeplink/mcp/install?name=${name}&config=${encodeURIComponent(config)}`,
    );
  },
  inspector: (url, headers) => [
    "npx",
    "--yes",
    "@modelcontextprotocol/inspector",
    "--transport",
    "http",
    "--server-url",
    url,
    ...headerOptions(headers),
  ],
  page: (url) => link(new URL("/", url).href),
  vscode: (url, headers) => {
    const server = { name, type: "http", url, ...withHeaders(headers) };
    return link(`vscode:mcp/install?${encodeURIComponent(JSON.stringify(server))}`);
  },
};

function headerOptions(headers: ClientHeaders): readonly string[] {
  return Object.entries(headers).flatMap(([key, value]) => ["--header", `${key}: ${value}`]);
}

function withHeaders(headers: ClientHeaders): object {
  return Object.keys(headers).length === 0 ? {} : { headers };
}

/** Clients that can be opened, as --open names them. */
export const OPENABLE = Object.keys(OPENERS).join(", ");

/** @throws UserError when it cannot be opened. */
export function refuseUnknownClient(client: string): void {
  if (Object.hasOwn(OPENERS, client)) return;
  const meant = nearest(client, Object.keys(OPENERS));
  const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
  throw new UserError(`--open is "${client}" but must be one of ${OPENABLE}.${hint}`);
}

export interface OpenOptions {
  /** What the client sends with each request; default nothing. */
  readonly headers?: ClientHeaders;
  /** Receives what the command writes; default: this process's own output. */
  readonly onLine?: ((text: string) => void) | undefined;
}

/** Opens a client, which ends with this process if it runs for so long. */
export function openClient(
  client: string,
  url: string,
  { headers = {}, onLine }: OpenOptions = {},
): void {
  const [command = "", ...args] = OPENERS[client]?.(url, headers) ?? [];
  // npm's commands are batch files on Windows.
  const shell = process.platform === "win32" && command !== "rundll32";
  // A shell gets them as one line: quoted, "&" does not end a command.
  const given = shell ? args.map((part) => `"${part}"`) : args;
  const io = onLine === undefined ? "inherit" : "pipe";
  const child = spawn(command, given, { stdio: ["ignore", io, io], shell });
  const say = onLine ?? ((text: string): unknown => process.stderr.write(`${text}\n`));
  if (onLine !== undefined) {
    for (const stream of [child.stdout, child.stderr]) if (stream) splitLines(stream, onLine);
  }
  child.on("error", () => {
    const quoted = args.map((part) => shellWord(part)).join(" ");
    say(`${client} was not opened: no ${command} here. Run it manually: ${command} ${quoted}`);
  });
  const end = (): unknown => child.kill();
  process.once("exit", end);
  child.once("close", () => process.off("exit", end));
}

/** The command that opens a link on this system. */
function link(target: string): readonly string[] {
  if (process.platform === "darwin") return ["open", target];
  if (process.platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", target];
  return ["xdg-open", target];
}
