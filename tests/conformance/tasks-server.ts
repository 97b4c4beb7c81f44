/**
 * A process that serves the tasks fixture: HTTP -> event -> the product's handler, and beside it Lambda's
 * Invoke, which takes the events of tasks and hands them to the product's worker. Prints its URL.
 */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { gatewayEvent, lambdaContext } from "mcp-lambda/testing";
import type { TaskLaunch } from "mcp-lambda";
import { createHandler } from "../../handlers/mcp";
import { createTaskHandler } from "../../handlers/tasks";
import { tasksServer } from "./tasks-fixture";

/** Time that the worker has. */
const WORKER_MS = 120_000;

async function bodyOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

type Respond = (
  body: string,
  request: http.IncomingMessage,
) => Promise<{ status: number; body: string }>;

async function listen(respond: Respond): Promise<string> {
  const server = http.createServer((request, response) => {
    void bodyOf(request)
      .then((body) => respond(body, request))
      .then(({ status, body }) => {
        response.writeHead(status, { "content-type": "application/json" }).end(body);
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function headersOf({ headers }: http.IncomingMessage): Record<string, string> {
  const names = Object.keys(headers).filter((name) => name !== "host");
  return Object.fromEntries(names.map((name) => [name, String(headers[name])]));
}

async function serve(): Promise<void> {
  let invocations = 0;
  const worker = createTaskHandler(tasksServer());
  const lambda = await listen(async (body) => {
    invocations += 1;
    const context = { ...lambdaContext(WORKER_MS), awsRequestId: `worker-${invocations}` };
    void worker(JSON.parse(body) as TaskLaunch, context);
    return { status: 202, body: "" };
  });
  process.env["AWS_ENDPOINT_URL_LAMBDA"] = lambda;
  const handler = createHandler(tasksServer());
  const url = await listen(async (body, request) => {
    const { method = "POST" } = request;
    const event = gatewayEvent({ method, headers: headersOf(request), body });
    const result = await handler(event, lambdaContext());
    return { status: result.statusCode, body: result.body };
  });
  process.stderr.write(`${url}/mcp\n`);
}

void serve();
