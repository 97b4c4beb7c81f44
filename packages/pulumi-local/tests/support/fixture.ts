/** The fixture program of these tests: its settings, a server of it, and calls of its tools. */
import * as net from "node:net";
import * as path from "node:path";
import { LocalServer, type LocalServerOptions } from "../../local-server";
import type { StackSettings } from "../../program/stack-settings";

export const FIXTURE = path.join(__dirname, "..", "fixtures", "program");

/** Evaluations share the machine with other test files. */
export const EVALUATION_MS = 120_000;

export function fixtureSettings(config: Readonly<Record<string, string>> = {}): StackSettings {
  return { project: "fixture", stack: "dev", config: { "aws:region": "eu-west-1", ...config } };
}

export async function startFixture(
  options: Partial<LocalServerOptions> = {},
): Promise<LocalServer> {
  return LocalServer.start({
    settings: fixtureSettings(),
    programFolder: FIXTURE,
    port: 0,
    concurrency: 1,
    onWarning: () => undefined,
    onLine: () => undefined,
    onFailure: () => undefined,
    ...options,
  });
}

/** Body of a request that calls a tool. */
export function toolCall(name: string, args: object = {}): string {
  const params = { name, arguments: args };
  return JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params });
}

/** The text that a tool returns; of a request that fails its status. */
export async function callTool(endpoint: string, name: string, args?: object): Promise<string> {
  const response = await fetch(endpoint, { method: "POST", body: toolCall(name, args) });
  if (!response.ok) return String(response.status);
  const { result } = (await response.json()) as { result: { content: { text: string }[] } };
  return result.content[0]?.text ?? "";
}

/** A port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = net.createServer();
  await new Promise<void>((resolve) => probe.listen(0, "127.0.0.1", resolve));
  const { port } = probe.address() as net.AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
