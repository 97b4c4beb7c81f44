/** What differs between two archives of a function or a layer: the text of a handler, the hashes of the rest. */
import { lineDiff } from "./line-diff";

interface Asset {
  readonly hash?: string;
  readonly text?: string;
}

type Assets = Readonly<Record<string, Asset | undefined>>;

/** The CLI leaves long texts out of its events. */
const ELIDED = "<contents elided>";

/** Lines of a diff by file; undefined where a side is no archive of files, as before the first deployment. */
export function codeChanges(before: unknown, after: unknown): readonly string[] | undefined {
  const [old, made] = [assetsOf(before), assetsOf(after)];
  if (old === undefined || made === undefined) return undefined;
  return [...new Set([...Object.keys(old), ...Object.keys(made)])].flatMap((file) =>
    fileChanges(file, old[file], made[file]),
  );
}

function fileChanges(
  file: string,
  old: Asset | undefined,
  made: Asset | undefined,
): readonly string[] {
  if (old === undefined) return [`+ ${file}`];
  if (made === undefined) return [`- ${file}`];
  if (old.hash === made.hash && old.text === made.text) return [];
  if (!isText(old.text) || !isText(made.text)) return [`~ ${file}`];
  return [`~ ${file}`, ...lineDiff(old.text, made.text).map((line) => `    ${line}`)];
}

function isText(text: string | undefined): text is string {
  return text !== undefined && text !== ELIDED;
}

function assetsOf(archive: unknown): Assets | undefined {
  if (typeof archive !== "object" || archive === null) return undefined;
  return (archive as { readonly assets?: Assets }).assets;
}
