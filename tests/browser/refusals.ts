/** What a page may lack in each mode of `auth`, and what it is to read of the refusal. */
import type { TestIssuer } from "jwt-authorizer/testing";
import { call, modern } from "mcp-lambda/testing";
import { bearer, type ModeServer } from "./mode-server";
import type { Sent } from "./pages";

/** In place of /mcp in the endpoint's URL. */
export const METADATA = [
  "/.well-known/oauth-protected-resource/mcp",
  "/.well-known/oauth-protected-resource",
];

/** A call of a tool. */
export function message(headers: Readonly<Record<string, string>>): Sent {
  return {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(call("who-am-i")),
  };
}

/** With the value of WWW-Authenticate, and a part of the error's message. */
export type Refused = readonly [
  sent: Sent,
  status: number,
  challenge: string | undefined,
  words: string,
];

export function refusals({ mode, endpoint }: ModeServer, { sign }: TestIssuer): readonly Refused[] {
  if (mode === "none") return [];
  if (mode === "iam") return [[message({}), 403, undefined, "The request is not signed."]];
  if (mode === "apiKey") {
    const words = "A key is needed in the header x-api-key.";
    return [message({}), message({ "x-api-key": "bad" })].map((sent) => [
      sent,
      403,
      undefined,
      words,
    ]);
  }
  const resource = `resource_metadata="${endpoint.replace(/\/mcp$/, METADATA[0] ?? "")}"`;
  const scope = 'scope="mcp orders:write"';
  const unknown = [401, `Bearer ${resource}, ${scope}`, "A valid access token is needed"] as const;
  const insufficient = `Bearer error="insufficient_scope", ${scope}, ${resource}`;
  const lacking = [403, insufficient, "lacks a scope"] as const;
  const asking = modern("tools/call", { name: "write-order", arguments: {} });
  const ofTool = message({ ...asking.headers, ...bearer(sign({ aud: endpoint, scope: "mcp" })) });
  return [
    [message({}), ...unknown],
    [message(bearer("bad")), ...unknown],
    [message(bearer(sign({ aud: "https://other.example/mcp", scope: "mcp" }))), ...unknown],
    [{}, ...unknown],
    [message(bearer(sign({ aud: endpoint, scope: "other" }))), ...lacking],
    [{ ...ofTool, body: JSON.stringify(asking.body) }, ...lacking],
  ];
}
