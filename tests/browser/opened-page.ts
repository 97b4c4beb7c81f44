/** The page in a browser, before a fake server, with all that the browser complains of. */
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { launchBrowser, missingBrowser } from "./chromium";
import { type FakeServer, startFake } from "./fake-server";

export interface Stage {
  readonly fake: FakeServer;
  /** Opens the page as a person with these settings sees it. */
  readonly open: (options?: BrowserContextOptions) => Promise<Page>;
  /** Errors of the console (those of the Content-Security-Policy too), of scripts, requests to others. */
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
      page.on("console", (message) => {
        if (message.type() === "error") complaints.push(message.text());
      });
      page.on("pageerror", ({ message }) => complaints.push(message));
      page.on("request", (request) => {
        const isOwn = request.url().startsWith(`${fake.url}/`) || request.url().startsWith("data:");
        if (!isOwn) complaints.push(request.url());
      });
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
