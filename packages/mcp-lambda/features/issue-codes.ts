/**
 * Issues of a zod schema for the log: where and which, "item.price: too_big", and nothing of what was
 * sent. A name is shown when the schema declares it; keys that a caller chose are "*", as places in a
 * list are.
 */
import type * as z from "zod";

/** Issues that are named. */
const MAX_ISSUES = 5;
const MAX_PARTS = 8;
const MAX_PART_LENGTH = 40;
/** Schemas looked into for one part: unions of unions may have many. */
const MAX_SCHEMAS = 100;

export function issueCodes(schema: z.ZodType, issues: readonly z.core.$ZodIssue[]): string[] {
  const codes = issues.slice(0, MAX_ISSUES).map(({ path, code }) => {
    const where = pathOf(schema, path);
    return where === "" ? code : `${where}: ${code}`;
  });
  return [...new Set(codes)];
}

function pathOf(schema: z.ZodType, path: readonly PropertyKey[]): string {
  let schemas: readonly Schema[] = [schema as unknown as Schema];
  const names = path.slice(0, MAX_PARTS).map((part) => {
    const inner = containersOf(schemas).map((container) => childrenOf(container, part));
    schemas = inner.flatMap(({ children }) => children);
    const isDeclared = inner.some(({ declares }) => declares);
    return isDeclared ? String(part).slice(0, MAX_PART_LENGTH) : "*";
  });
  return names.join(".");
}

/** What the walk reads of zod's schemas, each kind some of it. https://zod.dev/library-authors */
interface Schema {
  readonly _zod: {
    readonly def: {
      readonly shape?: Readonly<Record<string, Schema>>;
      readonly catchall?: Schema;
      readonly element?: Schema;
      readonly items?: readonly Schema[];
      readonly rest?: Schema | null;
      readonly valueType?: Schema;
      readonly options?: readonly Schema[];
      readonly left?: Schema;
      readonly right?: Schema;
      readonly in?: Schema;
      readonly out?: Schema;
      readonly innerType?: Schema;
      readonly getter?: () => Schema;
    };
  };
}

/** Without what is around them: optional, default, unions, pipes and the like. */
function containersOf(schemas: readonly Schema[]): readonly Schema[] {
  const found: Schema[] = [];
  const open = [...schemas];
  for (let left = MAX_SCHEMAS; left > 0; left -= 1) {
    const next = open.shift();
    if (next === undefined) break;
    const { options, left: one, right, in: input, out: output, innerType, getter } = next._zod.def;
    const around = [one, right, input, output, innerType, getter?.()];
    const inside = [...(options ?? []), ...around].filter((inner) => inner !== undefined);
    if (inside.length === 0) found.push(next);
    else open.push(...inside);
  }
  return found;
}

interface Children {
  readonly children: readonly Schema[];
  /** The part is a name of the schema's own. */
  readonly declares: boolean;
}

function childrenOf({ _zod: { def } }: Schema, part: PropertyKey): Children {
  const { shape, catchall, element, items = [], rest, valueType } = def;
  if (shape !== undefined && typeof part === "string" && Object.hasOwn(shape, part)) {
    const child = shape[part];
    return { children: child === undefined ? [] : [child], declares: true };
  }
  const children = [catchall, element, ...items, rest, valueType].filter(
    (inner) => inner !== undefined && inner !== null,
  );
  return { children, declares: false };
}
