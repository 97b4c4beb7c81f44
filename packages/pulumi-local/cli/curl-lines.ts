/** Calls by curl in both protocol eras, with what proves who calls. */
import { FIRST_CALL } from "./arguments";
import { KEY_VARIABLE, type LineParts, type Section, shellVariable } from "./line-parts";

const MODERN_CALL = `{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add","arguments":{"a":10,"b":5},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}},"id":1}`;

export function curlSections(parts: LineParts): readonly Section[] {
  const { url, word } = parts;
  const start = `curl -X POST ${word(url)} -H 'Content-Type: application/json'${curlProof(parts)}`;
  return [
    ["curl, 2025 protocol and bare JSON-RPC", `${start} -d ${word(FIRST_CALL)}`],
    [
      "curl, 2026-07-28 protocol",
      `${start} -H 'MCP-Protocol-Version: 2026-07-28' -H 'Mcp-Method: tools/call' -H 'Mcp-Name: add' -d ${word(MODERN_CALL)}`,
    ],
  ];
}

/** What proves who calls, as words of curl. @param region of the API; default: as its URL says. */
export function curlProof(
  { url, access, platform }: Pick<LineParts, "url" | "access" | "platform">,
  region = regionOf(url),
): string {
  const variable = (name: string): string => shellVariable(name, platform);
  switch (access.kind) {
    case "none":
      return "";
    case "apiKey":
      return ` -H "x-api-key: ${variable(KEY_VARIABLE)}"`;
    case "jwt":
      return ` -H "Authorization: Bearer ${variable("ACCESS_TOKEN")}"`;
    case "iam": {
      // https://curl.se/docs/manpage.html#--aws-sigv4
      const user = `${variable("AWS_ACCESS_KEY_ID")}:${variable("AWS_SECRET_ACCESS_KEY")}`;
      return ` --aws-sigv4 aws:amz:${region}:execute-api --user "${user}" -H "x-amz-security-token: ${variable("AWS_SESSION_TOKEN")}"`;
    }
  }
}

/** Of an endpoint of API Gateway; a custom domain does not say it. */
export function regionOf(url: string): string {
  return /\.execute-api\.([a-z0-9-]+)\.amazonaws\.com/.exec(url)?.[1] ?? "YOUR_REGION";
}
