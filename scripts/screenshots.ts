/**
 * `npm run screenshots`: the pictures in README.md, of a server that is called for a minute and a
 * half. Needs a browser, as the browser tests do.
 */
import * as path from "node:path";
import { LocalServer, UserError, PROJECT_ROOT, readStackSettings, runCommand } from "pulumi-local";
import { launchBrowser, missingBrowser } from "pulumi-local/testing";
import { call, post } from "mcp-lambda/testing";

const LENGTH_MS = 90_000;

/** Calls as a day has them: mostly good, some not. */
async function callFor(milliseconds: number, endpoint: string): Promise<void> {
  const end = Date.now() + milliseconds;
  for (let n = 0; Date.now() < end; n += 1) {
    const wave = 2 + Math.sin(Date.now() / 9_000);
    await post(endpoint, call("add", { a: n, b: 5 }));
    if (n % 2 === 0) await post(endpoint, call("text-statistics", { text: "word ".repeat(n * 9) }));
    if (n % 3 === 0) await post(endpoint, call("current-time", { timeZone: "Asia/Seoul" }));
    if (n % 11 === 0) await post(endpoint, call("current-time", { timeZone: "Mars/Olympus" }));
    if (n % 37 === 0) await post(endpoint, call("list-orders"));
    if (n % 41 === 0) await post(endpoint, "{");
    await new Promise((resolve) => setTimeout(resolve, 80 * wave));
  }
}

runCommand(async () => {
  const missing = missingBrowser();
  if (missing !== undefined) throw new UserError(missing);
  const silent = (): void => undefined;
  const server = await LocalServer.start({
    settings: readStackSettings(PROJECT_ROOT, "dev"),
    port: 0,
    onLine: silent,
    onFailure: silent,
  });
  const browser = await launchBrowser();
  try {
    await callFor(LENGTH_MS, server.endpoint);
    for (const colorScheme of ["light", "dark"] as const) {
      const viewport = { width: 1280, height: 1100 };
      const page = await browser.newPage({ viewport, colorScheme });
      await page.goto(server.pageUrl);
      await page.getByRole("radio", { name: "5 min", exact: true }).check();
      await page.getByText("text-statistics").first().waitFor();
      await page.waitForTimeout(3_000);
      const file = path.join(PROJECT_ROOT, "docs", `page-${colorScheme}.png`);
      await page.screenshot({ path: file });
      process.stdout.write(`written: ${path.relative(PROJECT_ROOT, file)}\n`);
    }
  } finally {
    await browser.close();
    await server.close();
  }
});
