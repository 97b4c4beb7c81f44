/** API Gateway's event as a Request, and a Response as its result: what SDKs leave to their users. */
export function behindApiGateway(answer) {
  return async (event) => {
    const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
    const url = `https://${event.headers.Host}/mcp`;
    const request = new Request(url, { method: event.httpMethod, headers: event.headers, body });
    const response = await answer(request);
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
      isBase64Encoded: false,
    };
  };
}
