/** What a project that began as this template has of the template's, and does not need. */
import * as fs from "node:fs";
import * as path from "node:path";

/** A file or a folder, and why it is there. */
type Leftover = readonly [what: string, why: string];

/** Tools, resources and prompts to look at, with their tests. */
const EXAMPLES = [
  "handlers/tools/add.ts",
  "handlers/tools/current-time.ts",
  "handlers/tools/text-statistics.ts",
  "handlers/resources/deployment.ts",
  "handlers/resources/time-zone.ts",
  "handlers/prompts/plan-meeting.ts",
  "tests/tools/add.test.ts",
  "tests/tools/current-time.test.ts",
  "tests/tools/text-statistics.test.ts",
  "tests/tools/deployment.test.ts",
  "tests/tools/time-zone.test.ts",
  "tests/tools/plan-meeting.test.ts",
] as const;

const OF_TEMPLATE: readonly Leftover[] = [
  ["bench", "measures this server against others"],
  ["tests/scripts/scale", "tests of the simulations in it"],
  ["docs/comparison.md", "what that measured"],
  ["docs/page-dark.png", "a picture of the README"],
  ["docs/page-light.png", "a picture of the README"],
  ["docs/new-tool.svg", "a picture of the README"],
  ["scripts/screenshots.ts", "takes pictures"],
  ["docs/terminal.md", "a recording of npm start"],
  ["scripts/record-terminal.ts", "makes it"],
  ["tests/scripts/record-terminal.test.ts", "its test"],
  ["CONTRIBUTING.md", "how the template is changed"],
  ["tests/docs", "runs what README and docs of the template say"],
  ["scripts/write-docs.js", "writes measured pages of docs anew"],
  ["scripts/mutation.ts", "changes the template's code to try its tests"],
  ["scripts/mutation", "the same"],
  ["docs/mutation.md", "what that found"],
  ["scripts/make-it-yours.ts", "this command"],
  ["scripts/make-it-yours", "this command"],
  ["tests/scripts/make-it-yours.test.ts", "its test"],
  ["tests/e2e/new-project.e2e.ts", "makes projects of the template"],
  ["docs/make-it-yours.md", "its page"],
];

export interface Leftovers {
  /** Paths that are there, from the project's folder. */
  readonly removed: readonly Leftover[];
  /** Whether handlers/server.ts begins anew, with nothing in its lists. */
  readonly isServerEmptied: boolean;
}

/** @param keepExamples whether tools, resources and prompts of the template stay. */
export function leftoversOf(root: string, keepExamples: boolean): Leftovers {
  const isServerEmptied = !keepExamples && hasOnlyExamples(root);
  const examples = isServerEmptied
    ? EXAMPLES.map((file): Leftover => [file, "an example, or its test"])
    : [];
  const removed = [...examples, ...OF_TEMPLATE].filter(([file]) =>
    fs.existsSync(path.join(root, file)),
  );
  return { removed, isServerEmptied };
}

/** Whether handlers/server.ts names nothing that somebody has added: it would be lost. */
function hasOnlyExamples(root: string): boolean {
  const text = fs.readFileSync(path.join(root, "handlers/server.ts"), "utf8");
  const imported = [...text.matchAll(/from "\.\/([^"]+)"/g)].map(
    ([, file]) => `handlers/${file}.ts`,
  );
  return imported.length > 0 && imported.every((file) => EXAMPLES.some((own) => own === file));
}
