/** Text as one word of a command line that is shown to be pasted: into PowerShell on Windows. */
import { quoted } from "./shell-quote";

export function shellWord(text: string, platform: NodeJS.Platform = process.platform): string {
  return quoted(text, platform === "win32");
}
