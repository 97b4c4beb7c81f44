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
  // Of DigitalOcean, Docker, Grafana, Shopify and Vault.
  "do[opr]_v1_[a-f0-9]{16,}",
  "dckr_[po]at_[\\w-]{16,}",
  "glsa_\\w{16,}",
  "shp(?:at|ca|pa|ss)_[A-Za-z0-9]{16,}",
  "hv[brs]\\.[\\w-]{16,}",
  "SG\\.[\\w-]{16,}\\.[\\w-]*",
  // A JWT, or the header of one: '{"' in base64.
  "eyJ[\\w-]{8,}(?:\\.[\\w-]*){0,4}",
  // "-----BEGIN" in base64.
  "LS0tLS1CRUdJTi[\\w+/=]*",
];
const KEY = new RegExp(`(?<![A-Za-z0-9])(?:${KEYS.join("|")})`, "g");
const PEM = /-----BEGIN [A-Z0-9 ]{1,60}-----[^]*?(?:-----END [A-Z0-9 ]{1,60}-----|$)/g;
const BEARER = /(?<!\w)(Bearer[^\S\r\n]{1,3})([\w.~+/-]+)(=*"?)/gi;
/** Not a credential: prose, and the parameters of a challenge, 'Bearer realm="mcp"' (RFC 6750). */
const BEARER_PROSE =
  /^(?:tokens?|auth|authentication|authorization|schemes?|credentials?|headers?|of|is|was|are|or|and|in|for|to|with|from|must|not|only)$/i;
const CHALLENGE =
  /^(?:realm|scope|error|error_description|error_uri|resource|resource_metadata|charset)$/i;
const BASIC = /(?<!\w)(Basic[^\S\r\n]{1,3})([A-Za-z0-9+/]+={0,2})/gi;

/** Whoever has the path may post. */
const WEBHOOK =
  /(hooks\.slack\.com\/(?:services|workflows|triggers)\/|discord(?:app)?\.com\/api\/webhooks\/)[\w/-]+/g;

/** Of the shortest of them. */
const MIN_LENGTH = 10;

export function hideShapes(text: string): string {
  if (text.length < MIN_LENGTH) return text;
  return text
    .replace(PEM, HIDDEN)
    .replace(BEARER, (whole, scheme: string, word: string, end: string) => {
      const isProse = BEARER_PROSE.test(word.replace(/[.]$/, ""));
      const isChallenge = end === '="' && CHALLENGE.test(word);
      return isProse || isChallenge ? whole : scheme + HIDDEN + end;
    })
    .replace(WEBHOOK, `$1${HIDDEN}`)
    .replace(BASIC, (whole, scheme: string, credentials: string) =>
      Buffer.from(credentials, "base64").includes(":") ? scheme + HIDDEN : whole,
    )
    .replace(KEY, HIDDEN);
}
