/** What `npm start -- --watch` says of saves, in its output. */
import type { WatchEvent } from "../watch/watch-report";
import type { Style } from "./log-line";
import { printableLines } from "./printable";
import type { StartOutput } from "./start-output";

const STYLES: Readonly<Record<WatchEvent["kind"], Style>> = {
  served: "green",
  "not-served": "red",
  warnings: "yellow",
};

export function watchTeller({
  paint,
  tell,
}: Pick<StartOutput, "paint" | "tell">): (text: string, event: WatchEvent) => void {
  return (text, event) => {
    const [head = "", ...rest] = printableLines(text).split("\n");
    const { kind, ...facts } = event;
    const fields = { event: kind, ...facts };
    tell({ type: "watch", text: [paint(STYLES[kind], head), ...rest].join("\n"), fields });
  };
}
