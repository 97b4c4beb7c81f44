/** Reads a site's pages as a task, and reports their titles and the links that lead nowhere. */
import { type AnyTool, defineTool, failure, structured } from "mcp-lambda";
import { z } from "zod";
import { Crawl, type Get, PAGE } from "./crawl";
import { getPage, type IsAllowed } from "./public-web";
import { readRobots } from "./robots";

const MINUTES = 5;
/** Kept of the time that there is, for the answer. */
const RESERVE_MS = 3_000;

/** @param isAllowed of addresses; default: those of the public internet. */
export function crawlSite(isAllowed?: IsAllowed): AnyTool {
  return defineTool({
    name: "crawl-site",
    title: "Crawl a site",
    description:
      "Reads the pages of a public web site, following its links and robots.txt, and reports titles, redirects and broken links. One page at a time, on one origin. It takes a while: some seconds for ten pages.",
    inputSchema: z.object({
      url: z
        .url({ protocol: /^https?$/ })
        .max(2000)
        .describe("Where to begin"),
      maxPages: z.int().min(1).max(200).default(20).describe("Most pages to read"),
    }),
    outputSchema: z.object({
      pages: z.array(PAGE),
      broken: z
        .array(z.string())
        .describe("Those without an answer, or with a status of 400 and more"),
      complete: z.boolean().describe("Whether all pages that are linked were read"),
      forbidden: z.int().describe("Links that robots.txt keeps crawlers from"),
    }),
    background: { minutes: MINUTES, otherwise: "inline" },
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: true,
    },
    run: async ({ url, maxPages }, { task, deadline }) => {
      const start = new URL(url);
      if (start.username !== "") return failure("The url has a user name: leave it out.");
      const timeMs = Math.max(0, deadline.getTime() - RESERVE_MS - Date.now());
      const time = AbortSignal.timeout(timeMs);
      const signal = AbortSignal.any([task.signal, time]);
      const get: Get = (target) => getPage(target, { signal, isAllowed });
      const crawl = new Crawl(start, await robotsOf(start, get));
      while (crawl.hasNext && crawl.pages.length < maxPages && !time.aborted) {
        await crawl.readNext(get);
        await task.progress(`${crawl.pages.length} pages read, ${crawl.waiting} known to be left`);
      }
      return crawl.problem === undefined ? structured(crawl.report()) : failure(crawl.problem);
    },
  });
}

/** A site without one may be read. */
async function robotsOf(start: URL, get: Get): Promise<(path: string) => boolean> {
  try {
    const { status, body } = await get(new URL("/robots.txt", start));
    return readRobots(status === 200 ? body : "");
  } catch {
    return () => true;
  }
}
