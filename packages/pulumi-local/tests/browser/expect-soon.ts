import { expect } from "chai";

const MAX_MS = 10_000;

/**
 * What has a value a moment later. Playwright's waitForFunction is not for the page: its policy forbids the
 * evaluation of texts, with which it asks again.
 */
export async function expectSoon(read: () => unknown, value: unknown): Promise<void> {
  const end = Date.now() + MAX_MS;
  while ((await read()) !== value && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await read()).to.equal(value);
}
