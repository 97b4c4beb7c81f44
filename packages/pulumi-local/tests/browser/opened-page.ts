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

interface Opened {
  readonly stage: Stage;
  readonly page: Page;
}

/** Sets the stage for a suite, in which it is there from its own hooks on, and clears it away. */
export function onStage(): Pick<Opened, "stage"> {
  let stage: Stage | undefined;
  before(async function () {
    stage = await setStage(this);
  });
  after(async () => {
    await stage?.close();
  });
  return {
    get stage() {
      return set(stage);
    },
  };
}

/** As onStage, with the page opened. */
export function onPage(options?: BrowserContextOptions): Opened {
  const on = onStage();
  let page: Page | undefined;
  before(async () => {
    page = await on.stage.open(options);
  });
  return {
    get stage() {
      return on.stage;
    },
    get page() {
      return set(page);
    },
  };
}

function set<Thing>(thing: Thing | undefined): Thing {
  if (thing === undefined) throw new Error("it is there in hooks and tests alone");
  return thing;
}

/** Skips the suite, in one line, where there is no browser. */
async function setStage(context: Mocha.Context): Promise<Stage> {
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
