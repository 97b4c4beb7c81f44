/** The lint rules for handlers/: it runs in Lambda, and imports nothing that runs at deploy. */
import { expect } from "chai";
import { ESLint, type Linter } from "eslint";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import tseslint from "typescript-eslint";

describe("the lint rules of handlers/", () => {
  let eslint: ESLint;
  before(() => {
    // What is looked at here needs no types, and reading those of the project takes long.
    const untyped = { files: ["**/*.ts"], ...tseslint.configs.disableTypeChecked };
    eslint = new ESLint({ cwd: PROJECT_ROOT, overrideConfig: untyped as Linter.Config });
  });

  /** What is said of imports, in code as it could stand in handlers/server.ts. */
  async function refusals(code: string): Promise<string[]> {
    const filePath = path.join(PROJECT_ROOT, "handlers", "server.ts");
    const [result] = await eslint.lintText(code, { filePath });
    return (result?.messages ?? [])
      .filter(({ ruleId }) => ruleId?.endsWith("no-restricted-imports") === true)
      .map(({ message }) => message);
  }

  for (const module of [
    "@pulumi/pulumi",
    "@pulumi/aws",
    "../infra/settings",
    "../infra/function/mcp-function",
    "../../infra/tool-access",
    "pulumi-local",
    "pulumi-handler-layer",
  ]) {
    it(`forbids importing ${module} and says why`, async () => {
      const found = await refusals(`import * as it from "${module}";\nvoid it;`);
      expect(found).to.have.length(1);
      expect(found[0]).to.include("runs in Lambda");
    });
  }

  for (const module of ["zod", "mcp-lambda", "node:fs", "@aws-sdk/client-sts", "./tools/mine"]) {
    it(`allows importing ${module}`, async () => {
      expect(await refusals(`import * as it from "${module}";\nvoid it;`)).to.deep.equal([]);
    });
  }
});
