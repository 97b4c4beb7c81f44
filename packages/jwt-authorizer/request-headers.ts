/** Headers of the request that is to be authorized: all values of a name, in any spelling of it. */
import type { APIGatewayRequestAuthorizerEvent } from "aws-lambda";

/** Consoles and emulators leave parts out. */
export type AuthorizerEvent = Partial<APIGatewayRequestAuthorizerEvent>;

type Headers = Readonly<Record<string, string | readonly string[] | undefined>> | null | undefined;

/** @param name in lower case. */
export function headerValues(
  { headers, multiValueHeaders }: AuthorizerEvent,
  name: string,
): readonly string[] {
  const all = valuesIn(multiValueHeaders, name);
  // API Gateway gives the same headers in both; the other has the last value of each spelling.
  const last = valuesIn(headers, name);
  return all.length >= last.length ? all : last;
}

function valuesIn(headers: Headers, name: string): readonly string[] {
  return Object.entries(headers ?? {})
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value ?? [])
    .map((value) => value.trim())
    .filter((value) => value !== "");
}
