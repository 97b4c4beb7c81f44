/** A service of AWS that answers as a test says, and keeps what it was asked. */
import * as http from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { setVariables } from "./support";

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface FakeService {
  readonly asked: readonly Asked[];
  /** One after the other; the last one stays. A function gets the connection instead, to cut it. */
  readonly reply: (...replies: readonly (Reply | ((socket: Socket) => void))[]) => void;
  readonly stop: () => Promise<void>;
}

/** @param variable that leads clients to it. */
export async function startFakeService(variable: string): Promise<FakeService> {
  const asked: Asked[] = [];
  let replies: (Reply | ((socket: Socket) => void))[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      asked.push({ method, url, headers, body: Buffer.concat(chunks) });
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      if (reply === undefined) throw new Error("no reply was set");
      if (typeof reply === "function") reply(request.socket);
      else response.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const restore = setVariables({
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "key-of-the-test",
    AWS_SESSION_TOKEN: "session-of-the-test",
    [variable]: `http://127.0.0.1:${port}`,
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
