/** Secrets that are recognized by what they look like: keys and tokens of well-known makers. */

/** In place of a secret. */
export const HIDDEN = "[redacted]";

/** From where a word begins; at its end each may be cut off. */
const KEYS = [
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
  "(?:AKIA|ASIA)[A-Z0-9]{12,}",
  // https://github.blog/engineering/platform-security/behind-githubs-new-authentication-token-formats/
  "gh[pousr]_[A-Za-z0-9]{16,}",
  "github_pat_\\w{16,}",
  "glpat-[\\w-]{16,}",
  "xox[a-z]-[\\w-]{8,}",
  "xapp-[\\w-]{8,}",
  "sk-[\\w-]{16,}",
  "[rs]k_(?:live|test)_\\w{8,}",
  "whsec_\\w{8,}",
  "AIza[\\w-]{16,}",
  "ya29\\.[\\w-]{16,}",
  "npm_[A-Za-z0-9]{16,}",
  "pypi-[\\w-]{16,}",
  "hf_[A-Za-z0-9]{16,}",
  "SG\\.[\\w-]{16,}\\.[\\w-]*",
  // A JWT, or the header of one: '{"' in base64.
  "eyJ[\\w-]{8,}(?:\\.[\\w-]*){0,4}",
  // "-----BEGIN" in base64.
  "LS0tLS1CRUdJTi[\\w+/=]*",
];
const KEY = new RegExp(`(?<![A-Za-z0-9_])(?:${KEYS.join("|")})`, "g");
const PEM = /-----BEGIN [A-Z0-9 ]{1,60}-----[^]*?(?:-----END [A-Z0-9 ]{1,60}-----|$)/g;
/** Not a challenge, "Bearer realm=", and no prose. */
const BEARER =
  /(?<!\w)(Bearer[^\S\r\n]{1,3})(?!(?:token|auth|authentication|scheme)s?\b)([\w.~+/-]+)(?![\w.~+/-]*=")/gi;
const BASIC = /(?<!\w)(Basic[^\S\r\n]{1,3})([A-Za-z0-9+/]+={0,2})/gi;

/** Of the shortest of them. */
const MIN_LENGTH = 10;

export function hideShapes(text: string): string {
  if (text.length < MIN_LENGTH) return text;
  return text
    .replace(PEM, HIDDEN)
    .replace(BEARER, `$1${HIDDEN}`)
    .replace(BASIC, (whole, scheme: string, credentials: string) =>
      Buffer.from(credentials, "base64").includes(":") ? scheme + HIDDEN : whole,
    )
    .replace(KEY, HIDDEN);
}
