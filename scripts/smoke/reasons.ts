/** Why a server did not answer as it should, and what mends it. */
import type { Answered, Exchange, Unanswered } from "./exchange";
import { FORBIDDEN } from "./forbidden";
import { messageOf } from "./messages";

export interface Reason {
  /** What is wrong, in a sentence. */
  readonly reason: string;
  readonly remedy: string;
}

const LOGS =
  "npm run logs -- --level error, or docs/operations.md under the alarm of the same name.";

/** Node.js's codes by what they mean: https://nodejs.org/api/errors.html#common-system-errors */
const UNREACHABLE: readonly (readonly [RegExp, string, string])[] = [
  [
    /^(ENOTFOUND|EAI_AGAIN|ENODATA)$/,
    "The name does not resolve (DNS).",
    'Take the URL from "pulumi stack output endpoint"; a domain that is new needs minutes, and its record needs hostedZoneId or a record of yours.',
  ],
  [
    /^ECONNREFUSED$/,
    "Nothing listens there.",
    "Locally: npm start, and the port that it says. Otherwise the URL is another server's.",
  ],
  [
    /^(TIMEOUT|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
    "No answer in 30 s.",
    "A proxy or firewall in between (HTTPS_PROXY is not used here), or a private API: try from another network.",
  ],
  [
    /^(CERT_|DEPTH_ZERO_|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT)/,
    "Its certificate is not one for this name, or not trusted (TLS).",
    "certificateArn must cover domainName; behind a proxy that opens TLS set NODE_EXTRA_CA_CERTS.",
  ],
  [/^(EPROTO|ERR_SSL_)/, "It does not speak TLS there.", "Write http:// in place of https://."],
  [
    /^(ECONNRESET|EPIPE|HPE_)/,
    "The connection was cut.",
    "Try again; if it lasts, something in between does not let the request through.",
  ],
];

export function whyUnanswered({ code, message }: Unanswered): Reason {
  const [, reason, remedy] = UNREACHABLE.find(([codes]) => codes.test(code)) ?? [];
  return {
    reason: `${reason ?? "It cannot be reached."} (${code}: ${message})`,
    remedy: remedy ?? "Look at the URL.",
  };
}

const BY_STATUS: Readonly<Record<number, readonly [string, string]>> = {
  401: [
    "It wants a token, or refuses this one (auth: jwt).",
    "--token-env VARIABLE; docs/authorization.md says what a token must have.",
  ],
  404: [
    "No server at this path.",
    'The path is /STAGE/mcp, or /mcp on a domain: "pulumi stack output endpoint".',
  ],
  405: [
    "It takes no POST at this path.",
    'The path is /STAGE/mcp, or /mcp on a domain: "pulumi stack output endpoint".',
  ],
  406: [
    "Something in between demands an Accept header: not this server.",
    "Look at the proxy in between.",
  ],
  413: [
    "The body is too large for it.",
    "maxBodyBytes is too small for clients, or a proxy has a limit of its own.",
  ],
  415: ["It takes another media type: not this server.", "Look at the proxy in between."],
  429: [
    "Too many requests: throttleRate, throttleBurst, a key's quota, or the account's.",
    "Wait for Retry-After; raise throttleRate, or see who calls (npm run stats).",
  ],
  502: ["The function crashed, ran out of memory or into its timeout.", LOGS],
  503: [
    "AWS says that the service is away.",
    "Try again; if it lasts: https://health.aws.amazon.com/",
  ],
  504: [
    "No answer of the function in 29 s, or no room for it (Lambda's concurrency).",
    `A tool takes too long, or too many calls at once: the alarms throttles and duration. ${LOGS}`,
  ],
};

function whyServerError(message: string): Reason {
  if (/tokens cannot be checked/i.test(message)) {
    return {
      reason: "The issuer cannot be reached, or names another issuer than jwtIssuer.",
      remedy: "The authorizer's log has the reason; npm run preview checks the settings again.",
    };
  }
  return {
    reason: "API Gateway may not call the function, or cannot (500).",
    remedy: `Look whether the function and its alias are there (npm run drift), and its concurrency. ${LOGS}`,
  };
}

/** @param answer one that was not expected. */
export function whyAnswered(answer: Answered): Reason {
  const { status, headers } = answer;
  const message = messageOf(answer);
  const told = (reason: string, remedy: string): Reason => ({
    reason: message === "" ? reason : `${reason} "${clipped(message)}"`,
    remedy,
  });
  if (status >= 300 && status < 400) {
    const to = headers.location ?? "nowhere";
    return told(`It redirects to ${clipped(to)}.`, "Call that URL; MCP clients do not follow.");
  }
  if (headers["content-type"]?.startsWith("text/html") === true) {
    return told(
      "A web page answers here, not an MCP server.",
      'Look at the URL: "pulumi stack output endpoint".',
    );
  }
  if (status === 403) {
    const [, reason, remedy] = FORBIDDEN.find(([texts]) => texts.test(message)) ?? [];
    return told(
      reason ?? "It refuses, and does not say why.",
      remedy ?? "Look at the access log (accessLogs) and the web ACL.",
    );
  }
  if (status === 500) {
    const { reason, remedy } = whyServerError(message);
    return told(reason, remedy);
  }
  const [reason, remedy] = BY_STATUS[status] ?? [
    `It answers ${status}, which this server never does.`,
    "Look at what stands in between.",
  ];
  return told(reason, remedy);
}

export function why(exchange: Exchange): Reason {
  return exchange.kind === "unanswered" ? whyUnanswered(exchange) : whyAnswered(exchange);
}

function clipped(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200).toWellFormed()}…` : text;
}
