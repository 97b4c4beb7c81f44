/** The local issuer's pages: plain HTML that needs no script, with every text of others escaped. */
import { createHash } from "node:crypto";
import { printable } from "../cli/printable";
import { LOCAL_ACCOUNTS } from "./accounts";
import { redirectPlace } from "./redirect-uris";

/** Path of an interaction's page, before its id. */
export const SIGN_IN_PATH = "/sign-in/";

export interface SignInView {
  /** The client, as it calls itself; anyone may call himself so. */
  readonly client: string;
  /** Where the client is sent afterwards. */
  readonly redirectUri: string;
  readonly resource: string;
  /** Scopes that the client asks for. */
  readonly scopes: readonly string[];
  /** Path that the form is sent to. */
  readonly action: string;
}

/** Characters of a client's name that are shown. */
const MAX_NAME = 100;

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
main{max-width:34rem;margin:8vh auto;padding:0 1.25rem}
h1{font-size:1.35rem}
fieldset{margin:1.25rem 0;padding:.75rem 1rem;border:1px solid #8886;border-radius:8px}
label{display:block;padding:.2rem 0}
code{overflow-wrap:anywhere}
button{font:inherit;margin:0 .5rem .5rem 0;padding:.5rem 1rem;border:1px solid #8889;border-radius:8px;cursor:pointer}
.note{color:light-dark(#5f5f5f,#a8a8a8)}`;

/** No form-action: browsers apply it to redirects too, and a client's may go anywhere. */
export const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy": `default-src 'none'; style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'; frame-ancestors 'none'; base-uri 'none'`,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // Not no-referrer: the form's Origin would be null.
  "referrer-policy": "same-origin",
  "cache-control": "no-store",
  "cross-origin-opener-policy": "same-origin",
} as const;

export function signInPage(view: SignInView): string {
  const { scopes } = view;
  const boxes = scopes.map(
    (scope) =>
      `<label><input type="checkbox" name="scope" value="${escapeHtml(scope)}" checked> <code>${foreignText(scope)}</code></label>`,
  );
  const buttons = LOCAL_ACCOUNTS.map(
    ({ name }) =>
      `<button name="account" value="${name}" aria-describedby="people">Sign in as ${name}</button>`,
  );
  const groups = LOCAL_ACCOUNTS.map(({ name, claims }) => `${name}: ${claims.groups.join(", ")}`);
  return document(
    "Sign in on this machine",
    `<p><strong>${foreignText(clip(view.client))}</strong> asks to call <code>${foreignText(view.resource)}</code>, and continues at <strong>${foreignText(redirectPlace(view.redirectUri))}</strong>.</p>
<p class="note">In full: <code>${foreignText(view.redirectUri)}</code></p>
<form method="post" action="${escapeHtml(view.action)}">
${scopes.length === 0 ? "<p>It asks for no scope.</p>" : `<fieldset><legend>Scopes it gets</legend>${boxes.join("")}</fieldset>`}
<p>${buttons.join("")}<button name="account" value="">Refuse</button></p>
</form>
<p class="note" id="people">These people exist on this machine alone. Groups: ${groups.join("; ")}.</p>`,
  );
}

/** @param code of OAuth, as "invalid_request". */
export function errorPage(code: string, description: string): string {
  const advice =
    code === "invalid_client"
      ? "This issuer does not know the client: remove the server from the client, and add it again."
      : "Begin again in the client.";
  return document(
    "This sign-in cannot go on",
    `<p><code>${foreignText(code)}</code></p><p>${foreignText(description)}</p><p class="note">${advice}</p>`,
  );
}

/** What the issuer's own address shows. */
export function aboutPage(resource: string): string {
  return document(
    "Local issuer",
    `<p>Clients of <code>${escapeHtml(resource)}</code> sign in here, as ${LOCAL_ACCOUNTS.map(({ name }) => name).join(" or ")}. They come by themselves: add the server to a client, and let it sign in.</p>
<p><a href="/.well-known/oauth-authorization-server">Metadata of this issuer</a></p>`,
  );
}

function document(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1>
${body}
</main></body>
</html>
`;
}

/** Half of a surrogate pair at the end is no character. */
function clip(name: string): string {
  return name.length > MAX_NAME ? `${name.slice(0, MAX_NAME).toWellFormed()}…` : name;
}

/** A text of others, in its place: marks of writing direction are shown, and reach no further. */
function foreignText(text: string): string {
  return `<bdi>${escapeHtml(printable(text))}</bdi>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
