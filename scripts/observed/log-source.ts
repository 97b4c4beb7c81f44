/** Lines of the functions' log, wherever it is kept. */
import { isObject, type LogLine } from "pulumi-local";
import { cloudSource } from "./cloud-source";
import { askLocal, type LocalPlace, type Place } from "./place";

export interface LogSource {
  /**
   * Lines since then (milliseconds since 1970), the oldest first.
   *
   * @param part only lines that hold this text.
   * @throws UserError when the log cannot be read.
   */
  readonly read: (since: number, part?: string) => Promise<readonly LogLine[]>;
}

export function logSourceOf(place: Place): LogSource {
  return place.kind === "local" ? localSource(place) : cloudSource(place);
}

export function localSource({ origin }: Pick<LocalPlace, "origin">): LogSource {
  return {
    read: async (since, part = "") => {
      const lines = await askLocal(origin, `/~/lines?since=${Math.max(0, Math.floor(since))}`);
      return Array.isArray(lines)
        ? (lines as unknown[]).filter(isLine).filter(({ text }) => text.includes(part))
        : [];
    },
  };
}

function isLine(value: unknown): value is LogLine {
  return isObject(value) && typeof value["text"] === "string" && typeof value["at"] === "number";
}
