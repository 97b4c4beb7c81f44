/** The checks that `npm run check` is made of. */
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";

/** Scripts of package.json, in the order in which `npm run check` runs them; what is no script is left out. */
export function checksOfProject(): readonly string[] {
  const text = fs.readFileSync(path.join(PROJECT_ROOT, "package.json"), "utf8");
  const { scripts } = JSON.parse(text) as { readonly scripts: { readonly check?: string } };
  return [...(scripts.check ?? "").matchAll(/\bnpm (?:run )?([\w:-]+)/g)].map(
    ([, name = ""]) => name,
  );
}
