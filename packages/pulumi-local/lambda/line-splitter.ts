/**
 * Line splitter: cuts a stream of UTF-8 into lines, wherever its chunks begin and end. A line feed
 * alone ends a line, as in Lambda's log: no carriage return, and no separator of Unicode.
 */
export function createLineSplitter(onLine: (line: string) => void): (chunk: Buffer) => void {
  /** Of the line that has not ended. */
  let parts: string[] = [];
  const decoder = new TextDecoder();
  return (chunk) => {
    const [first = "", ...others] = decoder.decode(chunk, { stream: true }).split("\n");
    parts.push(first);
    for (const other of others) {
      onLine(parts.join(""));
      parts = [other];
    }
  };
}

/** The lines of a stream; the last one may lack its line feed. */
export function splitLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void): void {
  const split = createLineSplitter(onLine);
  let isOpen = false;
  stream.on("data", (chunk: Buffer) => {
    split(chunk);
    isOpen = chunk.at(-1) !== LINE_FEED;
  });
  stream.once("end", () => {
    if (isOpen) split(Buffer.of(LINE_FEED));
  });
}

const LINE_FEED = 0x0a;
