/** A caller that asks all the time, while something is done to the stack. */
import { expect } from "chai";
import { FIRST_REQUEST, post } from "mcp-lambda/testing";

/** Of Python, in which the emulator is written: its worker had no process any more. */
const EMULATORS_OWN_FAULT = "'NoneType' object has no attribute 'stdin'";
const PAUSE_MS = 20;

export interface Asked {
  /** What was answered, in order, each once in a row. */
  readonly texts: readonly string[];
  readonly count: number;
}

/** @returns what callers got meanwhile. @throws AssertionError where any request failed. */
export async function askedDuring(endpoint: string, work: () => Promise<unknown>): Promise<Asked> {
  const answers: string[] = [];
  const end = new AbortController();
  const loop = (async () => {
    while (!end.signal.aborted) {
      answers.push(await askOnce(endpoint));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  })();
  try {
    await work();
  } finally {
    end.abort();
    await loop;
  }
  const texts = answers.filter((answer, at) => answer !== answers[at - 1]);
  expect(texts.filter((text) => text.startsWith("FAILED"))).to.deep.equal([]);
  return { texts, count: answers.length };
}

/** The text that the tool answers. */
export async function askOnce(endpoint: string): Promise<string> {
  const { status, json } = await post(endpoint, FIRST_REQUEST);
  const { content } = (json as { readonly result?: { readonly content?: Texts } }).result ?? {};
  const text = content?.[0]?.text;
  if (status === 200 && text !== undefined) return text;
  const said = JSON.stringify({ status, json });
  return said.includes(EMULATORS_OWN_FAULT) ? "the emulator's own fault" : `FAILED ${said}`;
}

type Texts = readonly { readonly text: string }[];
