/**
 * Buffered Response: what the MCP SDK needs of fetch's class, for its copy in the layer. The first touch of Node's
 * own class loads its HTTP client, which costs a cold start some 25 ms and each environment memory;
 * here nothing is sent anywhere: the handler reads the body and hands it to API Gateway.
 */
export class Response {
  static json(data, init = {}) {
    const headers = { "content-type": "application/json", ...init.headers };
    return new Response(JSON.stringify(data), { ...init, headers });
  }

  constructor(body, { status = 200, headers = {} } = {}) {
    this.body = body ?? null;
    this.status = status;
    const values = new Map(
      Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
    );
    this.headers = { get: (name) => values.get(name.toLowerCase()) ?? null };
  }

  async text() {
    if (this.body === null || typeof this.body === "string") return this.body ?? "";
    const decoder = new TextDecoder();
    let text = "";
    for await (const chunk of this.body) text += decoder.decode(chunk, { stream: true });
    return text + decoder.decode();
  }
}
