/** Fixture server: one of each kind that a server may have, the same whatever the time and machine. */
import * as z from "zod";
import {
  type AnyPrompt,
  type AnyTool,
  definePrompt,
  defineTool,
  type ResourceDefinition,
  type ResourceTemplateDefinition,
  type ServerDefinition,
  structured,
  text,
} from "../../index";

export function fixtureServer(): ServerDefinition {
  return {
    info: {
      name: "fixture-server",
      version: "1.0.0",
      title: "Fixture server",
      icons: [{ src: "data:image/svg+xml,%3Csvg/%3E", mimeType: "image/svg+xml" }],
    },
    instructions: "For tests.",
    tools: [add(), textLength()],
    resources: [status()],
    resourceTemplates: [item()],
    prompts: [greet()],
  };
}

const HINTS = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** The tool of FIRST_REQUEST. */
function add(): AnyTool {
  return defineTool({
    name: "add",
    title: "Add two numbers",
    description: "Adds two numbers and returns the sum.",
    inputSchema: z.object({ a: z.number().describe("First"), b: z.number().describe("Second") }),
    annotations: HINTS,
    run: ({ a, b }) => text(`${a} + ${b} = ${a + b}`),
  });
}

function textLength(): AnyTool {
  return defineTool({
    name: "text-length",
    title: "Length of a text",
    description: "Counts the characters of a text.",
    inputSchema: z.object({ text: z.string() }),
    outputSchema: z.object({ characters: z.int().nonnegative() }),
    annotations: HINTS,
    run: ({ text: given }) => structured({ characters: given.length }),
  });
}

function status(): ResourceDefinition {
  return {
    uri: "fixture://status",
    name: "status",
    title: "Status",
    description: "How the server is.",
    mimeType: "application/json",
    read: () => JSON.stringify({ healthy: true }),
  };
}

/** More than a completion may have. */
export const ITEM_COUNT = 250;

/** All paths but "nowhere" have something; numbers are suggested. */
function item(): ResourceTemplateDefinition {
  const known = Array.from({ length: ITEM_COUNT }, (_, index) => `${index}`);
  return {
    uriTemplate: "item://{+path}",
    name: "item",
    title: "Item",
    description: "One of many items.",
    mimeType: "application/json",
    complete: { path: (typed) => known.filter((path) => path.startsWith(typed)) },
    read: ({ path }) => (path === "nowhere" ? undefined : JSON.stringify({ path })),
  };
}

function greet(): AnyPrompt {
  return definePrompt({
    name: "greet",
    title: "Greet somebody",
    description: "Writes a greeting.",
    arguments: z.object({
      name: z.string().describe("Who is greeted"),
      greeting: z.string().optional().describe("Hello when left out"),
    }),
    complete: { greeting: () => ["Hello", "Good morning"] },
    write: ({ name, greeting = "Hello" }) => `${greeting}, ${name}!`,
  });
}
