/** What `npm start` prints when it is ready: outputs, a first call, and how clients connect. */
import { ACCOUNT_NAMES, LOCAL_ACCOUNTS } from "../oauth/accounts";
import { LOCAL_CLIENT } from "../oauth/clients";
import { type DeclaredAccess, declaredAccess } from "../oauth/declared-access";
import type { LocalServer } from "../local-server";
import type { DeclaredProgram } from "../program/declared";
import type { StackSettings } from "../program/stack-settings";
import { SECRETS_FILE } from "../stand-ins/declared-secrets";
import { shellWord } from "../shell-word";
import { DEFAULT_PORT, DEFAULT_STACK, FIRST_CALL } from "./arguments";

export interface GreetingOptions {
  readonly settings: StackSettings;
  /** URL of the local issuer, if one runs. */
  readonly issuerUrl: string | undefined;
  /** Further paragraph, or "". */
  readonly note: string;
}

export function greeting(
  server: Pick<LocalServer, "program" | "endpoint" | "pageUrl" | "missingSecrets">,
  { settings, issuerUrl, note }: GreetingOptions,
): string {
  const { program, endpoint, pageUrl } = server;
  const outputs = Object.entries(program.outputs);
  const width = Math.max(...outputs.map(([name]) => name.length));
  const access = declaredAccess(program);
  const isHere = access.kind === "jwt" && access.issuer === issuerUrl;
  return `Stack ${settings.stack}, as declared, on this machine (Node.js ${process.versions.node}):

${outputs.map(([name, value]) => `  ${name.padEnd(width)}  ${outputText(value)}`).join("\n")}

Try it (in another terminal):
  ${firstCall(access, { endpoint, stack: settings.stack, isHere })}
See what it does, and call tools:
  ${pageUrl}
Connect a client (more: npm run connect):
  ${clientLine(access, settings.project, endpoint)}
${isHere ? signInNote(access.issuer) : ""}${secretsNote(server.missingSecrets)}${note}
Ready in ${(performance.now() / 1000).toFixed(1)} s. Requests and the function's log follow; Ctrl-C ends everything.
`;
}

function outputText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function firstCall(
  access: DeclaredAccess,
  { endpoint, stack, isHere }: { endpoint: string; stack: string; isHere: boolean },
): string {
  if (access.kind === "jwt") {
    const { port } = new URL(endpoint);
    const place = [
      port === String(DEFAULT_PORT) ? "" : ` --port ${port}`,
      stack === DEFAULT_STACK ? "" : ` --stack ${shellWord(stack)}`,
    ].join("");
    const proof = isHere ? `--as ${ACCOUNT_NAMES[0] ?? ""}` : "--token-env VARIABLE";
    return `npm run call -- add ${shellWord('{"a":10,"b":5}')} ${proof}${place}`;
  }
  const proof = {
    none: "",
    iam: ` -H ${shellWord("Authorization: AWS4-HMAC-SHA256 local")}`,
    apiKey: ` -H ${shellWord(`x-api-key: ${firstKey(access)}`)}`,
  }[access.kind];
  return `curl -X POST ${shellWord(endpoint)} -H 'Content-Type: application/json'${proof} -d ${shellWord(FIRST_CALL)}`;
}

function clientLine(access: DeclaredAccess, project: string, endpoint: string): string {
  if (access.kind === "iam") return "npm run connect: clients need a proxy that signs";
  const line = `claude mcp add --transport http ${project} ${shellWord(endpoint)}`;
  return access.kind === "apiKey"
    ? `${line} --header ${shellWord(`x-api-key: ${firstKey(access)}`)}`
    : line;
}

/** What a client sends where an API key is wanted: the first of the program's. */
export function keyHeaders(program: DeclaredProgram): Readonly<Record<string, string>> {
  const access = declaredAccess(program);
  return access.kind === "apiKey" ? { "x-api-key": firstKey(access) } : {};
}

function firstKey(access: DeclaredAccess): string {
  return access.kind === "apiKey" ? (access.keys[0]?.value ?? "") : "";
}

function secretsNote(missing: readonly string[]): string {
  if (missing.length === 0) return "";
  const names = missing.map((name) => JSON.stringify(name)).join(", ");
  return `Secrets that tools read, and that ${SECRETS_FILE} does not have yet: ${names}\n`;
}

function signInNote(issuer: string): string {
  const people = LOCAL_ACCOUNTS.map(({ name, claims }) => `${name} (${claims.groups.join(", ")})`);
  return `Then sign in, with /mcp in Claude Code: a page of ${issuer} opens, where you are ${people.join(" or ")},
and tick the scopes that the client gets. A client that wants a client id: ${LOCAL_CLIENT}, without a secret.
`;
}
