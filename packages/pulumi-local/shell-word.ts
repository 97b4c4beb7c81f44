/**
 * Text as one word of a command line that is shown to be pasted: into a POSIX shell, or into
 * PowerShell on Windows. https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
 */
export function shellWord(text: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\w:./-]+$/.test(text)) return text;
  // PowerShell takes typographic quotes for plain ones.
  const escaped =
    platform === "win32"
      ? text.replace(/['\u2018-\u201b]/g, "$&$&")
      : text.replaceAll("'", String.raw`'\''`);
  return `'${escaped}'`;
}
