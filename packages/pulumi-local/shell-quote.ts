/** Quotes of shells, for browsers and Node.js alike. */

/**
 * Text as one word of a command line: of a POSIX shell, or of PowerShell.
 * https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
 */
export function quoted(text: string, isPowerShell: boolean): string {
  if (/^[\w:./-]+$/.test(text)) return text;
  // PowerShell takes typographic quotes for plain ones.
  const escaped = isPowerShell
    ? text.replace(/['\u2018-\u201b]/g, "$&$&")
    : text.replaceAll("'", String.raw`'\''`);
  return `'${escaped}'`;
}
