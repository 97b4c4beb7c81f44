import { deflateRawSync } from "node:zlib";

/** What a zip has around each file: its name twice, times, sizes. */
const ZIP_ENTRY_BYTES = 120;

/** Bytes that a file takes in a zip. */
export function zippedBytes(content: Buffer): number {
  return deflateRawSync(content).length + ZIP_ENTRY_BYTES;
}
