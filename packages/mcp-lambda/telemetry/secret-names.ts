/**
 * Names of secrets: of fields, headers, variables and parameters. A name is taken apart into words
 * (`userPIN`, `x-api-key`), so that `pin` is one and `pinned` and `spin` are none.
 */

/** Telling wherever they are in a name, run together or not. */
const STEMS =
  /passw|pass[-_ ]?(?:phrase|code)|pwd|secret(?!ar[iy])|token(?!i[sz])|jwt|credential|cookie|authori[sz]ation|signature|assertion|(?:api|access|account|auth|encryption|license|master|private|shared|sign|signing|storage|subscription|functions)[-_ ]?key|connection[-_ ]?str|session[-_ ]?(?:id|key)|(?<!s)sess[-_ ]?id|(?:credit|debit)[-_ ]?card|card[-_ ]?(?:number|no$)|account[-_ ]?number|social[-_ ]?security|(?:auth|backup|mfa|pin|recovery|security|verification)[-_ ]?code|code[-_ ]?verifier|seed[-_ ]?phrase|mnemonic|saml[-_ ]?re/i;

/** Telling only as a word of their own. */
const WORDS = new Set(
  "auth bearer conn cred creds csrf cvc cvv dsn hmac iban otp pass pat pem pin psw sid sig ssn totp xsrf".split(
    " ",
  ),
);

/** What says something about a secret, as the last word of a name: `tokenType`, `secret_expires_at`. */
const ABOUT = new Set(
  "age algorithm algorithms at audience count domain enabled endpoint endpoints error errors expires expiry format host in issuer kind length level limit max method methods mode name names policy port provider required scheme server service size status ttl type types uri url usage version".split(
    " ",
  ),
);

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g;

/** What is longer is looked at from its end. */
const MAX_NAME_LENGTH = 200;

/** Verdicts on names: a server logs the same ones again and again. */
const known = new Map<string, boolean>();
const MAX_KNOWN = 500;
const MAX_KNOWN_LENGTH = 50;

/** Whether what goes by this name is to be hidden. */
export function isSecretName(name: string): boolean {
  if (name.length > MAX_KNOWN_LENGTH) return judge(name);
  const verdict = known.get(name) ?? judge(name);
  if (known.size === MAX_KNOWN) known.clear();
  known.set(name, verdict);
  return verdict;
}

function judge(name: string): boolean {
  const end = name.slice(-MAX_NAME_LENGTH);
  const words = (end.match(WORD) ?? []).map((word) => word.toLowerCase());
  const last = words.at(-1);
  if (last !== undefined && ABOUT.has(last)) return false;
  return hasSecretStem(end) || words.some((word) => WORDS.has(word));
}

/** The same without the short words, which are words of other things too. */
export function hasSecretStem(name: string): boolean {
  return STEMS.test(name.slice(-MAX_NAME_LENGTH));
}

/** A number of them, and none of them: `maxTokens`, 100; tests that `pass`, 3. */
export function isCount(name: string, value: unknown): boolean {
  if (/^pass$/i.test(name)) return /^\d{1,3}$/.test(textOfNumber(value));
  if (!/[^s]s$/i.test(name.slice(-MAX_NAME_LENGTH))) return false;
  return typeof value === "number" || (typeof value === "string" && /^\d{1,9}$/.test(value));
}

/** Several of what is short: a list of them is told from a number of them by its values. */
const CODE_LIST = /(?:otp|cv[cv]|pin|ssn)s$/i;
const CODE_LIST_WORDS = new Set("otps totps cvcs cvvs pins ssns".split(" "));
const MAX_CODES = 50;

/** Whether these are codes: `pins`, [1234, 5678]; the value is read only where the name says so. */
export function holdsCodes(name: string, value: () => unknown): boolean {
  const end = name.slice(-MAX_NAME_LENGTH);
  if (!CODE_LIST.test(end)) return false;
  const last = (end.match(WORD) ?? []).at(-1)?.toLowerCase() ?? "";
  return CODE_LIST_WORDS.has(last) && looksLikeCodes(value());
}

function looksLikeCodes(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value
      .slice(0, MAX_CODES)
      .some((one: unknown) => !Array.isArray(one) && looksLikeCodes(one));
  }
  return /^[\s[\]"'`,;-]*\d{3}[\d\s[\]"'`,;-]*$/.test(textOfNumber(value));
}

function textOfNumber(value: unknown): string {
  return typeof value === "number" || typeof value === "string" ? String(value) : "";
}

/** Nobody's secret. */
export function isPlain(value: unknown): boolean {
  return typeof value === "string" && /^(?:true|false|null|undefined|none)$/i.test(value);
}
