/** Objects of the local buckets: in memory, or in a folder, where each is a file with a line of JSON first. */
import { createHash, randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as path from "node:path";

export interface S3Object {
  readonly key: string;
  /** Content-Type and what else is sent with it. */
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly modified: number;
  readonly body: Buffer;
}

export interface S3Objects {
  readonly get: (bucket: string, key: string) => S3Object | undefined;
  readonly put: (bucket: string, object: S3Object) => void;
  /** Also where there is none. */
  readonly delete: (bucket: string, key: string) => void;
  /** In no order. */
  readonly all: (bucket: string) => readonly S3Object[];
}

export function objectsInMemory(): S3Objects {
  const buckets = new Map<string, Map<string, S3Object>>();
  const of = (bucket: string): Map<string, S3Object> => {
    const found = buckets.get(bucket) ?? new Map<string, S3Object>();
    buckets.set(bucket, found);
    return found;
  };
  return {
    get: (bucket, key) => of(bucket).get(key),
    put: (bucket, object) => of(bucket).set(object.key, object),
    delete: (bucket, key) => of(bucket).delete(key),
    all: (bucket) => [...of(bucket).values()],
  };
}

/** @param folder has a folder for each bucket; keys are too long for names of files. */
export function objectsInFolder(folder: string): S3Objects {
  const fileOf = (bucket: string, key: string): string =>
    path.join(folder, bucket, createHash("sha256").update(key).digest("hex"));
  return {
    get: (bucket, key) => read(fileOf(bucket, key)),
    put: (bucket, object) => {
      write(fileOf(bucket, object.key), object);
    },
    delete: (bucket, key) => {
      fs.rmSync(fileOf(bucket, key), { force: true });
    },
    all: (bucket) => {
      const own = path.join(folder, bucket);
      const files = fs.existsSync(own) ? fs.readdirSync(own) : [];
      const objects = files.filter((file) => !file.endsWith(UNFINISHED));
      return objects.flatMap((file) => read(path.join(own, file)) ?? []);
    },
  };
}

const UNFINISHED = ".part";

/** Whole, or not at all. */
function write(file: string, { body, ...rest }: S3Object): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const part = `${file}.${randomUUID()}${UNFINISHED}`;
  fs.writeFileSync(part, Buffer.concat([Buffer.from(`${JSON.stringify(rest)}\n`), body]));
  fs.renameSync(part, file);
}

function read(file: string): S3Object | undefined {
  if (!fs.existsSync(file)) return undefined;
  const bytes = fs.readFileSync(file);
  const end = bytes.indexOf("\n");
  const rest = JSON.parse(bytes.toString("utf8", 0, end)) as Omit<S3Object, "body">;
  return { ...rest, body: bytes.subarray(end + 1) };
}
