/**
 * `npm run new:tool NAME`: writes a tool, its test and its entry in the list, formatted, so that
 * `npm run check` passes before anything is edited.
 */
import * as path from "node:path";
import { parseArgs } from "node:util";
import { readArguments, runCommand, UserError } from "pulumi-local";
import { exampleLines } from "./new-tool/examples";
import { type Feature, FEATURES } from "./new-tool/tool-text";
import { takeExample, writeNewTool } from "./new-tool/write-tool";

const USAGE = `npm run new:tool -- NAME [--with FEATURE ...]
npm run new:tool -- --from EXAMPLE | --list

  NAME     lower-case words with hyphens, for example: list-orders
  --with   what it has, each in a working example: ${FEATURES.join(", ")}; may be given several times
  --from   takes over a tool of examples/, with its test
  --list   says which examples there are
`;

/** @throws UserError for one that there is not. */
function readFeatures(args: readonly string[]): readonly Feature[] {
  const options = { with: { type: "string", multiple: true } } as const;
  const { values } = parseArgs({ args: [...args], options, strict: false });
  return (values.with ?? []).map((value) => {
    const feature = FEATURES.find((known) => known === value);
    if (feature !== undefined) return feature;
    throw new UserError(`--with is "${String(value)}" but must be one of ${FEATURES.join(", ")}.`);
  });
}

/** How to try a new tool. */
function trial(tool: string, features: readonly Feature[]): string {
  const steps = [
    ...(features.includes("secret")
      ? ['Write its secret for npm start into .local/secrets.json: { "apiKey": "a key" }']
      : []),
    features.includes("question")
      ? "Try it: npm start, and a client that asks in forms (npm run connect); npm run call is told to send confirm"
      : `Try it: npm run call -- ${tool} '{"message":"hello"}'`,
  ];
  return `${steps.join("\n")}\n`;
}

async function main(args: readonly string[]): Promise<string> {
  const root = path.join(__dirname, "..");
  const options = {
    with: { type: "string", multiple: true },
    from: { type: "string" },
    list: { type: "boolean" },
  } as const;
  const { rest, text, flag } = readArguments(args, options, USAGE, { positionals: 1 });
  const features = readFeatures(args);
  const [tool] = rest;
  const example = text("from");
  if (flag("list")) return exampleLines(root);
  if (example === undefined) {
    if (tool === undefined) throw new UserError(`Name one tool.\n\n${USAGE}`);
    const files = await writeNewTool(root, tool, features);
    return `Written: ${files.join(", ")}\n${trial(tool, features)}`;
  }
  if (tool !== undefined || features.length > 0) {
    throw new UserError("An example is taken over as it is: leave NAME and --with out.");
  }
  const files = await takeExample(root, example);
  return `Written: ${files.join(", ")}\nTry it: npm start, and call it on its page\n`;
}

if (require.main === module) {
  runCommand(async () => {
    process.stdout.write(await main(process.argv.slice(2)));
  });
}
