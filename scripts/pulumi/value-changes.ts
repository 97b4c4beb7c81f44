/** Where two values of a resource differ, a line each: "threshold: 10 -> 12". */

/** Longer texts are cut. */
const MAX_TEXT = 100;

/** Of Pulumi: says that an object is a secret, an asset or an archive. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

/** Of Pulumi: stands for a text that nobody knows before it is deployed. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** @param path of the values, for example "environment.variables". */
export function valueChanges(before: unknown, after: unknown, path: string): readonly string[] {
  const [old, made] = [parsed(before), parsed(after)];
  if (JSON.stringify(old) === JSON.stringify(made)) return [];
  if (isPart(old) && isPart(made) && Array.isArray(old) === Array.isArray(made)) {
    const keys = [...new Set([...Object.keys(old), ...Object.keys(made)])];
    return keys.flatMap((key) => {
      const at = Array.isArray(old) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
      return valueChanges(valueAt(old, key), valueAt(made, key), at);
    });
  }
  if (old === undefined) return [`${path}: ${shown(made)} is new`];
  if (made === undefined) return [`${path}: ${shown(old)} is gone`];
  return [`${path}: ${shown(old)} -> ${shown(made)}`];
}

/** Policies, dashboards and API documents are JSON in a text. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** An object or a list, and no secret. */
function isPart(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !(SIGNATURE in value);
}

function valueAt(part: Readonly<Record<string, unknown>>, key: string): unknown {
  return part[key];
}

function shown(value: unknown): string {
  if (typeof value === "object" && value !== null && SIGNATURE in value) return "[secret]";
  if (value === UNKNOWN) return "known when it is deployed";
  const text = JSON.stringify(value);
  return text.length <= MAX_TEXT ? text : `${text.slice(0, MAX_TEXT)}...`;
}
