/** An issuer on this machine, and the variables of an authorizer that takes its tokens. */
import { startIssuer, type TestCertificate } from "jwt-authorizer/testing";
import { RESOURCE_URL } from "./archives";
import type { Token } from "./events";

export interface TokenIssuer {
  readonly token: Token;
  readonly variables: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

const CLAIMS = { email: "alice@example.com", groups: ["orders", "support"] };
/** Longer than a benchmark. */
const TOKEN_SECONDS = 86_400;

interface Https {
  readonly certificate: TestCertificate;
  /** File of the certificate, for the authorizer. */
  readonly trusted: string;
}

/** @param secure of an issuer that speaks https; default: it speaks http. */
export async function startTokenIssuer(secure?: Https): Promise<TokenIssuer> {
  const issuer = await startIssuer(secure && { certificate: secure.certificate });
  const expiresAt = Math.floor(Date.now() / 1000) + TOKEN_SECONDS;
  const text = issuer.sign({ aud: RESOURCE_URL, exp: expiresAt, ...CLAIMS });
  return {
    token: { text, issuer: issuer.url, claims: CLAIMS, expiresAt },
    variables: {
      JWT_ISSUER: issuer.url,
      ...(secure && { NODE_EXTRA_CA_CERTS: secure.trusted }),
    },
    close: issuer.close,
  };
}
