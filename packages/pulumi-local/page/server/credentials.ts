/** Who callers of the page can be, and the header that proves it to the endpoint. */
import type { DeclaredAccess } from "../../oauth/declared-access";
import { ACCOUNT_NAMES } from "../../oauth/accounts";
import type { LocalIssuer } from "../../oauth/issuer";
import { UserError } from "../../user-error";
import type { CallAccess, Credential } from "./call";

export interface Credentials {
  /** What the program that is served wants of callers. */
  readonly access: () => DeclaredAccess;
  /** The issuer on this machine, if one runs. */
  readonly issuer: () => Pick<LocalIssuer, "url" | "mint"> | undefined;
}

/** Of a page without any. */
export const NO_CREDENTIALS: Credentials = {
  access: () => ({ kind: "none" }),
  issuer: () => undefined,
};

/** What the page may know: no key, no token. */
export function callAccess({ access, issuer }: Credentials): CallAccess {
  const declared = access();
  switch (declared.kind) {
    case "none":
    case "iam":
      return { kind: declared.kind };
    case "apiKey":
      return { kind: "apiKey", names: declared.keys.map(({ name }) => name) };
    case "jwt": {
      const isHere = issuer()?.url === declared.issuer;
      const { scopes } = declared;
      const accounts = isHere ? ACCOUNT_NAMES : [];
      return { kind: "jwt", issuer: declared.issuer, scopes, accounts };
    }
  }
}

/** @throws UserError when the endpoint wants something else, or there is no such key or account. */
export async function credentialHeaders(
  credential: Credential | undefined,
  { access, issuer }: Credentials,
): Promise<Readonly<Record<string, string>>> {
  if (credential === undefined) return {};
  const declared = access();
  switch (credential.kind) {
    case "signature":
      if (declared.kind !== "iam") throw new UserError(wanted(declared, "no signature"));
      return { Authorization: "AWS4-HMAC-SHA256 local" };
    case "key": {
      if (declared.kind !== "apiKey") throw new UserError(wanted(declared, "no API key"));
      const key = declared.keys.find(({ name }) => name === credential.name);
      if (key !== undefined) return { "x-api-key": key.value };
      const names = declared.keys.map(({ name }) => name).join(", ");
      throw new UserError(`There is no API key "${credential.name}". Keys here: ${names}.`);
    }
    case "account": {
      if (declared.kind !== "jwt") throw new UserError(wanted(declared, "no token"));
      const here = issuer();
      if (here?.url !== declared.issuer) {
        throw new UserError(
          `The server takes tokens of ${declared.issuer}, where nobody here can sign in. Run it with an issuer of this machine: npm start -- --oauth`,
        );
      }
      const { name, scopes } = credential;
      return { Authorization: `Bearer ${await here.mint({ account: name, scopes })}` };
    }
  }
}

const WANTED = {
  none: "anybody may call it",
  iam: "it wants signed requests (auth: iam)",
  apiKey: "it wants an API key (auth: apiKey)",
  jwt: "it wants an access token (auth: jwt)",
} as const;

function wanted({ kind }: DeclaredAccess, what: string): string {
  return `The server takes ${what}: ${WANTED[kind]}.`;
}
