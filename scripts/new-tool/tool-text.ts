/** A tool as new:tool writes it, with what it is told to have. */

export const FEATURES = ["table", "secret", "question", "task"] as const;
export type Feature = (typeof FEATURES)[number];

/** Names that the files of a new tool use themselves. */
export const OWN_NAMES: readonly string[] = [
  ...[
    "z",
    "text",
    "defineTool",
    "failure",
    "secret",
    "table",
    "createHmac",
    "randomUUID",
    "delay",
    "callerId",
  ],
  ...["runTask", "runTool", "kept", "clients", "expect", "describe", "it"],
];

export interface NewTool {
  readonly tool: string;
  /** Of the function that returns its definition. */
  readonly name: string;
  readonly features: ReadonlySet<Feature>;
}

/** The text for what the tool has, the other one for what it has not. */
export type Choose = (feature: Feature, text: string, otherwise?: string) => string;

export function chooserOf({ features }: NewTool): Choose {
  return (feature, text, otherwise = "") => (features.has(feature) ? text : otherwise);
}

/** The need of its table: two tools that named the same one would share it. */
export function itemsOf({ tool }: NewTool): string {
  const camel = tool.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return `${camel.slice(0, 35)}Items`;
}

export function toolText(newTool: NewTool): string {
  const { tool, name, features } = newTool;
  const has = chooserOf(newTool);
  const isPlain = features.size === 0;
  const title = tool.replace(/-/g, " ").replace(/^./, (letter) => letter.toUpperCase());
  const crypto = [has("secret", "createHmac"), has("table", "randomUUID")].filter(Boolean);
  const own = [
    has("table", "callerId"),
    "defineTool",
    has("question", "failure"),
    has("secret", "secret"),
    has("table", "table"),
  ];
  return `/** Say in a line what this tool is for. */
${crypto.length === 0 ? "" : `import { ${crypto.join(", ")} } from "node:crypto";\n`}${has("task", 'import { setTimeout as delay } from "node:timers/promises";\n')}import { z } from "zod";
import { ${["type AnyTool", ...own.filter(Boolean), "text"].join(", ")} } from "mcp-lambda";

export function ${name}(): AnyTool {
  return defineTool({
    name: "${tool}",
    title: "${title}",
    description: "Repeats a message. Tell a model when to use the tool and what it gives back.",
    inputSchema: z.object({
      message: z.string()${isPlain ? "" : ".max(2000)"}.describe("What to repeat"),
    }),${needsText(newTool)}${hasConfirm(newTool) ? "\nasks: true," : ""}${has("task", BACKGROUND)}
    annotations: {
      readOnlyHint: ${has("table", "false", "true")},
      destructiveHint: false,
      idempotentHint: ${has("table", "false", "true")},
      openWorldHint: false,
    },
    run: ${runText(newTool)},
  });
}
`;
}

function needsText(newTool: NewTool): string {
  const has = chooserOf(newTool);
  const needs = [
    has(
      "table",
      `${itemsOf(newTool)}: table({
        item: z.object({ owner: z.string(), id: z.string(), message: z.string() }),
        key: "owner",
        sort: "id",
        may: ["put", "query"],
      }),`,
    ),
    has("secret", "apiKey: secret(),"),
  ].filter(Boolean);
  return needs.length === 0 ? "" : `\nneeds: {\n${needs.join("\n")}\n},`;
}

function runText(newTool: NewTool): string {
  const { tool, features } = newTool;
  if (features.size === 0) return `({ message }) => text(\`${tool}: \${message}\`)`;
  const has = chooserOf(newTool);
  const items = itemsOf(newTool);
  const context = [
    has("table", `${items}, caller`),
    has("secret", "apiKey"),
    hasConfirm(newTool) ? `confirm${has("table", ", once")}` : "",
    has("task", "task"),
  ].filter(Boolean);
  return `async ({ message }, { ${context.join(", ")} }) => {
    ${has("question", has("task", ASK, CONFIRM))}
    ${has("task", STEPS)}
    ${has("secret", SIGN)}
    ${has("table", keepText(newTool))}
    return text(\`${tool}: \${message}${has("secret", ", signed ${signature}")}${has("table", " (${length} kept)")}\`);
  }`;
}

const BACKGROUND = `
background: { minutes: 5, otherwise: "inline" },`;

/** A task asks in its own way. */
function hasConfirm({ features }: NewTool): boolean {
  return features.has("question") && !features.has("task");
}

/** Clients of 2025 answer it, too. */
const CONFIRM = `if (!(await confirm(\`Repeat "\${message}"?\`))) return failure("Nothing was done.");
`;

/** A task waits for the answer without running. */
const ASK = `const answer = await task.ask(z.object({ sure: z.boolean() }), \`Repeat "\${message}"?\`);
if (answer?.sure !== true) return failure("Nothing was done.");
`;

const STEPS = `for (let step = 1; step <= 3; step += 1) {
  // In place of what takes its time.
  await delay(200, undefined, { signal: task.signal });
  await task.progress(\`\${step} of 3\`);
}
`;

const SIGN = `// Use it here, and neither return nor log it.
const hmac = createHmac("sha256", await apiKey.value());
const signature = hmac.update(message).digest("hex").slice(0, 16);
`;

function keepText(newTool: NewTool): string {
  const { features } = newTool;
  const items = itemsOf(newTool);
  const put = `${items}.put({ owner, id: randomUUID(), message })`;
  const once = `${features.has("task") ? "task.once" : "once"}("keep", () => ${put})`;
  // What asks is run anew with each answer.
  const written = features.has("question") ? once : put;
  return `const owner = callerId(caller);
await ${written};
const { length } = await ${items}.query({ owner });
`;
}
