/** A service of AWS that answers as a test says, and keeps what it was asked. */
import * as http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setVariables } from "./support";

export interface Asked {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export type Reply = { readonly status: number; readonly body: object } | ((socket: Socket) => void);

export interface FakeAws {
  readonly asked: readonly Asked[];
  /** One after the other; the last one stays. */
  readonly reply: (...replies: readonly Reply[]) => void;
  readonly stop: () => Promise<void>;
}

export async function startFakeAws(): Promise<FakeAws> {
  const asked: Asked[] = [];
  let replies: Reply[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { url = "", headers } = request;
      asked.push({ path: url, headers, body: Buffer.concat(chunks).toString() });
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      if (reply === undefined) throw new Error("no reply was set");
      if (typeof reply === "function") reply(request.socket);
      else response.writeHead(reply.status).end(JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const restore = setVariables({
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "key-of-the-test",
    AWS_SESSION_TOKEN: "session-of-the-test",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  });
  return {
    asked,
    reply: (...given) => {
      asked.length = 0;
      replies = [...given];
    },
    stop: async () => {
      restore();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
