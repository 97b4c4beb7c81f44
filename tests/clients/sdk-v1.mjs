/** The official client, version 1: `node sdk-v1.mjs URL`. */
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { exercise } from "./exercise.mjs";

const client = new Client({ name: "sdk-v1", version: "1.0.0" });
await exercise(client, new StreamableHTTPClientTransport(new URL(process.argv[2])));
