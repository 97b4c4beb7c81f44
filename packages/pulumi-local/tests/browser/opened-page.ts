/** The page in a browser, before a fake server, with all that the browser complains of. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { collectComplaints, launchBrowser, missingBrowser } from "./chromium";
import { type FakeServer, startFake } from "./fake-server";

export interface Stage {
  readonly fake: FakeServer;
  /** Opens the page as a person with these settings sees it. */
  readonly open: (options?: BrowserContextOptions) => Promise<Page>;
  /** What the browser complained of, on any page. */
  readonly complaints: string[];
  readonly browser: Browser;
  readonly close: () => Promise<void>;
}

/** Skips the suite, in one line, where there is no browser. */
export async function setStage(context: Mocha.Context): Promise<Stage> {
  const missing = missingBrowser();
  if (missing !== undefined) {
    console.log(missing);
    context.skip();
  }
  const fake = await startFake();
  const browser = await launchBrowser();
  const complaints: string[] = [];
  return {
    fake,
    browser,
    complaints,
    open: async (options = {}) => {
      const page = await browser.newPage({
        viewport: { width: 1280, height: 900 },
        reducedMotion: "reduce",
        ...options,
      });
      collectComplaints(page, `${fake.url}/`, complaints);
      await page.goto(fake.url);
      await page.getByText("4 tools").waitFor();
      return page;
    },
    close: async () => {
      await browser.close();
      await fake.close();
    },
  };
}
