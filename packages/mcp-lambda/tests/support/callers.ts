/** Callers as tests have them. */
import type { Caller } from "../../http/caller";

type Person = Extract<Caller, { kind: "jwt" }>;

/** The owner of a token that is valid for an hour. */
export function person(subject: string, parts: Partial<Person> = {}): Person {
  return {
    kind: "jwt",
    subject,
    clientId: `${subject}-app`,
    issuer: "https://issuer.test",
    scopes: [],
    expiresAt: new Date(Math.ceil(Date.now() / 1000 + 3_600) * 1000),
    claims: { email: `${subject}@example.com` },
    ...parts,
  };
}

export const ROLE = {
  kind: "iam",
  arn: "arn:aws:sts::123456789012:assumed-role/reader/alice",
  accountId: "123456789012",
} as const satisfies Caller;

export const PARTNER = { kind: "apiKey", id: "k1", name: "partner" } as const satisfies Caller;

/** Options of a handler for callers of a kind. */
export const OPTIONS = {
  iam: { auth: "iam" },
  apiKey: { auth: "apiKey", apiKeyNames: JSON.stringify({ k1: "partner", k2: "other" }) },
  jwt: { auth: "jwt", unauthorizedMessage: "Sign in, please." },
} as const;
