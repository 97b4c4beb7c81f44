/**
 * Reads from the text of a bundled handler which packages it requires, when, and what it uses of
 * each: esbuild writes `var import_zod = require("zod")` and uses it as `import_zod.z.object(...)`.
 */
import {
  type AnyNode,
  type ArrowFunctionExpression,
  type FunctionDeclaration,
  type FunctionExpression,
  type Identifier,
  parse,
  type Program,
} from "acorn";
import { full, fullAncestor } from "acorn-walk";

/**
 * Members of a module by name, each with the members that are used of it; undefined where it is
 * used in another way, and is needed as a whole.
 */
export type UsedMembers = ReadonlyMap<string, ReadonlySet<string> | undefined>;

export interface RequiredPackage {
  /** As it is required: "zod", "lodash/merge.js". */
  readonly specifier: string;
  /** Whether it is loaded when the handler is, and not only by a function that is called later. */
  readonly isEager: boolean;
  /** Undefined when it is used in any other way than by its members' names. */
  readonly members: UsedMembers | undefined;
}

/**
 * The packages that a text requires, sorted.
 *
 * @param isPackage whether a specifier comes from the layer.
 */
export function requiredPackages(
  text: string,
  isPackage: (specifier: string) => boolean,
): RequiredPackage[] {
  const program = parse(text, { ecmaVersion: "latest" });
  const found = new Map<string, { isEager: boolean; variables: string[] | undefined }>();
  fullAncestor(program, (node, _state, ancestors) => {
    const specifier = requiredSpecifier(node);
    if (specifier === undefined || !isPackage(specifier)) return;
    const known = found.get(specifier) ?? { isEager: false, variables: [] };
    const variable = variableOf(ancestors);
    found.set(specifier, {
      isEager: known.isEager || !ancestors.some(isFunction),
      variables: variable === undefined ? undefined : known.variables?.concat(variable),
    });
  });
  return [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([specifier, { isEager, variables }]) => ({
      specifier,
      isEager,
      members: variables && membersOf(variables, program),
    }));
}

/** The text of `require("...")`. */
function requiredSpecifier(node: AnyNode): string | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return undefined;
  const [argument] = node.arguments;
  const isText = argument?.type === "Literal" && typeof argument.value === "string";
  return node.callee.name === "require" && isText ? String(argument.value) : undefined;
}

/** `name` of `var name = require("...")` and of `var name = __toESM(require("..."))`. */
function variableOf(ancestors: readonly AnyNode[]): string | undefined {
  const outer = ancestors.at(-2);
  const isInterop =
    outer?.type === "CallExpression" &&
    outer.callee.type === "Identifier" &&
    outer.callee.name === "__toESM";
  const declarator = isInterop ? ancestors.at(-3) : outer;
  if (declarator?.type !== "VariableDeclarator") return undefined;
  return declarator.id.type === "Identifier" ? declarator.id.name : undefined;
}

function membersOf(names: readonly string[], program: Program): UsedMembers | undefined {
  const members = new Map<string, Set<string> | undefined>();
  /** Uses of the module itself. */
  const others: AnyNode[] = [];
  fullAncestor(program, (node, _state, ancestors) => {
    if (node.type !== "Identifier" || !names.includes(node.name)) return;
    const parent = ancestors.at(-2);
    if (!isReference(node, parent) || isShadowed(node.name, ancestors)) return;
    const member = memberOf(node, parent);
    if (member === undefined || isChanged(parent, ancestors.at(-3))) {
      others.push(node);
      return;
    }
    const nested = memberOf(parent, ancestors.at(-3));
    const known = members.has(member) ? members.get(member) : new Set<string>();
    members.set(member, nested === undefined ? undefined : known?.add(nested));
  });
  return others.length > 0 ? undefined : members;
}

/** Whether a member is assigned to: then the module itself is meant, and not what is imported. */
function isChanged(access: AnyNode | undefined, parent: AnyNode | undefined): boolean {
  if (parent?.type === "AssignmentExpression") return parent.left === access;
  return (
    parent?.type === "UpdateExpression" ||
    (parent?.type === "UnaryExpression" && parent.operator === "delete")
  );
}

/** Whether an identifier stands for a variable, and does not declare it or name a property. */
function isReference(node: Identifier, parent: AnyNode | undefined): boolean {
  if (parent?.type === "VariableDeclarator") return parent.id !== node;
  if (parent?.type === "MemberExpression") return parent.computed || parent.property !== node;
  if (parent?.type === "Property") return parent.value === node || parent.computed;
  return true;
}

/** `name` of `expression.name`. */
function memberOf(
  expression: AnyNode | undefined,
  parent: AnyNode | undefined,
): string | undefined {
  if (parent?.type !== "MemberExpression" || parent.object !== expression) return undefined;
  return !parent.computed && parent.property.type === "Identifier"
    ? parent.property.name
    : undefined;
}

/** Whether a function around it has a parameter or variable of the same name. */
function isShadowed(name: string, ancestors: readonly AnyNode[]): boolean {
  return ancestors.filter(isFunction).some((inner) => declaredNames(inner).has(name));
}

const declared = new WeakMap<AnyNode, ReadonlySet<string>>();

function declaredNames(inner: FunctionNode): ReadonlySet<string> {
  const known = declared.get(inner);
  if (known !== undefined) return known;
  const names = new Set<string>();
  const addPattern = (pattern: AnyNode): void => {
    full(pattern, (node) => {
      if (node.type === "Identifier") names.add(node.name);
    });
  };
  for (const parameter of inner.params) addPattern(parameter);
  full(inner.body, (node) => {
    if (node.type === "VariableDeclarator") addPattern(node.id);
    if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") {
      if (node.id !== null) names.add(node.id.name);
    }
    if (node.type === "CatchClause" && node.param) addPattern(node.param);
  });
  declared.set(inner, names);
  return names;
}

type FunctionNode = ArrowFunctionExpression | FunctionDeclaration | FunctionExpression;

function isFunction(node: AnyNode): node is FunctionNode {
  return /^(Arrow)?Function(Declaration|Expression)$/.test(node.type);
}
