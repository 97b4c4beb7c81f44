/** A caller that asks all the time, while something is done to the stack. */
import { expect } from "chai";
import { FIRST_REQUEST, post } from "mcp-lambda/testing";

/** Of Python, in which the emulator is written: its worker had no process any more. */
const EMULATORS_OWN_FAULT = "'NoneType' object has no attribute 'stdin'";
const EXCUSED = "the emulator's own fault";
const PAUSE_MS = 20;

export interface Asked<Worked> {
  /** What was done meanwhile has returned. */
  readonly worked: Worked;
  /** What was answered, in order, each once in a row. */
  readonly texts: readonly string[];
  readonly count: number;
  /** How many of them failed by the emulator's own fault; they are in `texts` too. */
  readonly excused: number;
}

/**
 * @returns what callers got meanwhile.
 * @throws AssertionError where any request failed, or the emulator's own faults are more than one in a
 * hundred, and more than three.
 */
export async function askedDuring<Worked>(
  endpoint: string,
  work: () => Promise<Worked>,
): Promise<Asked<Worked>> {
  const answers: string[] = [];
  const end = new AbortController();
  const loop = (async () => {
    while (!end.signal.aborted) {
      answers.push(await askOnce(endpoint));
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  })();
  let worked: Worked;
  try {
    worked = await work();
  } finally {
    end.abort();
    await loop;
  }
  const texts = answers.filter((answer, at) => answer !== answers[at - 1]);
  expect(texts.filter((text) => text.startsWith("FAILED"))).to.deep.equal([]);
  const count = answers.length;
  const excused = answers.filter((answer) => answer === EXCUSED).length;
  if (excused > 0) console.log(`        ${excused} of ${count} requests excused: ${EXCUSED}`);
  expect(excused, `${EXCUSED}, of ${count} requests`).to.be.at.most(Math.max(3, count / 100));
  return { worked, texts, count, excused };
}

/** The text that the tool answers. */
export async function askOnce(endpoint: string): Promise<string> {
  const { status, json } = await post(endpoint, FIRST_REQUEST);
  const { content } = (json as { readonly result?: { readonly content?: Texts } }).result ?? {};
  const text = content?.[0]?.text;
  if (status === 200 && text !== undefined) return text;
  const said = JSON.stringify({ status, json });
  return said.includes(EMULATORS_OWN_FAULT) ? EXCUSED : `FAILED ${said}`;
}

type Texts = readonly { readonly text: string }[];
