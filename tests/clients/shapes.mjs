/**
 * Calls a tool for each shape of a schema, as the official clients do: `node shapes.mjs URL 1|2025|auto`.
 * They check each result against the listed outputSchema. Prints results and complaints as JSON.
 */
import { readFileSync } from "node:fs";

const [url, version] = process.argv.slice(2);
const examples = JSON.parse(
  readFileSync(new URL("../fixtures/shapes/examples.json", import.meta.url), "utf8"),
);

async function connect() {
  if (version === "1") {
    const { Client } = await import("@modelcontextprotocol/sdk/client/index.js");
    const http = await import("@modelcontextprotocol/sdk/client/streamableHttp.js");
    const client = new Client({ name: "sdk-v1", version: "1.0.0" });
    await client.connect(new http.StreamableHTTPClientTransport(new URL(url)));
    return client;
  }
  const { Client, StreamableHTTPClientTransport } = await import("@modelcontextprotocol/client");
  const options = version === "auto" ? { versionNegotiation: { mode: "auto" } } : {};
  const client = new Client({ name: "sdk-v2", version: "1.0.0" }, options);
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return client;
}

const client = await connect();
const results = {};
const complaints = {};
const { tools } = await client.listTools();
for (const { name } of tools) {
  try {
    const result = await client.callTool({ name, arguments: { value: examples[name] } });
    results[name] = result.structuredContent ?? result;
  } catch (error) {
    complaints[name] = String(error);
  }
}
await client.close();
console.log(JSON.stringify({ results, complaints }));
