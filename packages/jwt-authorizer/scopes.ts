/** Scopes of tokens and of what is called. */
import type { AuthorizerEvent } from "./request-headers";
import { headerValues } from "./request-headers";
import type { JsonRecord } from "./signed-token";

/** https://datatracker.ietf.org/doc/html/rfc6749#section-3.3 */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * All scopes in these claims: texts with spaces between them, and lists. What is no scope is left out:
 * a group "a b" in a list must not become two.
 */
export function scopesOf(payload: JsonRecord, claims: readonly string[]): readonly string[] {
  const found = claims.flatMap((name) => {
    const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
    if (typeof value === "string") return value.split(" ");
    return Array.isArray(value) ? value : [];
  });
  return [
    ...new Set(found.filter((each) => typeof each === "string" && SCOPE.test(each))),
  ] as string[];
}

/**
 * Scopes of the tool that a request says it calls: only clients of 2026-07-28 say so, in headers that
 * the server compares with the body.
 */
export function scopesOfCall(
  event: AuthorizerEvent,
  byTool: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  if (byTool.size === 0) return [];
  if (!headerValues(event, "mcp-method").includes("tools/call")) return [];
  return headerValues(event, "mcp-name").flatMap((name) => byTool.get(decodedName(name)) ?? []);
}

const ENCODED_NAME = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/;

/** A name that a header cannot carry as it is: "=?base64?...?=". */
function decodedName(name: string): string {
  const encoded = ENCODED_NAME.exec(name)?.[1];
  return encoded === undefined ? name : Buffer.from(encoded, "base64").toString("utf8");
}
