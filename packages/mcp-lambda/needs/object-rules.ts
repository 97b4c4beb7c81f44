/** What a tool may not ask of a bucket, although S3 would take some of it. */

const MAX_KEY_BYTES = 1024;
/** 12 hours: no session of a role is longer, and a link ends with it. */
const MAX_MINUTES = 720;

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 *
 * @throws Error for a key that S3 does not take, or that URLs and file systems would read as another one.
 */
export function checkedKey(key: string): string {
  const problem = keyProblem(key);
  if (problem === undefined) return key;
  throw new Error(`the key ${JSON.stringify(key.slice(0, 100))} of an object ${problem}`);
}

function keyProblem(key: string): string | undefined {
  const bytes = Buffer.byteLength(key);
  if (bytes === 0) return "is empty: name the object";
  if (bytes > MAX_KEY_BYTES) return `has ${bytes} bytes as UTF-8: at most ${MAX_KEY_BYTES}`;
  if (/[\p{Cc}\p{Cs}]/u.test(key)) return "has control characters: leave them out";
  const parts = key.split("/");
  if (parts[0] === "") return 'begins with "/": leave it out';
  if (parts.includes(".") || parts.includes(".."))
    return 'has "." or ".." as a folder: write it out';
  return undefined;
}

/** @throws Error for a time that no link has. */
export function checkedSeconds(minutes = 15): number {
  const seconds = Math.round(minutes * 60);
  if (seconds >= 1 && minutes <= MAX_MINUTES) return seconds;
  throw new Error(`a link of ${minutes} minutes: more than 0, at most ${MAX_MINUTES}`);
}
