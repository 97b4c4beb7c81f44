/**
 * Output of `npm start`: lines for people, around one that says how far it is and is written over on a
 * terminal; or for machines, one JSON object a line, each with its `type`.
 */
import { styleText } from "node:util";
import { printableJson, printableLines } from "./printable";
import type { Paint } from "./log-line";

export interface StartOutput {
  readonly isJson: boolean;
  readonly paint: Paint;
  /** Writes an entire line, or several. */
  readonly write: (text: string) => void;
  /**
   * Says something to people in words, to machines in fields.
   *
   * @param isTrouble whether it belongs to standard error; JSON is all in standard output.
   */
  readonly tell: (event: OutputEvent, isTrouble?: boolean) => void;
  /** Says how far it is, until `ready`. */
  readonly progress: (step: string) => void;
  readonly ready: () => void;
}

export interface OutputEvent {
  readonly type: string;
  readonly text: string;
  /** Default: the text as `message`. */
  readonly fields?: object;
}

export interface StartOutputOptions {
  readonly json: boolean;
  /** Begin of the line that is written over, as the first line has it. */
  readonly place: string;
  readonly streams?: Pick<NodeJS.Process, "stdout" | "stderr">;
}

/** How often the time in the line is written anew. */
const TICK_MS = 100;
/** Back to the begin of the line, which is erased: ECMA-48, EL. */
const ERASE = "\r\u001b[K";

/** Says what has ended the command: as JSON, or in place of the line that is written over. */
export function failureReport(
  json: boolean,
  { stdout, stderr }: Pick<NodeJS.Process, "stdout" | "stderr"> = process,
): (message: string) => void {
  return (message) => {
    if (json) {
      const line = { timestamp: new Date().toISOString(), type: "error", message };
      stdout.write(`${JSON.stringify(line)}\n`);
      return;
    }
    if (stdout.isTTY) stdout.write(ERASE);
    stderr.write(`${message}\n`);
  };
}

export function createStartOutput({
  json,
  place,
  streams = process,
}: StartOutputOptions): StartOutput {
  const { stdout, stderr } = streams;
  const isRewritten = stdout.isTTY && !json;
  let step = "";
  // start.js has written the first one.
  let isOpen = isRewritten;
  const erase = (): void => {
    if (isOpen) stdout.write(ERASE);
    isOpen = false;
  };
  const draw = (): void => {
    const seconds = (performance.now() / 1_000).toFixed(1);
    stdout.write(`${ERASE}${place} getting ready: ${step}, ${seconds} s`);
    isOpen = true;
  };
  let timer: NodeJS.Timeout | undefined;
  let isReady = false;
  const ready = (): void => {
    isReady = true;
    clearInterval(timer);
    timer = undefined;
    erase();
  };
  // Whatever ends it: the shell's prompt stands at the begin of a line.
  process.once("exit", erase);
  const write = (text: string): void => {
    erase();
    stdout.write(`${text}\n`);
    if (timer !== undefined) draw();
  };
  const writeJson = (type: string, fields: object): void => {
    const line = { timestamp: new Date().toISOString(), type, ...fields };
    stdout.write(`${printableJson(JSON.stringify(line))}\n`);
  };
  return {
    isJson: json,
    paint: (style, text) => styleText(style, text, { stream: stdout }),
    write,
    ready,
    tell: ({ type, text, fields = { message: text } }, isTrouble = false) => {
      if (json) writeJson(type, fields);
      else if (isTrouble) {
        erase();
        stderr.write(`${printableLines(text)}\n`);
      } else write(text);
    },
    progress: (next) => {
      // A change under --watch is loaded too: what comes of it is told by others.
      if (isReady) return;
      step = next;
      if (json) writeJson("progress", { step });
      if (!isRewritten) return;
      timer ??= setInterval(draw, TICK_MS).unref();
      draw();
    },
  };
}
