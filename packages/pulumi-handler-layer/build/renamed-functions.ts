/** Reads from a bundle whether functions or classes have other names in it than in their modules. */
import { type AnyNode, parse } from "acorn";
import { fullAncestor } from "acorn-walk";

/** @param text bundled by esbuild with `keepNames`: `__name(add2, "add")` restores a name. */
export function hasRenamedFunctions(text: string): boolean {
  let isRenamed = false;
  const program = parse(text, { ecmaVersion: "latest" });
  fullAncestor(program, (node, _state, ancestors) => {
    if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return;
    if (node.callee.name !== "__name") return;
    const [target, name] = node.arguments;
    if (name?.type !== "Literal") return;
    const given = nameInBundle(target, ancestors);
    if (given !== undefined && given !== name.value) isRenamed = true;
  });
  return isRenamed;
}

/** What a function or class would be called without the call; undefined where no variable names it. */
function nameInBundle(
  target: AnyNode | undefined,
  ancestors: readonly AnyNode[],
): string | undefined {
  if (target?.type === "Identifier") return target.name;
  // class X { static { __name(this, "X") } }
  if (target?.type === "ThisExpression") {
    const owner = ancestors.findLast(({ type }) => /^Class(Declaration|Expression)$/.test(type));
    if (owner === undefined || !("id" in owner)) return undefined;
    return owner.id?.type === "Identifier" ? owner.id.name : undefined;
  }
  const parent = ancestors.at(-2);
  if (parent?.type === "AssignmentExpression") {
    return parent.left.type === "Identifier" ? parent.left.name : undefined;
  }
  if (parent?.type !== "VariableDeclarator") return undefined;
  return parent.id.type === "Identifier" ? parent.id.name : undefined;
}
