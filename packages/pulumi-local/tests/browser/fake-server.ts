/** The page on a server of its own, with a hand-made view and an MCP endpoint that answers by rote. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { View } from "../../cloudwatch/dashboard/view";
import type { DeclaredAccess } from "../../oauth/declared-access";
import { createPage, LogFeed } from "../../page/server/server";
import type { TableView } from "../../stand-ins/table-view";
import type { TaskView } from "../../stand-ins/task-view";
import { FAKE_TOOLS, fakeResult } from "./fake-tools";
import { VIEW } from "./view";

export const FAKE_ISSUER = "http://127.0.0.1:1";

export interface ReceivedCall {
  readonly headers: http.IncomingHttpHeaders;
  readonly message: Readonly<Record<string, unknown>>;
}

export interface FakeServer {
  readonly url: string;
  readonly log: LogFeed;
  /** What the MCP endpoint has been asked, the newest last. */
  readonly calls: ReceivedCall[];
  /** Makes what /~/view answers; may throw. */
  view: () => View;
  tables: readonly TableView[];
  tasks: readonly TaskView[];
  /** What the endpoint demands of callers. */
  access: DeclaredAccess;
  readonly close: () => Promise<void>;
}

/** @param port of 127.0.0.1; default any free one. */
export async function startFake(port = 0): Promise<FakeServer> {
  const calls: ReceivedCall[] = [];
  const log = new LogFeed();
  const server = http.createServer((message, reply) => {
    if (!page.handle(message, reply)) void answerCall(message, reply);
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeServer = {
    url,
    log,
    calls,
    view: () => VIEW,
    tables: [],
    tasks: [],
    access: { kind: "none" },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const page = createPage({
    title: () => "mcp-server <dev>",
    endpoint: () => `${url}/dev/mcp`,
    view: () => fake.view(),
    tables: async () => fake.tables,
    tasks: async () => fake.tasks,
    log,
    credentials: {
      access: () => fake.access,
      issuer: () => ({
        url: FAKE_ISSUER,
        mint: async ({ account, scopes = [] }) => `${account} ${scopes.join(" ")}`,
      }),
    },
  });

  async function answerCall(
    message: http.IncomingMessage,
    reply: http.ServerResponse,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
    const parsed = JSON.parse(Buffer.concat(chunks).toString()) as ReceivedCall["message"];
    const { headers } = message;
    calls.push({ headers, message: parsed });
    const { kind } = fake.access;
    const proof = kind === "apiKey" ? headers["x-api-key"] : headers.authorization;
    const isRefused = kind !== "none" && proof === undefined;
    reply.writeHead(isRefused ? 403 : 200, { "content-type": "application/json" });
    const answer = { jsonrpc: "2.0", id: parsed["id"], result: resultOf(parsed) };
    reply.end(JSON.stringify(isRefused ? { message: `Wanted: ${kind}.` } : answer));
  }
  return fake;
}

/** Lists the tools on two pages. */
function resultOf({ method, params }: ReceivedCall["message"]): object {
  const given = params as Readonly<Record<string, unknown>>;
  if (method === "tools/list") {
    return given["cursor"] === undefined
      ? { tools: FAKE_TOOLS.slice(0, 2), nextCursor: "2" }
      : { tools: FAKE_TOOLS.slice(2) };
  }
  return fakeResult(given["name"], given["arguments"] as Readonly<Record<string, unknown>>);
}
