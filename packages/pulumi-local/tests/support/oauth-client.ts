/** A public OAuth client by fetch, without a browser: what a browser would do is done step by step. */
import { createHash, randomBytes } from "node:crypto";

export const REDIRECT = "http://127.0.0.1:1/callback";

export interface Authorization {
  readonly clientId?: string;
  readonly redirectUri?: string;
  readonly scope?: string | undefined;
  /** undefined leaves the parameter out. */
  readonly resource?: string | undefined;
  readonly prompt?: string;
}

export interface Begun {
  /** The page of the sign-in. */
  readonly url: string;
  readonly html: string;
  readonly status: number;
  readonly headers: Headers;
  readonly cookies: string;
  readonly verifier: string;
}

/** Follows to the page of the sign-in, as a browser without cookies does. */
export async function begin(issuer: string, asked: Authorization): Promise<Begun> {
  const verifier = randomBytes(32).toString("base64url");
  const parameters = new URLSearchParams({
    client_id: asked.clientId ?? "local-client",
    response_type: "code",
    redirect_uri: asked.redirectUri ?? REDIRECT,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state: "s",
    ...(asked.scope !== undefined && { scope: asked.scope }),
    ...(asked.resource !== undefined && { resource: asked.resource }),
    ...(asked.prompt !== undefined && { prompt: asked.prompt }),
  });
  return open(`${issuer}/authorize?${parameters.toString()}`, verifier);
}

/** Opens a URL of /authorize, and the page that it leads to. */
export async function open(authorizeUrl: string, verifier: string): Promise<Begun> {
  const first = await fetch(authorizeUrl, { redirect: "manual" });
  const location = first.headers.get("location");
  const cookies = cookiesOf(first);
  const none = { url: "", html: await first.text(), status: first.status, headers: first.headers };
  if (location === null) return { ...none, cookies, verifier };
  const url = new URL(location, authorizeUrl).href;
  if (!url.includes("/sign-in/")) return { ...none, url, cookies, verifier };
  const page = await fetch(url, { headers: { cookie: cookies } });
  const { status, headers } = page;
  return { url, html: await page.text(), status, headers, cookies, verifier };
}

/** Sends the form, and follows to where the client is told the outcome. */
export async function submit(
  { url, cookies }: Begun,
  form: { readonly account: string; readonly scopes?: readonly string[] },
): Promise<URL> {
  const body = new URLSearchParams({ account: form.account });
  for (const scope of form.scopes ?? []) body.append("scope", scope);
  const headers = { cookie: cookies, origin: new URL(url).origin };
  const sent = await fetch(url, { method: "POST", body, headers, redirect: "manual" });
  const resume = sent.headers.get("location");
  if (resume === null)
    throw new Error(`the form was answered ${sent.status}: ${await sent.text()}`);
  const done = await fetch(resume, { headers: { cookie: cookies }, redirect: "manual" });
  const target = done.headers.get("location");
  if (target === null) throw new Error(`no redirect, ${done.status}: ${await done.text()}`);
  return new URL(target);
}

/** Registers a client; `clientId` is "" where it is refused. */
export async function register(
  issuer: string,
  registration: object,
): Promise<{ readonly status: number; readonly clientId: string; readonly text: string }> {
  const response = await fetch(`${issuer}/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(registration),
  });
  const text = await response.text();
  const { client_id: clientId = "" } = (response.ok ? JSON.parse(text) : {}) as {
    client_id?: string;
  };
  return { status: response.status, clientId, text };
}

export interface TokenAnswer {
  readonly status: number;
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly scope?: string;
  readonly error?: string;
  readonly error_description?: string;
  readonly expires_in?: number;
}

export async function askTokens(
  issuer: string,
  parameters: Readonly<Record<string, string>>,
): Promise<TokenAnswer> {
  const body = new URLSearchParams({ client_id: "local-client", ...parameters });
  const response = await fetch(`${issuer}/token`, { method: "POST", body });
  return { status: response.status, ...((await response.json()) as object) };
}

/** Changes the code of a redirect for tokens. */
export async function exchange(
  issuer: string,
  begun: Begun,
  redirect: URL,
  more: Readonly<Record<string, string>> = {},
): Promise<TokenAnswer> {
  return askTokens(issuer, {
    grant_type: "authorization_code",
    code: redirect.searchParams.get("code") ?? "",
    redirect_uri: REDIRECT,
    code_verifier: begun.verifier,
    ...more,
  });
}

/** What a JWT says, unchecked. */
export function claimsOf(token: string | undefined): Readonly<Record<string, unknown>> {
  const [, payload = ""] = (token ?? "").split(".");
  const text = Buffer.from(payload, "base64url").toString("utf8");
  return JSON.parse(text === "" ? "{}" : text) as Readonly<Record<string, unknown>>;
}

function cookiesOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}
