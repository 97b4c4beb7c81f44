/** Reads from the text of a bundled handler which variables it uses and nowhere declares. */
import { type AnyNode, type Identifier, parse } from "acorn";
import { full, fullAncestor } from "acorn-walk";

/** Globals, names that are wrong, names that only Lambda has (`awslambda`), and labels. */
export function undeclaredNames(text: string): string[] {
  const program = parse(text, { ecmaVersion: "latest" });
  const declared = new Set<string>();
  const used = new Set<string>();
  /** The serializer takes labels for variables. */
  const labels = new Set<string>();
  const declare = (pattern: AnyNode): void => {
    full(pattern, (node) => {
      if (node.type === "Identifier") declared.add(node.name);
    });
  };
  fullAncestor(program, (node, _state, ancestors) => {
    if (node.type === "VariableDeclarator") declare(node.id);
    if ("params" in node) node.params.forEach(declare);
    if ("id" in node && node.id?.type === "Identifier") declared.add(node.id.name);
    if (node.type === "CatchClause" && node.param) declare(node.param);
    if (node.type === "LabeledStatement") labels.add(node.label.name);
    if (node.type === "Identifier" && isUse(node, ancestors.at(-2))) used.add(node.name);
  });
  const undeclared = [...used].filter((name) => !declared.has(name));
  return [...new Set([...undeclared, ...labels])].sort();
}

/** Whether an identifier is a variable, and not the name of a property or a label. */
function isUse(node: Identifier, parent: AnyNode | undefined): boolean {
  switch (parent?.type) {
    case "MemberExpression":
      return parent.computed || parent.property !== node;
    case "Property":
    case "MethodDefinition":
    case "PropertyDefinition":
      return parent.computed || parent.value === node;
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "MetaProperty":
      return false;
    default:
      return true;
  }
}
