/** Finds the browser that is on this machine; none is downloaded. */
import * as fs from "node:fs";
import * as path from "node:path";
import { type Browser, chromium } from "playwright-core";

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

function findBrowser(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  const onPath = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  const given = process.env["CHROMIUM"] ?? "";
  return (given === "" ? onPath : [given]).find((file) => fs.existsSync(file));
}
