/**
 * Invoke of Lambda, for functions that invoke others of the program: at once, or as an event that waits
 * until an environment is free, and is tried again as declared when it fails.
 *
 * https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
import type { InvocationResult } from "../lambda/environment";
import { type DeclaredProgram, inputText, ofType } from "../program/declared";
import { refusal, type ServiceAnswer, type ServiceRequest } from "./loopback-service";

export interface LambdaSources {
  readonly program: () => DeclaredProgram;
  /** Rejects only when the function is no longer declared. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvocationResult>;
  /** Receives what keeps an event from being handled, in one line. */
  readonly onFailure: (text: string) => void;
  /** Pauses before an event is tried again, in milliseconds; default: as on AWS. */
  readonly pausesMs?: readonly number[];
}

const PATH = /^\/2015-03-31\/functions\/([^/?]+)\/invocations(?:\?Qualifier=([^&]+))?$/;

/** 1 MB, of an event that nobody waits for. */
const MAX_EVENT_BYTES = 1024 * 1024;

const PAUSES_MS = [60_000, 120_000];

/** ARNs of the functions that another one of the program is told of, so that it may invoke them. */
export function invokedFunctions(program: DeclaredProgram): readonly string[] {
  const functions = ofType(program, "aws:lambda/function:Function");
  const values = functions.flatMap(({ inputs }) => {
    const environment = inputs["environment"] as { variables?: object } | undefined;
    return Object.values(environment?.variables ?? {}).map(String);
  });
  return functions
    .map(({ outputs }) => String(outputs["arn"]))
    .filter((arn) => values.some((value) => value === arn || value.startsWith(`${arn}:`)));
}

export function lambdaService(
  sources: LambdaSources,
): (request: ServiceRequest) => Promise<ServiceAnswer> {
  return async ({ path, headers, body }) => {
    const [, name = "", qualifier] = PATH.exec(path) ?? [];
    const arn = findArn(sources.program(), decodeURIComponent(name));
    if (arn === undefined) {
      const text = `Function not found: ${decodeURIComponent(name)}`;
      return refusal("ResourceNotFoundException", text, 404);
    }
    const qualified = qualifier === undefined ? arn : `${arn}:${decodeURIComponent(qualifier)}`;
    const event = parse(body);
    if (event === undefined) return refusal("InvalidRequestContentException", "not JSON");
    if (headers["x-amz-invocation-type"] !== "Event") return now(sources, qualified, event.value);
    if (Buffer.byteLength(body) > MAX_EVENT_BYTES) {
      return refusal("RequestTooLargeException", "an event of more than 1 MB", 413);
    }
    later(sources, qualified, event.value).catch((error: unknown) => {
      sources.onFailure(`${qualified}: ${error instanceof Error ? error.message : String(error)}`);
    });
    return { status: 202 };
  };
}

async function now({ invoke }: LambdaSources, arn: string, event: unknown): Promise<ServiceAnswer> {
  const result = await invoke(arn, event);
  if (result.kind === "result") return { status: 200, body: result.payload };
  const headers = { "x-amz-function-error": "Unhandled" };
  return { status: 200, headers, body: { ...result.error } };
}

async function later(sources: LambdaSources, arn: string, event: unknown): Promise<void> {
  const { program, invoke, pausesMs = PAUSES_MS } = sources;
  const pauses = pausesMs.slice(0, maxRetries(program(), arn));
  for (let attempt = 0; ; attempt += 1) {
    const { kind } = await invoke(arn, event);
    const pause = pauses[attempt];
    if (kind === "result" || pause === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, pause).unref());
  }
}

/** 2 where the program does not say. */
function maxRetries(program: DeclaredProgram, arn: string): number {
  const [, name = ""] = /:function:([^:]+)/.exec(arn) ?? [];
  const type = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
  const declared = ofType(program, type).find((config) =>
    [name, arn, arn.slice(0, arn.indexOf(name) + name.length)].includes(
      inputText(config, "functionName"),
    ),
  );
  return Number(declared?.inputs["maximumRetryAttempts"] ?? 2);
}

/** The ARN, with the qualifier that it was named by; by name or ARN. */
function findArn(program: DeclaredProgram, named: string): string | undefined {
  const functions = ofType(program, "aws:lambda/function:Function");
  for (const { outputs } of functions) {
    const arn = String(outputs["arn"]);
    if (named === arn || named.startsWith(`${arn}:`)) return named;
    const [name = "", qualifier] = named.split(":");
    const suffix = qualifier === undefined ? "" : `:${qualifier}`;
    if (!named.startsWith("arn:") && name === outputs["id"]) return `${arn}${suffix}`;
  }
  return undefined;
}

/** An event is JSON, or nothing. */
function parse(text: string): { readonly value: unknown } | undefined {
  if (text === "") return { value: {} };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
