/**
 * Stand-ins of AWS services on 127.0.0.1, for what a program's functions need: DynamoDB where a table is
 * declared, S3 where a bucket is, Systems Manager and Secrets Manager where a variable names a secret,
 * Lambda where one names another function. Each starts with the first program that needs it, and ends with the server.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Variables } from "../lambda/function-to-run";
import { type DeclaredProgram, ofType } from "../program/declared";
import { declaredBuckets } from "./declared-bucket";
import { declaredSecrets } from "./declared-secrets";
import { declaredTables } from "./declared-table";
import { LocalDynamoDb } from "./dynamodb";
import { invokedFunctions, lambdaService, type LambdaSources } from "./lambda-service";
import { type LoopbackService, startService } from "./loopback-service";
import { objectsInFolder, objectsInMemory, type S3Objects } from "./s3-objects";
import { startS3 } from "./s3-service";
import { SecretsFile } from "./secrets-file";
import { secretsService } from "./secrets-service";
import type { BucketView } from "./bucket-view";
import { readBucket } from "./read-bucket";
import { readTasks, stateTable, taskViews } from "./read-tasks";
import type { TableView } from "./table-view";
import { makeTables, tableReader, whenChanged } from "./tables";
import type { TaskView } from "./task-view";

export interface StandInOptions {
  /** Folder of the project, which `.local` lies in. */
  readonly root: string;
  /** Keeps tables in `.local/dynamodb` and objects in `.local/s3`; default: in memory. */
  readonly keep?: boolean | undefined;
  /** Invokes a function of the program that is served. */
  readonly invoke: LambdaSources["invoke"];
  /** Receives failures of the stand-ins themselves. */
  readonly onFailure: (text: string) => void;
  /** Receives what whoever has started the server should know. */
  readonly onNotice: (text: string) => void;
}

/** S3's stand-in verifies signatures, others want one. */
const CREDENTIALS = { AWS_ACCESS_KEY_ID: "local", AWS_SECRET_ACCESS_KEY: "local" } as const;

export class StandIns {
  private readonly secretsFile: SecretsFile;
  private dynamoDb: LocalDynamoDb | undefined;
  private secrets: LoopbackService | undefined;
  private lambda: LoopbackService | undefined;
  private s3: LoopbackService | undefined;
  private objects: S3Objects | undefined;
  private readTables: ReturnType<typeof tableReader> | undefined;
  private readRows: ((table: string) => ReturnType<typeof readTasks>) | undefined;
  private program: DeclaredProgram = { resources: [], outputs: {} };
  private next = this.program;
  private closed = false;

  constructor(private readonly options: StandInOptions) {
    this.secretsFile = new SecretsFile(options.root);
  }

  /**
   * Starts what a program needs and is not there yet.
   *
   * @returns variables that lead its functions to it; none for a program that needs nothing.
   * @throws UserError
   */
  async start(program: DeclaredProgram): Promise<Variables> {
    const region = regionOf(program);
    this.next = program;
    if (declaredTables(program).length > 0) await this.startDynamoDb(region);
    if (declaredSecrets(program).length > 0) {
      // Functions of the next program are loaded while the last one is served.
      const secrets = (): ReturnType<typeof declaredSecrets> =>
        [this.next, this.program].flatMap(declaredSecrets);
      const service = secretsService({ file: this.secretsFile, secrets, region });
      this.secrets ??= await startService(service);
    }
    if (invokedFunctions(program).length > 0) {
      const { invoke, onFailure } = this.options;
      const service = lambdaService({ program: () => this.program, invoke, onFailure });
      this.lambda ??= await startService(service);
    }
    if (declaredBuckets(program).length > 0) this.s3 ??= await this.startS3();
    if (this.closed) await this.close();
    return this.variables();
  }

  /** Makes the tables of a program that is about to be served. @throws UserError */
  async deploy(program: DeclaredProgram): Promise<void> {
    const { onNotice } = this.options;
    const tables = declaredTables(program);
    if (this.dynamoDb !== undefined) await makeTables(this.dynamoDb, tables, onNotice);
    this.program = program;
  }

  /** The declared tables, with their first items. */
  async tables(): Promise<readonly TableView[]> {
    return (await this.readTables?.(declaredTables(this.program))) ?? [];
  }

  /** The declared buckets, with what was written last. */
  buckets(): readonly BucketView[] {
    const { objects } = this;
    if (objects === undefined) return [];
    return declaredBuckets(this.program).map((name) => readBucket(name, objects));
  }

  /** Tasks of the program, the newest of those that are in flight first. */
  async tasks(): Promise<readonly TaskView[]> {
    const table = stateTable(this.program);
    if (table === undefined) return [];
    return taskViews((await this.readRows?.(table)) ?? [], Date.now());
  }

  /** Names of the secrets that the file does not have. */
  get missingSecrets(): readonly string[] {
    const has = (name: string): boolean => {
      try {
        return this.secretsFile.read(name) !== undefined;
      } catch {
        return false;
      }
    };
    const names = declaredSecrets(this.program).map(({ name }) => name);
    return [...new Set(names)].filter((name) => !has(name));
  }

  /** Ends all of them; resolves when kept files are closed. */
  async close(): Promise<void> {
    this.closed = true;
    this.secrets?.close();
    this.lambda?.close();
    this.s3?.close();
    await this.dynamoDb?.close();
  }

  private variables(): Variables {
    const { dynamoDb, secrets, lambda, s3 } = this;
    if ([dynamoDb, secrets, lambda, s3].every((standIn) => standIn === undefined)) return {};
    return {
      ...(!hasProfile() && CREDENTIALS),
      ...(dynamoDb !== undefined && { AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url }),
      ...(secrets !== undefined && {
        AWS_ENDPOINT_URL_SSM: secrets.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
      }),
      ...(lambda !== undefined && { AWS_ENDPOINT_URL_LAMBDA: lambda.url }),
      ...(s3 !== undefined && { AWS_ENDPOINT_URL_S3: s3.url }),
    };
  }

  private startS3(): Promise<LoopbackService> {
    const { root, keep = false } = this.options;
    const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret } = CREDENTIALS;
    const objects = keep ? objectsInFolder(path.join(root, ".local", "s3")) : objectsInMemory();
    this.objects = objects;
    return startS3({
      objects,
      // Functions of the next program are loaded while the last one is served.
      buckets: () => [this.next, this.program].flatMap(declaredBuckets),
      credentials: hasProfile() ? undefined : { id, secret },
    });
  }

  private async startDynamoDb(region: string): Promise<void> {
    if (this.dynamoDb !== undefined) return;
    const { root, keep = false, onFailure } = this.options;
    const folder = keep ? path.join(root, ".local", "dynamodb") : undefined;
    if (folder !== undefined) fs.mkdirSync(folder, { recursive: true });
    const started = await LocalDynamoDb.start({ folder, region, onFailure });
    this.dynamoDb = started;
    this.readTables = tableReader(started);
    this.readRows = whenChanged(started, (table: string) => readTasks(started, table));
  }
}

function regionOf(program: DeclaredProgram): string {
  const [first] = ofType(program, "aws:lambda/function:Function");
  return String(first?.outputs["arn"]).split(":")[3] ?? "us-east-1";
}

/** A developer's own profile is not covered up. */
function hasProfile(): boolean {
  return (process.env["LOCAL_AWS_PROFILE"] ?? "") !== "";
}
