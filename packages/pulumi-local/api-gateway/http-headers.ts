/** Headers of a request, as API Gateway hands them on. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Of all headers of a request. https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html */
export const MAX_HEADER_BYTES = 10_240;

/** Bytes of all names and values. */
export function headerBytes({ rawHeaders }: IncomingMessage): number {
  // Node.js has a character for each byte.
  return rawHeaders.reduce((total, { length }) => total + length, 0);
}

/** All values of a header, in the order in which they were sent. */
export function headerValues({ rawHeaders }: IncomingMessage, name: string): string[] {
  const wanted = name.toLowerCase();
  return rawHeaders.filter(
    (_, index) => rawHeaders[index - 1]?.toLowerCase() === wanted && index % 2 === 1,
  );
}

/** Headers with the spelling that was sent, and those that API Gateway adds. */
export function readHeaders(message: IncomingMessage, sourceIp: string): Record<string, string[]> {
  const headers = Object.create(null) as Record<string, string[]>;
  const { rawHeaders } = message;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? "";
    // Hop-by-hop headers end at the gateway.
    if (/^(connection|transfer-encoding|keep-alive|content-length)$/i.test(name)) continue;
    (headers[name] ??= []).push(rawHeaders[index + 1] ?? "");
  }
  headers["X-Amzn-Trace-Id"] = [
    `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${randomBytes(12).toString("hex")}`,
  ];
  headers["X-Forwarded-For"] = [sourceIp];
  headers["X-Forwarded-Port"] = ["443"];
  headers["X-Forwarded-Proto"] = ["https"];
  return { ...headers };
}

/** One value of each. */
export function lastOf(
  multiValue: Readonly<Record<string, string[]>>,
): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(multiValue).map(([name, values]) => [name, values.at(-1)]),
  );
}
