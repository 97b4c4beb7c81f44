/** Faults of the lists of a definition: of the list itself, of what it is made of, and of doubles. */
import {
  type Item,
  promptProblems,
  resourceProblems,
  templateProblems,
  toolProblems,
} from "./item-problems";

interface ListOf {
  /** What one of it is called. */
  readonly kind: string;
  /** How more of it are called. */
  readonly plural: string;
  /** Field that tells one from another. */
  readonly identity: string;
  readonly problemsOf: (item: Item) => readonly string[];
}

const LISTS = {
  tools: { kind: "tool", plural: "tools", identity: "name", problemsOf: toolProblems },
  resources: {
    kind: "resource",
    plural: "resources",
    identity: "uri",
    problemsOf: resourceProblems,
  },
  resourceTemplates: {
    kind: "resource template",
    plural: "resource templates",
    identity: "uriTemplate",
    problemsOf: templateProblems,
  },
  prompts: { kind: "prompt", plural: "prompts", identity: "name", problemsOf: promptProblems },
} satisfies Readonly<Record<string, ListOf>>;

export function listProblems(list: keyof typeof LISTS, items: unknown): readonly string[] {
  if (!Array.isArray(items)) return [`${list}: it is not a list: [] stands for none`];
  const { kind, plural, identity, problemsOf } = LISTS[list];
  const problems: string[] = [];
  const seen = new Set<unknown>();
  for (const [index, item] of (items as readonly unknown[]).entries()) {
    if (!isItem(item)) {
      problems.push(`${list}[${index}]: ${whatItIs(item)}`);
      continue;
    }
    const name =
      typeof item["name"] === "string"
        ? `${kind} ${JSON.stringify(item["name"])}`
        : `${list}[${index}]`;
    problems.push(...problemsOf(item).map((problem) => `${name}: ${problem}`));
    const id = item[identity];
    if (seen.has(id)) problems.push(`two ${plural} are called "${String(id)}": rename one`);
    seen.add(id);
  }
  return problems;
}

function isItem(item: unknown): item is Item {
  return typeof item === "object" && item !== null && !(item instanceof Promise);
}

function whatItIs(item: unknown): string {
  if (typeof item === "function") {
    return `it is a function and not what it returns: write ${item.name || "it"}()`;
  }
  if (item instanceof Promise) return "it is a promise: what is listed is known at once";
  return `it is ${item === null ? "null" : typeof item}: take it out, or see what it is imported from`;
}
