/** Runs something and keeps what it writes to standard output. */
export async function capturing<Result>(
  work: () => Result | Promise<Result>,
): Promise<{ readonly result: Result; readonly output: string }> {
  const write = process.stdout.write.bind(process.stdout);
  let output = "";
  process.stdout.write = (chunk: string | Uint8Array) => {
    output += String(chunk);
    return true;
  };
  try {
    return { result: await work(), output };
  } finally {
    process.stdout.write = write;
  }
}
