/** The stream of the page: the log as it is written, and the edit loop. */
import type { EditState } from "../../watch/edit-state";
import type { LogEntry } from "./log-feed";
import { beginEvents, type Exchange } from "./reply";
import type { PageSources } from "./responses";

/** A browser that is this far behind connects again and gets the recent entries. */
const MAX_UNSENT_BYTES = 8 * 1024 * 1024;

/** The log, and where the program stands in the edit loop (event "edit"), as they change. */
export async function sendEvents(exchange: Exchange, { log, edits }: PageSources): Promise<void> {
  const { reply } = exchange;
  const write = (event: string): void => {
    if (reply.writableLength > MAX_UNSENT_BYTES) reply.destroy();
    else reply.write(`${event}\n\n`);
  };
  const writeEntry = (entry: LogEntry): void => {
    write(`data: ${JSON.stringify(entry)}`);
  };
  const writeEdit = (state: EditState): void => {
    write(`event: edit\ndata: ${JSON.stringify(state)}`);
  };
  beginEvents(exchange);
  writeEdit(edits.state);
  for (const entry of log.recent()) writeEntry(entry);
  const ends = [log.subscribe(writeEntry), edits.subscribe(writeEdit)];
  reply.once("close", () => {
    for (const end of ends) end();
  });
}
