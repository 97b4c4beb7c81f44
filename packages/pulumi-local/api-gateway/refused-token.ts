/**
 * Line in which an authorizer says why it has refused a token: metrics with a reason and a detail
 * beside them. Callers get one text for all of them, so that whoever runs the server reads it here.
 */

export interface RefusedToken {
  readonly level: "INFO" | "WARN" | "ERROR";
  readonly message: string;
  /** What is known of it, the reason and its detail first. */
  readonly facts: Readonly<Record<string, string>>;
  /** Whether the issuer could not be asked, so that no token can be good. */
  readonly isIssuerAway: boolean;
}

const FACTS = ["reason", "detail", "clientId", "kid", "requestId"];

/** By the authorizer's outcome. */
const MESSAGES: Readonly<Record<string, string>> = {
  unauthorized: "token refused",
  denied: "token lacks a scope",
  failed: "token not checked",
};

/** @param line members of a JSON log line. @returns undefined for any other. */
export function refusedToken(line: Readonly<Record<string, unknown>>): RefusedToken | undefined {
  const { reason, detail, message } = line;
  const isOne = Object.hasOwn(line, "_aws") && typeof reason === "string";
  if (!isOne || typeof detail !== "string") return undefined;
  const facts = FACTS.flatMap((name) => {
    const value = line[name];
    return typeof value === "string" ? [[name, value] as const] : [];
  });
  const outcome = typeof message === "string" ? message : "";
  // As every client's first request.
  const level = reason === "missing" ? "INFO" : outcome === "failed" ? "ERROR" : "WARN";
  return {
    level,
    message: reason === "missing" ? "no token" : (MESSAGES[outcome] ?? "token refused"),
    facts: Object.fromEntries(facts),
    isIssuerAway: reason === "keys",
  };
}
