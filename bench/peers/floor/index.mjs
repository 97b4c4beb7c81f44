/** The floor: a switch by hand for one message, without any SDK or check. */
export async function handler(event) {
  const text = event.isBase64Encoded ? Buffer.from(event.body, "base64").toString() : event.body;
  const { id, method, params } = JSON.parse(text);
  const headers = { "content-type": "application/json" };
  const answer = (fields) => ({
    statusCode: 200,
    headers,
    body: JSON.stringify({ jsonrpc: "2.0", id, ...fields }),
    isBase64Encoded: false,
  });
  switch (method) {
    case "tools/call": {
      const { a, b } = params.arguments;
      const content = [{ type: "text", text: `${a} + ${b} = ${a + b}` }];
      return answer({ result: { content, resultType: "complete" } });
    }
    default:
      return answer({ error: { code: -32601, message: "Method not found" } });
  }
}
