/** Paths and queries of requests, percent-encoded and not. */

/** Decoded names and values, in their order. */
export function queryOf(url: string): readonly (readonly [name: string, value: string])[] {
  const start = url.indexOf("?");
  const pairs = start < 0 ? [] : url.slice(start + 1).split("&");
  return pairs
    .filter((pair) => pair !== "")
    .map((pair) => {
      const [name = "", ...value] = pair.replaceAll("+", " ").split("=");
      return [decoded(name), decoded(value.join("="))] as const;
    });
}

/** The text itself where it is not percent-encoded UTF-8. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** All that RFC 3986 does not leave as it is. */
export function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
