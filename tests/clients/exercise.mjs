/** What a client does with the server, whatever its version: everything there is, once. */
const CALLS = {
  add: { a: 10, b: 5 },
  "current-time": { timeZone: "Asia/Seoul" },
  "text-statistics": { text: "one two" },
};

/** Prints what was answered and what the client complained of, as JSON. */
export async function exercise(client, transport) {
  const errors = [];
  client.onerror = (error) => errors.push(String(error));
  await client.connect(transport);
  const { tools } = await client.listTools();
  const results = {};
  for (const { name } of tools) {
    results[name] = await client.callTool({ name, arguments: CALLS[name] });
  }
  const { resources } = await client.listResources();
  const { contents } = await client.readResource({ uri: resources[0].uri });
  const { resourceTemplates } = await client.listResourceTemplates();
  const zone = await client.readResource({ uri: "time-zone://Asia/Seoul" });
  const { prompts } = await client.listPrompts();
  const { messages } = await client.getPrompt({
    name: prompts[0].name,
    arguments: { timeZones: "Asia/Seoul, UTC" },
  });
  const { completion } = await client.complete({
    ref: { type: "ref/resource", uri: resourceTemplates[0].uriTemplate },
    argument: { name: "name", value: "Asia/Se" },
  });
  const server = client.getServerVersion();
  await client.close();
  const answers = { server, tools, results, contents, zone: zone.contents, messages, completion };
  console.log(JSON.stringify({ ...answers, errors }));
}
