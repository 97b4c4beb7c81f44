/** The server that smoke looks at: its URL, its stack where it is one, and where its log is. */
import { checkedUrl, isOfThisMachine } from "pulumi-local";
import type { AwsAccess } from "../observed/aws-access";
import { type LogSource, localSource } from "../observed/log-source";
import { cloudSource } from "../observed/cloud-source";
import { askLocal, localPlace, stackPlaceOf } from "../observed/place";
import { type DeployedOutputs, type OutputOptions, readOutputs } from "../pulumi/stack-outputs";

export interface Subject {
  readonly url: string;
  /** Of the stack, where one is known: its account can be asked. */
  readonly aws?: AwsAccess;
  /** API keys of the stack, read when they are needed. */
  readonly keys?: () => Readonly<Record<string, string>>;
  /** Left out where the log is nowhere known. */
  readonly log?: LogSource;
}

/** @throws UserError when there is no such stack. */
export function stackSubject(options: OutputOptions): Subject {
  const outputs = readOutputs(options);
  const place = stackPlaceOf(outputs, options);
  return {
    url: emulatorUrl(outputs) ?? checkedUrl(outputs.endpoint ?? ""),
    aws: place,
    keys: () => readOutputs({ ...options, secrets: true }).apiKeys ?? {},
    log: cloudSource(place),
  };
}

/** @param given a URL; the root of `npm start` stands for its endpoint. @throws UserError */
export async function urlSubject(given: string): Promise<Subject> {
  const url = checkedUrl(given);
  if (!isOfThisMachine(url)) return { url };
  const { origin, pathname } = new URL(url);
  if (pathname === "/")
    return { url: (await localPlace(origin)).endpoint, log: localSource({ origin }) };
  const isServer = await askLocal(origin, "/~/server").catch(() => undefined);
  return isServer === undefined ? { url } : { url, log: localSource({ origin }) };
}

/**
 * Where an emulator on this machine has an API: its name is AWS's, and leads there.
 * https://docs.localstack.cloud/aws/services/apigateway/
 */
function emulatorUrl({ endpoint = "" }: DeployedOutputs): string | undefined {
  const { AWS_ENDPOINT_URL: emulator = "" } = process.env;
  const [, id, path] = /^https:\/\/([^./]+)\.execute-api\.[^/]+(\/.+)$/.exec(endpoint) ?? [];
  if (id === undefined || path === undefined || !isOfThisMachine(emulator)) return undefined;
  return `${new URL(emulator).origin}/_aws/execute-api/${id}${path}`;
}
