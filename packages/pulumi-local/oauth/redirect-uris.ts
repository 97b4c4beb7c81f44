/** Where clients may be sent with a code: nowhere that reads as another place, or where others listen. */

const LOOPBACKS = ["127.0.0.1", "localhost", "[::1]"];

/** What is wrong with the redirect_uris of a client, in one line; their form is checked elsewhere. */
export function redirectProblem(uris: unknown): string | undefined {
  const urls = (Array.isArray(uris) ? uris : []).filter(
    (uri): uri is string => typeof uri === "string" && URL.canParse(uri),
  );
  for (const url of urls.map((uri) => new URL(uri))) {
    // "http://good.test@evil.test/" is a URL of evil.test.
    if (url.username !== "" || url.password !== "") {
      return "redirect_uris must have no user name and no password in them";
    }
    if (url.protocol === "http:" && !LOOPBACKS.includes(url.hostname)) {
      return `redirect_uris with http must be of this machine (${LOOPBACKS.join(", ")}), others need https`;
    }
  }
  return undefined;
}

/** The place of a redirect URI: its host, or the scheme of one that has none. */
export function redirectPlace(uri: string): string {
  if (!URL.canParse(uri)) return uri;
  const { protocol, host } = new URL(uri);
  return host === "" || !/^https?:$/.test(protocol) ? `${protocol}//${host}` : host;
}
