/** A crawl: pages that were read, and links that wait, of one origin. */
import { z } from "zod";
import { readHtml } from "./html-page";
import { type WebPage, WebProblem } from "./public-web";

/** Links that are remembered, and characters of one. */
const MAX_KNOWN = 5_000;
const MAX_LENGTH = 500;

export const PAGE = z.object({
  url: z.string(),
  status: z.int().describe("HTTP status; 0 when there was no answer"),
  title: z.string().optional(),
  redirectsTo: z.string().optional(),
  problem: z.string().optional().describe("Why there is no answer"),
  foundOn: z.string().optional().describe("The first page that links to it"),
});

type Page = z.output<typeof PAGE>;

export type Get = (url: URL) => Promise<WebPage>;

export class Crawl {
  readonly pages: Page[] = [];
  private readonly queue: { readonly url: URL; readonly foundOn?: string }[] = [];
  private readonly known = new Set<string>();
  private forbidden = 0;
  private isCut = false;

  constructor(
    private readonly start: URL,
    private readonly mayRead: (path: string) => boolean,
  ) {
    this.add(start);
  }

  get hasNext(): boolean {
    return this.queue.length > 0;
  }

  get waiting(): number {
    return this.queue.length;
  }

  /** Of the start, without which there is nothing to report. */
  get problem(): string | undefined {
    const [first] = this.pages;
    if (first === undefined) return `robots.txt of ${this.start.origin} keeps crawlers out.`;
    const { url, problem, redirectsTo } = first;
    if (problem !== undefined) return `${url} was not read: ${problem}`;
    const isElsewhere =
      redirectsTo !== undefined && new URL(redirectsTo).origin !== this.start.origin;
    return isElsewhere ? `${url} redirects to ${redirectsTo}: crawl that.` : undefined;
  }

  report(): Record<string, unknown> {
    const { pages, forbidden } = this;
    const broken = pages
      .filter(({ status }) => status === 0 || status >= 400)
      .map(({ url }) => url);
    return { pages, broken, complete: !this.hasNext && !this.isCut, forbidden };
  }

  async readNext(get: Get): Promise<void> {
    const next = this.queue.shift();
    if (next === undefined) return;
    const { url, foundOn } = next;
    const found = { url: url.href, ...(foundOn !== undefined && { foundOn }) };
    try {
      this.pages.push({ ...found, ...this.partsOf(url, await get(url)) });
    } catch (error) {
      this.pages.push({ ...found, status: 0, problem: reasonOf(error) });
    }
  }

  /** What is reported of a page, whose links are then known. */
  private partsOf(url: URL, { status, type, location, body }: WebPage): Omit<Page, "url"> {
    if (status >= 300 && status < 400 && location !== undefined) {
      this.add(location, url);
      const redirectsTo = URL.parse(location, url.href)?.href.slice(0, MAX_LENGTH);
      return { status, ...(redirectsTo !== undefined && { redirectsTo }) };
    }
    if (type !== "text/html") return { status };
    const { title, links } = readHtml(body);
    if (status < 400) for (const link of links) this.add(link, url);
    return { status, ...(title !== "" && { title }) };
  }

  private add(link: string | URL, from?: URL): void {
    const url = URL.parse(String(link), from?.href);
    if (url?.origin !== this.start.origin || url.href.length > MAX_LENGTH) return;
    url.hash = "";
    if (url.username !== "" || this.known.has(url.href)) return;
    if (this.known.size === MAX_KNOWN) {
      this.isCut = true;
      return;
    }
    this.known.add(url.href);
    if (this.mayRead(`${url.pathname}${url.search}`)) {
      this.queue.push({ url, ...(from !== undefined && { foundOn: from.href }) });
    } else {
      this.forbidden += 1;
    }
  }
}

/** For the caller: what is refused in words, anything else by its code. */
function reasonOf(error: unknown): string {
  if (error instanceof WebProblem) return error.message;
  const { code, name } = error as NodeJS.ErrnoException;
  return name === "AbortError" || name === "TimeoutError" ? "no answer in time" : (code ?? name);
}
