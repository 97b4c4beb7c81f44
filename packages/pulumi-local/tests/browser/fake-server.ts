/** The page on a server of its own, with a hand-made view and an MCP endpoint that answers by rote. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { LogAnswer, View } from "../../cloudwatch/dashboard/view";
import type { DeclaredAccess } from "../../oauth/declared-access";
import { createPage, LogFeed } from "../../page/server/server";
import type { TableView } from "../../stand-ins/table-view";
import type { BucketView } from "../../stand-ins/bucket-view";
import type { TaskView } from "../../stand-ins/task-view";
import { EditTracker } from "../../watch/edit-tracker";
import { FAKE_TOOLS, fakeResult } from "./fake-tools";
import { ANSWER, VIEW } from "./view";

export const FAKE_ISSUER = "http://127.0.0.1:1";

export interface ReceivedCall {
  readonly headers: http.IncomingHttpHeaders;
  readonly message: Readonly<Record<string, unknown>>;
}

interface Asked {
  readonly query: string;
  readonly logGroups: readonly string[] | undefined;
  readonly minutes: number;
}

export interface FakeServer {
  readonly url: string;
  readonly log: LogFeed;
  /** What the MCP endpoint has been asked, the newest last. */
  readonly calls: ReceivedCall[];
  /** Makes what /~/view answers; may throw. */
  view: () => View;
  /** Queries that the page has asked, the newest last, and what answers them. */
  readonly queries: Asked[];
  queryAnswer: LogAnswer;
  tables: readonly TableView[];
  tasks: readonly TaskView[];
  buckets: readonly BucketView[];
  readonly edits: EditTracker;
  /** Result or error of a message, in place of what is answered by rote. */
  answer: (message: ReceivedCall["message"]) => object | undefined;
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
    queries: [],
    queryAnswer: ANSWER,
    tables: [],
    tasks: [],
    buckets: [],
    edits: new EditTracker(),
    answer: () => undefined,
    access: { kind: "none" },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  fake.edits.served();
  const page = createPage({
    edits: fake.edits,
    buckets: async () => fake.buckets,
    title: () => "mcp-server <dev>",
    endpoint: () => `${url}/dev/mcp`,
    view: () => fake.view(),
    query: (asked, minutes) => {
      fake.queries.push({ query: asked.query, logGroups: asked.logGroups, minutes });
      return fake.queryAnswer;
    },
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
    const id = `gateway-${calls.length}`;
    const type = { "content-type": "application/json", "x-amzn-requestid": id };
    reply.writeHead(isRefused ? 403 : 200, type);
    const rote = fake.answer(parsed) ?? answerOf(parsed);
    const answer = { jsonrpc: "2.0", id: parsed["id"], ...rote };
    reply.end(JSON.stringify(isRefused ? { message: `Wanted: ${kind}.` } : answer));
  }
  return fake;
}

/** Lists the tools on two pages; there is nothing else. */
function answerOf({ method, params }: ReceivedCall["message"]): object {
  const given = params as Readonly<Record<string, unknown>>;
  if (method === "tools/list") {
    const result =
      given["cursor"] === undefined
        ? { tools: FAKE_TOOLS.slice(0, 2), nextCursor: "2" }
        : { tools: FAKE_TOOLS.slice(2) };
    return { result };
  }
  if (method !== "tools/call") return { error: { code: -32601, message: "Method not found" } };
  const args = given["arguments"] as Readonly<Record<string, unknown>>;
  return { result: fakeResult(given["name"], args) };
}
