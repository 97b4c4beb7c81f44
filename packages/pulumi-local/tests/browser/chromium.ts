/** The browser that is on this machine, for tests and pictures; none is downloaded. */
import * as fs from "node:fs";
import * as path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome"];

/** One line that says what is missing, or undefined when nothing is. */
export function missingBrowser(): string | undefined {
  if (findBrowser() !== undefined) return undefined;
  return `skipped: no browser. Set CHROMIUM to the path of one, or have one of ${NAMES.join(", ")} on PATH`;
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(missingBrowser());
  // Chromium's sandbox does not start as root.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args });
}

/**
 * Collects what the browser complains of: errors of the console (those of the
 * Content-Security-Policy too), of scripts, and requests to others than the page's own server.
 */
export function collectComplaints(page: Page, ownUrl: string, complaints: string[]): void {
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("request", (request) => {
    const isOwn = request.url().startsWith(ownUrl) || request.url().startsWith("data:");
    if (!isOwn) complaints.push(request.url());
  });
}

function findBrowser(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const given = process.env["CHROMIUM"] ?? "";
  return (given === "" ? onPath : [given]).find((file) => fs.existsSync(file));
}
