/**
 * What `npm start` says when it is ready: where the endpoint and the page are, a first call, and how a
 * client connects. What is only true of a deployment is left to `--verbose`.
 */
import { ACCOUNT_NAMES, LOCAL_ACCOUNTS } from "../oauth/accounts";
import { LOCAL_CLIENT } from "../oauth/clients";
import { type DeclaredAccess, declaredAccess } from "../oauth/declared-access";
import type { LocalServer } from "../local-server";
import type { DeclaredProgram } from "../program/declared";
import type { StackSettings } from "../program/stack-settings";
import { SECRETS_FILE } from "../stand-ins/declared-secrets";
import { shellWord } from "../shell-word";
import { DEFAULT_PORT, DEFAULT_STACK } from "./arguments";

export interface GreetingOptions {
  readonly settings: StackSettings;
  /** URL of the local issuer, if one runs. */
  readonly issuerUrl: string | undefined;
}

type Greeted = Pick<LocalServer, "program" | "endpoint" | "pageUrl" | "missingSecrets" | "files">;

/** What there is to say, in the order in which it is said: label -> text. */
export type Greeting = Readonly<Record<string, string>>;

export function greetingOf(server: Greeted, { settings, issuerUrl }: GreetingOptions): Greeting {
  const { program, endpoint, pageUrl } = server;
  const access = declaredAccess(program);
  const isHere = access.kind === "jwt" && access.issuer === issuerUrl;
  const secrets = server.missingSecrets.map((name) => JSON.stringify(name)).join(", ");
  return {
    endpoint,
    page: pageUrl,
    call: firstCall(access, { server, stack: settings.stack, isHere }),
    connect: clientLine(access, settings.project, endpoint),
    ...(access.kind === "apiKey" && { keys: keyList(access) }),
    ...(isHere && { "sign in": signInNote(access.issuer) }),
    ...(secrets !== "" && { secrets: `${SECRETS_FILE} does not have yet: ${secrets}` }),
  };
}

/** Lines for people: "  page      http://127.0.0.1:3000/". */
export function greetingText(greeting: Greeting): string {
  const width = Math.max(...Object.keys(greeting).map((label) => label.length));
  return Object.entries(greeting)
    .map(([label, text]) => `  ${label.padEnd(width)}  ${text}`)
    .join("\n");
}

/** Outputs of the program, as after a deploy. */
export function outputsText({ outputs }: DeclaredProgram): string {
  const texts = Object.entries(outputs).map(
    ([name, value]) => `    ${name} ${typeof value === "string" ? value : JSON.stringify(value)}`,
  );
  return ["  outputs, as after a deploy:", ...texts].join("\n");
}

/** The tool that comes with the project, while it is there; otherwise the list of those there are. */
function firstCall(
  access: DeclaredAccess,
  { server, stack, isHere }: { server: Greeted; stack: string; isHere: boolean },
): string {
  const { port } = new URL(server.endpoint);
  const hasAdd = server.files.some((file) => /[\\/]tools[\\/]add\.ts$/.test(file));
  const words = [
    ...(hasAdd ? ["add", "a=10", "b=5"] : []),
    ...proofOf(access, isHere),
    ...(port === String(DEFAULT_PORT) ? [] : ["--port", port]),
    ...(stack === DEFAULT_STACK ? [] : ["--stack", shellWord(stack)]),
  ];
  return ["npm run call", ...(words.length === 0 ? [] : ["--", ...words])].join(" ");
}

function proofOf(access: DeclaredAccess, isHere: boolean): readonly string[] {
  switch (access.kind) {
    case "none":
      return [];
    case "iam":
      return ["--signed"];
    case "apiKey":
      return ["--key", shellWord(access.keys[0]?.name ?? "NAME")];
    case "jwt":
      return isHere ? ["--as", ACCOUNT_NAMES[0] ?? ""] : ["--token-env", "VARIABLE"];
  }
}

function clientLine(access: DeclaredAccess, project: string, endpoint: string): string {
  if (access.kind === "iam") return "npm run connect (clients need a proxy that signs)";
  const line = `claude mcp add --transport http ${project} ${shellWord(endpoint)}`;
  const proof =
    access.kind === "apiKey" ? ` --header ${shellWord(`x-api-key: ${firstKey(access)}`)}` : "";
  return `${line}${proof}`;
}

/** What a client sends where an API key is wanted: the first of the program's. */
export function keyHeaders(program: DeclaredProgram): Readonly<Record<string, string>> {
  const access = declaredAccess(program);
  return access.kind === "apiKey" ? { "x-api-key": firstKey(access) } : {};
}

function firstKey(access: DeclaredAccess): string {
  return access.kind === "apiKey" ? (access.keys[0]?.value ?? "") : "";
}

/** Those of this machine, which open nothing elsewhere. */
function keyList({ keys }: Extract<DeclaredAccess, { kind: "apiKey" }>): string {
  return keys.map(({ name, value }) => `${name} ${value}`).join(", ");
}

function signInNote(issuer: string): string {
  const people = LOCAL_ACCOUNTS.map(({ name, claims }) => `${name} (${claims.groups.join(", ")})`);
  return `at ${issuer} as ${people.join(" or ")}: /mcp in Claude Code opens it; client id by hand: ${LOCAL_CLIENT}`;
}
