/** The official client, version 2: `node sdk-v2.mjs URL 2025|auto`. */
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { exercise } from "./exercise.mjs";

const [url, mode] = process.argv.slice(2);
const options = mode === "auto" ? { versionNegotiation: { mode } } : {};
const client = new Client({ name: "sdk-v2", version: "1.0.0" }, options);
await exercise(client, new StreamableHTTPClientTransport(new URL(url)));
