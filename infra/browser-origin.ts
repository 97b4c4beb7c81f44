/**
 * Whether a text is an origin as browsers send it, which a request's `Origin` is compared with.
 * https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin
 */

export interface OriginFault {
  readonly origin: string;
  /** Completes `"https://x.test:443" ...`. */
  readonly reason: string;
  /** What browsers send in its place, where that can be told. */
  readonly sent?: string;
}

/** Schemes whose pages have no origin of their own: browsers send "null", or nothing. */
const WITHOUT_ORIGIN = ["about", "blob", "data", "file", "ftp", "javascript", "ws", "wss"];

/** Why no browser sends this origin; undefined when one may. */
export function whyNeverSent(origin: string): OriginFault | undefined {
  if (origin.includes("*")) {
    return { origin, reason: "is a pattern, and origins are compared whole: name each" };
  }
  if (origin === "null") return { origin, reason: "is what any file or sandboxed page sends" };
  // They go into quoted texts of the gateway: infra/api/cors-headers.ts.
  if (/['"\\]/.test(origin)) return { origin, reason: "has a quote or a backslash" };
  const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]*):\/\/([^\s,]+)$/i.exec(origin) ?? [];
  if (rest === "") return { origin, reason: "is not a scheme and a host" };
  if (WITHOUT_ORIGIN.includes(scheme.toLowerCase())) {
    return { origin, reason: `is of the scheme ${scheme}, whose pages have no origin` };
  }
  if (/^https?$/i.test(scheme)) return whyNotOfWebPage(origin);
  // Browser extensions and web views: their schemes are their own, and URL knows no origin of them.
  const isPlain =
    scheme === scheme.toLowerCase() && /^[!-~]+$/.test(rest) && !/[/?#@A-Z]/.test(rest);
  return isPlain ? undefined : { origin, reason: "is more than a scheme and a host in lower case" };
}

function whyNotOfWebPage(origin: string): OriginFault | undefined {
  if (!URL.canParse(origin)) return { origin, reason: "is not a URL" };
  const sent = new URL(origin).origin;
  return sent === origin
    ? undefined
    : { origin, reason: `never matches: browsers send "${sent}"`, sent };
}
