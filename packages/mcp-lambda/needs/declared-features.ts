/** What the definitions ask of the program beside the function: read when it is deployed. */
import type { ServerDefinition } from "../definitions/server-definition";
import { type DeclaredNeed, type Needs, needVariable } from "./need";

export interface DeclaredFeatures {
  /** By name; of tools that share one, with what all of them may do. */
  readonly needs: Readonly<Record<string, DeclaredNeed>>;
  /** Whether states are kept: a tool asks, or runs as a task. */
  readonly hasState: boolean;
  /** Minutes of the longest task; undefined without any. */
  readonly taskMinutes?: number;
}

/** @throws Error when two definitions give one name to different things. */
export function declaredFeatures({
  tools,
  resources,
  resourceTemplates,
  prompts,
}: ServerDefinition): DeclaredFeatures {
  const needs: Record<string, DeclaredNeed> = {};
  for (const each of [...tools, ...resources, ...resourceTemplates, ...prompts]) {
    addNeeds(needs, each.name, each.needs ?? {});
  }
  const minutes = tools.flatMap(({ background }) => background?.minutes ?? []);
  const hasTasks = minutes.length > 0;
  return {
    needs,
    hasState: hasTasks || tools.some(({ asks }) => asks === true),
    ...(hasTasks && { taskMinutes: Math.max(...minutes) }),
  };
}

function addNeeds(known: Record<string, DeclaredNeed>, by: string, needs: Needs): void {
  for (const [name, { declared }] of Object.entries(needs)) {
    const before = known[name];
    const alike = Object.keys(known).find(
      (other) => other !== name && needVariable(other) === needVariable(name),
    );
    if (alike !== undefined) {
      throw new Error(
        `"${by}": needs.${name}: the function finds it as ${needVariable(name)}, as it does "${alike}": choose another name`,
      );
    }
    if (before === undefined) known[name] = declared;
    else if (isSame(before, declared)) known[name] = { ...declared, ...bothMay(before, declared) };
    else {
      throw new Error(
        `"${by}": needs.${name}: another definition gives this name to something else (${JSON.stringify(before)}): define it once and import it, or choose another name`,
      );
    }
  }
}

/** What a client may do is each tool's own. */
function isSame(one: DeclaredNeed, other: DeclaredNeed): boolean {
  const text = (need: DeclaredNeed): string => JSON.stringify({ ...need, may: undefined });
  return text(one) === text(other);
}

function bothMay(one: DeclaredNeed, other: DeclaredNeed): Pick<DeclaredNeed, "may"> {
  if (one.may === undefined || other.may === undefined) return {};
  return { may: [...new Set([...one.may, ...other.may])].sort() };
}
