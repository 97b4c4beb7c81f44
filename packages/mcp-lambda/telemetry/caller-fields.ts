/** Caller fields: who called, as log lines and the properties of metrics have it. */
import type { HttpRequest } from "../http/gateway-event";
import { clip } from "./cut";

/** Names that no field of a tool has: whoever searches the log for a caller finds what we say of one. */
export const CALLER_FIELDS = ["callerKind", "caller", "subject"] as const;

/** All of one shape, and undefined where there is nothing to say: objects are made of them quickly. */
type CallerFields = Readonly<Record<(typeof CALLER_FIELDS)[number], string | undefined>>;

/** As long as ARNs of assumed roles are. */
const MAX_LENGTH = 200;

/** Kind, and which key, client or role; of an anonymous caller nothing. */
export function callerFields(caller: HttpRequest["caller"], withSubject: boolean): CallerFields {
  const { kind } = caller;
  return {
    callerKind: kind === "anonymous" ? undefined : kind,
    caller: clipped(nameOf(caller)),
    subject: withSubject && kind === "jwt" ? clipped(caller.subject) : undefined,
  };
}

function nameOf(caller: HttpRequest["caller"]): string | undefined {
  switch (caller.kind) {
    case "iam":
      return caller.arn;
    case "apiKey":
      return caller.name;
    case "jwt":
      return caller.clientId;
    case "unknown":
    case "anonymous":
      return undefined;
  }
}

function clipped(text: string | undefined): string | undefined {
  return text === undefined ? undefined : clip(text, MAX_LENGTH);
}
