/**
 * Events of the SDK's handler for 2026-07-28, as they come: what precedes the result is sent on, and the
 * result is returned as a response without a stream has it.
 */
import { wellFormedJson } from "../protocol/well-formed";

const START = "data: ";
const END = "\n\n";

/** @returns the JSON of the response. */
export async function forwardEvents(
  frames: AsyncIterable<Uint8Array> | readonly Uint8Array[],
  send: (json: string) => Promise<void>,
): Promise<string> {
  let response = "";
  // The SDK writes each event at once.
  for await (const frame of frames) {
    const text = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString("utf8");
    const json = text.slice(text.indexOf(START) + START.length, text.length - END.length);
    if (isNotification(json)) await send(wellFormedJson(json));
    else response = json;
  }
  return response;
}

/** Whatever order the members have in which a tool wrote them. To wait for the next would hold it back. */
function isNotification(json: string): boolean {
  return "method" in (JSON.parse(json) as object);
}
