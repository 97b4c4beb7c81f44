/**
 * Logs Insights in front of the emulator, which answers only queries without `stats`: these are
 * evaluated as `npm start` does it, over the lines that the emulator holds; all else it is asked itself.
 */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { insightsRows, type StreamedLine } from "../support/insights";
import { EMULATOR } from "./prerequisites";

interface LogEvents {
  readonly events: readonly {
    readonly timestamp: number;
    readonly message: string;
    readonly logStreamName: string;
  }[];
}

interface StartQuery {
  readonly logGroupNames: readonly string[];
  readonly startTime: number;
  readonly endTime: number;
  readonly queryString: string;
}

const TARGET = "Logs_20140328.";

export class InsightsEndpoint {
  readonly #answers: unknown[] = [];
  readonly #server = http.createServer((request, response) => {
    void this.#answer(request).then(({ status, text }) => {
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(text);
    });
  });

  /** @returns its URL, for AWS_ENDPOINT_URL_CLOUDWATCH_LOGS. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  async #answer(request: http.IncomingMessage): Promise<{ status: number; text: string }> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    const target = String(request.headers["x-amz-target"]);
    const { authorization = "" } = request.headers;
    if (target === `${TARGET}StartQuery`) {
      const asked = JSON.parse(body) as StartQuery;
      const rows = insightsRows(asked.queryString, await linesOf(asked, authorization));
      const queryId = String(this.#answers.push(rows) - 1);
      return { status: 200, text: JSON.stringify({ queryId }) };
    }
    if (target === `${TARGET}GetQueryResults`) {
      const { queryId } = JSON.parse(body) as { readonly queryId: string };
      const results = this.#answers[Number(queryId)];
      return { status: 200, text: JSON.stringify({ status: "Complete", results }) };
    }
    return askEmulator(target, body, authorization);
  }
}

async function askEmulator(
  target: string,
  body: string,
  authorization: string,
): Promise<{ status: number; text: string }> {
  const headers = { "content-type": "application/x-amz-json-1.1", "x-amz-target": target };
  const response = await fetch(EMULATOR, {
    method: "POST",
    headers: { ...headers, authorization },
    body,
  });
  return { status: response.status, text: await response.text() };
}

async function linesOf(
  { logGroupNames: [logGroupName = ""], startTime, endTime }: StartQuery,
  authorization: string,
): Promise<readonly StreamedLine[]> {
  const asked = { logGroupName, startTime: startTime * 1_000, endTime: endTime * 1_000 };
  const { text } = await askEmulator(
    `${TARGET}FilterLogEvents`,
    JSON.stringify(asked),
    authorization,
  );
  return (JSON.parse(text) as LogEvents).events.map(({ timestamp, message, logStreamName }) => ({
    at: timestamp,
    text: message,
    stream: logStreamName,
  }));
}
