/** Log of `npm start -- --json`: each line a JSON object with its `type`. */
import type { ConsoleLog } from "./console-log";
import { parseObject } from "./json-fields";
import { printableJson } from "./printable";
import { requestFacts } from "./request-line";
import { OutcomeReader } from "./request-outcome";

/** @param write receives entire lines. */
export function createJsonLog(write: (line: string) => void): ConsoleLog {
  const outcomes = new OutcomeReader();
  const writeJson = (type: string, fields: object): void => {
    const line = { timestamp: new Date().toISOString(), type, ...fields };
    write(printableJson(JSON.stringify(line)));
  };
  return {
    onRequest: (request) => {
      const { body: _, response: __, api: ___, ...facts } = request;
      writeJson("request", { ...facts, ...requestFacts(request), ...outcomes.take(request) });
    },
    onLine: (line) => {
      const fields = parseObject(line);
      if (fields === undefined) {
        writeJson("function", { message: line });
        return;
      }
      outcomes.read(fields);
      const type = Object.hasOwn(fields, "_aws") ? "metrics" : "function";
      // As it is: what is nested too deeply can be read, but not be written again.
      const head = JSON.stringify({ timestamp: new Date().toISOString(), type }).slice(0, -1);
      write(printableJson(`${head},"line":${line.trim()}}`));
    },
    onReport: ({ type, record }) => {
      writeJson(type, { record });
    },
    onFailure: (message) => {
      writeJson("failure", { message });
    },
  };
}
