/** An S3 that answers as a test says, and keeps what it was asked. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { setVariables } from "./support";

export interface AskedOfS3 {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface S3Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface FakeS3 {
  readonly asked: readonly AskedOfS3[];
  /** One after the other; the last one stays. */
  readonly reply: (...replies: readonly S3Reply[]) => void;
  readonly stop: () => Promise<void>;
}

export async function startFakeS3(): Promise<FakeS3> {
  const asked: AskedOfS3[] = [];
  let replies: S3Reply[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      asked.push({ method, url, headers, body: Buffer.concat(chunks) });
      const reply = replies.length > 1 ? replies.shift() : replies[0];
      if (reply === undefined) throw new Error("no reply was set");
      response.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const restore = setVariables({
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "key-of-the-test",
    AWS_SESSION_TOKEN: "session-of-the-test",
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
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
