/** A `pulumi` that prints what a test says, before any other on PATH. Not for Windows. */
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

export interface PulumiStandIn {
  /** For the process that calls it. */
  readonly env: { readonly PATH: string };
  readonly remove: () => void;
}

/** @param answers what is printed for a command line; the first that matches. All else ends with 255. */
export function makePulumiStandIn(
  answers: readonly (readonly [command: RegExp, output: string])[],
): PulumiStandIn {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-stand-in-"));
  const known = JSON.stringify(answers.map(([{ source }, output]) => [source, output]));
  const script = `#!${process.execPath}
const line = process.argv.slice(2).join(" ");
const found = ${known}.find(([command]) => new RegExp(command).test(line));
if (found === undefined) process.exit(255);
process.stdout.write(found[1]);
`;
  fs.writeFileSync(path.join(folder, "pulumi"), script, { mode: 0o755 });
  return {
    env: { PATH: `${folder}${path.delimiter}${process.env["PATH"] ?? ""}` },
    remove: () => {
      fs.rmSync(folder, { recursive: true });
    },
  };
}
