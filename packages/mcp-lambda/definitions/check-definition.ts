/**
 * Check of a server's definition: all that lists carry, and all that clients would stumble over. It
 * trusts no type, since a program is previewed without type check; all faults are reported at once.
 */
import { withToolPages } from "../ui/tool-pages";
import { iconsProblem } from "./decoration-problems";
import { listProblems } from "./list-problems";
import { textProblem } from "./names";
import type { ServerDefinition } from "./server-definition";
import { taskProblems } from "./task-problems";
import type { AnyTool } from "./tool";

const LISTS = ["tools", "resources", "resourceTemplates", "prompts"] as const;

/** @throws Error that says all that is wrong, where it is, and what to write. */
export function checkDefinition(definition: ServerDefinition): void {
  const problems: string[] = [
    ...infoProblems(definition),
    ...LISTS.flatMap((list) => listProblems(list, definition[list])),
    ...stateProblems(definition),
    ...taskProblems(definition.tools),
  ];
  // Of a definition that can be read: URIs of pages, and of what else is served.
  if (problems.length === 0) problems.push(...uiUriProblems(definition));
  const [first, ...others] = problems;
  if (first === undefined) return;
  if (others.length === 0) throw new Error(first);
  throw new Error(
    `${problems.length} faults in the definition of the server:\n- ${problems.join("\n- ")}`,
  );
}

function uiUriProblems(definition: ServerDefinition): readonly string[] {
  if (definition.tools.every(({ ui }) => ui === undefined)) return [];
  return listProblems("resources", withToolPages(definition).resources);
}

/** The state of a tool that asks is sealed by this package, and by nobody else. */
function stateProblems({ tools, options }: Partial<ServerDefinition>): readonly string[] {
  const isSealedElsewhere = options?.requestState !== undefined;
  if (!isSealedElsewhere || !Array.isArray(tools)) return [];
  const asking = (tools as readonly Partial<AnyTool>[]).find((tool) => tool.asks === true);
  return asking === undefined
    ? []
    : [`options.requestState: the tool "${asking.name ?? ""}" asks: take one or the other out`];
}

function infoProblems({ info, instructions }: Partial<ServerDefinition>): readonly string[] {
  const named = ["name", "version"] as const;
  const problems = named.flatMap((field) => {
    const problem = textProblem(info?.[field]);
    return problem === undefined ? [] : [`info.${field}: ${problem}`];
  });
  const icons = iconsProblem(info?.icons);
  if (icons !== undefined) problems.push(`info.icons: ${icons}`);
  const isText = typeof instructions === "string";
  return isText ? problems : [...problems, 'instructions: it is not a text: "" stands for none'];
}
