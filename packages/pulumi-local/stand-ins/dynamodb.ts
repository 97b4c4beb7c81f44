/** DynamoDB on 127.0.0.1, for functions that are run here: dynalite, in a thread of its own. */
import * as path from "node:path";
import { Worker } from "node:worker_threads";
import { UserError } from "../user-error";

export interface LocalDynamoDbOptions {
  /** Keeps tables and items here; default: in memory. */
  readonly folder?: string | undefined;
  /** Tables have ARNs in it. */
  readonly region: string;
  /** Receives failures of the stand-in itself, in one line. */
  readonly onFailure: (text: string) => void;
}

/** An error that DynamoDB answers. */
export class DynamoDbError extends Error {
  constructor(
    /** For example "ResourceNotFoundException". */
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

type WorkerMessage = { readonly port: number } | { readonly failure: string };

export class LocalDynamoDb {
  private constructor(
    private readonly worker: Worker,
    private readonly changed: Int32Array,
    /** What clients take for DynamoDB's endpoint. */
    readonly url: string,
  ) {}

  /** @throws UserError when another process has what is kept in the folder. */
  static async start(options: LocalDynamoDbOptions): Promise<LocalDynamoDb> {
    const changed = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(path.join(__dirname, "dynamodb-worker.js"), {
      workerData: { folder: options.folder, changes: changed },
      env: { AWS_REGION: options.region },
      execArgv: [],
    });
    let isOpen = false;
    const port = await new Promise<number>((resolve, reject) => {
      worker.on("error", (error: Error) => {
        if (isOpen) options.onFailure(`DynamoDB on this machine has ended: ${error.message}`);
        else reject(error);
      });
      worker.on("message", (message: WorkerMessage) => {
        if ("port" in message) resolve(message.port);
        else if (isOpen) options.onFailure(`DynamoDB on this machine: ${message.failure}`);
      });
    });
    worker.unref();
    const started = new LocalDynamoDb(worker, changed, `http://127.0.0.1:${port}`);
    try {
      await started.call("ListTables", {});
    } catch (error) {
      await started.close();
      if (options.folder === undefined) throw error;
      throw new UserError(
        `The tables kept in ${options.folder} cannot be opened: most likely another npm start -- --keep has them. End it, or start without --keep.`,
      );
    }
    isOpen = true;
    return started;
  }

  /** Grows with each request that may change something. */
  get changes(): number {
    return Atomics.load(this.changed, 0);
  }

  /** @throws DynamoDbError */
  async call(action: string, input: object): Promise<Readonly<Record<string, unknown>>> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `DynamoDB_20120810.${action}`,
        "x-amz-date": "20260101T000000Z",
        authorization: "AWS4-HMAC-SHA256 Credential=local, SignedHeaders=host, Signature=none",
      },
      body: JSON.stringify(input),
    });
    const answer = (await response.json()) as Readonly<Record<string, unknown>>;
    if (response.ok) return answer;
    const { __type, message = "" } = answer as { __type?: string; message?: string };
    throw new DynamoDbError(__type?.split("#").pop() ?? "", message);
  }

  /** Ends it and what it keeps open. */
  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
