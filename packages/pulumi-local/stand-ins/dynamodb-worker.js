/**
 * Thread that serves DynamoDB by dynalite on a free port of 127.0.0.1 (see dynamodb.ts). A thread of
 * its own, so that neither its work nor its failures are the gateway's.
 */
"use strict";

const { parentPort, workerData } = require("node:worker_threads");
const dynalite = require("dynalite");

/** @type {{ folder?: string, changes: Int32Array }} */
const { folder, changes } = workerData;
const CHANGING = /\.(Put|Update|Delete|BatchWrite|Create)/;

const server = dynalite({
  ...(folder !== undefined && { path: folder }),
  createTableMs: 0,
  deleteTableMs: 0,
  updateTableMs: 0,
});
const open = new Set();
const [serve] = server.listeners("request");

server.removeAllListeners("request");
server.on("request", (request, response) => {
  // dynalite lets pages of any site read and write.
  const isOwn = request.headers.host === `127.0.0.1:${server.address().port}`;
  if (!isOwn || request.headers.origin !== undefined) {
    response.writeHead(403).end();
    return;
  }
  open.add(response);
  response.once("close", () => open.delete(response));
  if (CHANGING.test(String(request.headers["x-amz-target"]))) countBeforeEnd(response);
  serve.call(server, request, response);
});

/** Who hears of the change finds it counted. */
function countBeforeEnd(response) {
  const end = response.end.bind(response);
  response.end = (...content) => {
    Atomics.add(changes, 0, 1);
    return end(...content);
  };
}

process.on("uncaughtException", (error) => {
  parentPort.postMessage({ failure: String(error.cause?.message ?? error.message) });
  const body = JSON.stringify({ __type: "InternalServerError", message: error.message });
  for (const response of open) {
    if (!response.headersSent) response.writeHead(500, { "content-type": "application/json" });
    response.end(body);
  }
});

// A frozen function would not hear that its connection has been closed.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => {
  parentPort.postMessage({ port: server.address().port });
});
