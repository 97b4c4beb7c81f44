/** A picture of a terminal: commands, and what they have printed. */

export interface Said {
  readonly command: string;
  readonly output: string;
}

const LINE = 20;
const MARGIN = 16;
const WIDTH = 860;

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** An SVG, readable in both themes of GitHub. */
export function terminalPicture(title: string, said: readonly Said[]): string {
  const lines = said.flatMap(({ command, output }) => [
    { kind: "command", text: `$ ${command}` },
    ...output
      .trimEnd()
      .split("\n")
      .filter((text) => text !== "")
      .map((text) => ({ kind: "output", text })),
  ]);
  const rows = lines.map(({ kind, text }, n) => {
    const y = MARGIN + (n + 1) * LINE - 6;
    return `<text class="${kind}" x="${MARGIN}" y="${y}" xml:space="preserve">${escaped(text)}</text>`;
  });
  const height = 2 * MARGIN + lines.length * LINE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}">
<style>
text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #c9d1d9; }
.command { fill: #7ee787; }
</style>
<rect width="${WIDTH}" height="${height}" rx="8" fill="#0d1117"/>
${rows.join("\n")}
</svg>
`;
}
