/**
 * Check of a server's definition: all that lists carry, and all that clients would stumble over. It
 * trusts no type, since a program is previewed without type check; all faults are reported at once.
 */
import { listProblems } from "./list-problems";
import { textProblem } from "./names";
import type { ServerDefinition } from "./server-definition";

const LISTS = ["tools", "resources", "resourceTemplates", "prompts"] as const;

/** @throws Error that says all that is wrong, where it is, and what to write. */
export function checkDefinition(definition: ServerDefinition): void {
  const problems = [
    ...infoProblems(definition),
    ...LISTS.flatMap((list) => listProblems(list, definition[list])),
  ];
  const [first, ...others] = problems;
  if (first === undefined) return;
  if (others.length === 0) throw new Error(first);
  throw new Error(
    `${problems.length} faults in the definition of the server:\n- ${problems.join("\n- ")}`,
  );
}

function infoProblems({ info, instructions }: Partial<ServerDefinition>): readonly string[] {
  const named = ["name", "version"] as const;
  const problems = named.flatMap((field) => {
    const problem = textProblem(info?.[field]);
    return problem === undefined ? [] : [`info.${field}: ${problem}`];
  });
  const isText = typeof instructions === "string";
  return isText ? problems : [...problems, 'instructions: it is not a text: "" stands for none'];
}
