/**
 * Calls tools that ask, as the official clients do: `node asking.mjs URL 1|2025|auto`. Prints what was
 * asked and what came of it as JSON. The first answer to "Where to?" is wrong.
 */
const [url, version] = process.argv.slice(2);
const asked = [];

function respond({ params: { message } }) {
  asked.push(message);
  if (!message.startsWith("Where to?")) return { action: "accept", content: { confirm: true } };
  const isFirst = message === "Where to?";
  return { action: "accept", content: { city: isFirst ? "X" : "Oslo", nights: 2 } };
}

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
  const capabilities = { elicitation: { form: {} } };
  const client = new Client({ name: "sdk-v2", version: "1.0.0" }, { ...options, capabilities });
  client.setRequestHandler("elicitation/create", respond);
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return client;
}

const client = await connect();
const { tools } = await client.listTools();
const call = async (name, args = {}) => {
  const { content, isError = false } = await client.callTool({ name, arguments: args });
  return { text: content[0].text, isError };
};
const shown = tools.map(({ inputSchema }) => Object.keys(inputSchema.properties ?? {}));
const first = await call("confirmed");
const agreed = shown[0].includes("confirm") ? await call("confirmed", { confirm: true }) : first;
const booked = await call("booked");
await client.close();
console.log(JSON.stringify({ shown, first, agreed, booked, asked }));
