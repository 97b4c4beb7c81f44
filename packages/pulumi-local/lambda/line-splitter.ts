/** Line splitter: cuts a stream of UTF-8 into lines, wherever its chunks begin and end. */
export function createLineSplitter(onLine: (line: string) => void): (chunk: Buffer) => void {
  let rest = "";
  const decoder = new TextDecoder();
  return (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  };
}
