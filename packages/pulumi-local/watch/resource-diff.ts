/** Resource diff: says in one line how two evaluations of the program differ, as `pulumi preview` marks it. */
import type { DeclaredProgram, DeclaredResource } from "../program/declared";

/** For example "~ function code, ~ dashboard, + permission"; "nothing declared has changed". */
export function describeChanges(before: DeclaredProgram, after: DeclaredProgram): string {
  const old = new Map(before.resources.map((resource) => [identity(resource), resource]));
  const current = new Map(after.resources.map((resource) => [identity(resource), resource]));
  const changes = [
    ...[...old].filter(([id]) => !current.has(id)).map(([, gone]) => `- ${kind(gone)}`),
    ...[...current].flatMap(([id, resource]) => {
      const previous = old.get(id);
      if (previous === undefined) return [`+ ${kind(resource)}`];
      const keys = changedKeys(previous, resource);
      return keys.length === 0 ? [] : [`~ ${kind(resource)} ${keys.join(" ")}`];
    }),
  ];
  return changes.length === 0 ? "nothing declared has changed" : changes.join(", ");
}

function identity({ type, name }: DeclaredResource): string {
  return `${type}::${name}`;
}

/** "function" of "aws:lambda/function:Function". */
function kind({ type }: DeclaredResource): string {
  const last = type.split(":").pop() ?? type;
  return last.replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function changedKeys(before: DeclaredResource, after: DeclaredResource): string[] {
  const keys = new Set([...Object.keys(before.inputs), ...Object.keys(after.inputs)]);
  return [...keys].filter((key) => comparable(before, key) !== comparable(after, key)).sort();
}

/** An input as text; of an archive what is in it, not where it lies. */
function comparable({ inputs }: DeclaredResource, key: string): string | undefined {
  const value = inputs[key];
  const isArchive = typeof value === "object" && value !== null && "sha256" in value;
  return isArchive ? String(value.sha256) : JSON.stringify(value);
}
