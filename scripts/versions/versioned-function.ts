/** A function of AWS Lambda with its versions, and the alias `live` that callers invoke. */
import {
  DeleteFunctionCommand,
  GetAliasCommand,
  InvokeCommand,
  LambdaClient,
  paginateListAliases,
  paginateListVersionsByFunction,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import { UserError } from "pulumi-local";
import { awsTrouble, clientOptions, isMissing } from "../observed/aws-access";
import type { DeployedStack } from "./deployed-stack";

export interface FunctionVersion {
  readonly number: number;
  /** When it was published. */
  readonly published: Date;
  /** Its variables; undefined where AWS keeps them back (a key that may not be used). */
  readonly variables: Readonly<Record<string, string>> | undefined;
}

/** Where calls go: to one version, or a part of them to a second one. */
export interface Routing {
  readonly version: number;
  readonly next?: {
    readonly version: number;
    /** From 0 to 1. */
    readonly weight: number;
  };
}

export interface Invoked {
  /** Lambda's word for how it failed; undefined where it answered. */
  readonly failure: string | undefined;
  readonly payload: string;
}

const ALIAS = "live";

export class VersionedFunction {
  readonly #client: LambdaClient;

  constructor(
    stack: Pick<DeployedStack, "region" | "profile">,
    readonly name: string,
  ) {
    this.#client = new LambdaClient(clientOptions(stack));
  }

  /** The oldest first; none where there is no such function. */
  async versions(): Promise<readonly FunctionVersion[]> {
    const found: FunctionVersion[] = [];
    const pages = paginateListVersionsByFunction(
      { client: this.#client },
      { FunctionName: this.name },
    );
    await asked(async () => {
      for await (const { Versions = [] } of pages) {
        for (const { Version, LastModified = "", Environment } of Versions) {
          if (Version === undefined || Version === "$LATEST") continue;
          const published = new Date(LastModified);
          found.push({
            number: Number(Version),
            published,
            variables:
              Environment?.Error === undefined ? (Environment?.Variables ?? {}) : undefined,
          });
        }
      }
    }, isMissing);
    return found.sort((one, other) => one.number - other.number);
  }

  async routing(): Promise<Routing> {
    const command = new GetAliasCommand({ FunctionName: this.name, Name: ALIAS });
    const { FunctionVersion, RoutingConfig } = await asked(() => this.#client.send(command));
    const [next] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {});
    const version = Number(FunctionVersion);
    return next === undefined
      ? { version }
      : { version, next: { version: Number(next[0]), weight: next[1] } };
  }

  /** At once for all new calls; those that are in a version end there. */
  async route({ version, next }: Routing): Promise<void> {
    const weights = next === undefined ? {} : { [String(next.version)]: next.weight };
    const command = new UpdateAliasCommand({
      FunctionName: this.name,
      Name: ALIAS,
      FunctionVersion: String(version),
      // Empty takes it away; left out it would stay.
      RoutingConfig: { AdditionalVersionWeights: weights },
    });
    await asked(() => this.#client.send(command));
  }

  /** Versions that any alias sends calls to. */
  async aliased(): Promise<ReadonlySet<number>> {
    const found = new Set<number>();
    const pages = paginateListAliases({ client: this.#client }, { FunctionName: this.name });
    await asked(async () => {
      for await (const { Aliases = [] } of pages) {
        for (const { FunctionVersion, RoutingConfig } of Aliases) {
          const weights = RoutingConfig?.AdditionalVersionWeights ?? {};
          for (const version of [FunctionVersion, ...Object.keys(weights)]) {
            found.add(Number(version));
          }
        }
      }
    });
    return found;
  }

  async invoke(version: number, event: object): Promise<Invoked> {
    const command = new InvokeCommand({
      FunctionName: this.name,
      Qualifier: String(version),
      Payload: Buffer.from(JSON.stringify(event)),
    });
    const { FunctionError, Payload } = await asked(() => this.#client.send(command));
    return {
      failure: FunctionError,
      payload: Buffer.from(Payload ?? new Uint8Array()).toString("utf8"),
    };
  }

  /** For ever. AWS refuses it for a version that an alias uses. */
  async remove(version: number): Promise<void> {
    const command = new DeleteFunctionCommand({
      FunctionName: this.name,
      Qualifier: String(version),
    });
    await asked(() => this.#client.send(command));
  }
}

/** @throws UserError with what AWS says, in one line. */
export async function asked<Result>(
  ask: () => Promise<Result>,
  isNothing: (error: Error) => boolean = () => false,
): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof Error) || error instanceof UserError) throw error;
    if (isNothing(error)) return undefined as Result;
    const trouble = awsTrouble(error, "do this");
    if (trouble instanceof UserError) throw trouble;
    throw new UserError(`AWS: ${error.name}: ${error.message.split("\n")[0] ?? ""}`);
  }
}
