/** Buckets that a program declares. */
import { type DeclaredProgram, ofType } from "../program/declared";

/** Their names, each once. */
export function declaredBuckets(program: DeclaredProgram): readonly string[] {
  const names = ofType(program, "aws:s3/bucket:Bucket").map(({ outputs }) =>
    String(outputs["bucket"]),
  );
  return [...new Set(names)];
}
