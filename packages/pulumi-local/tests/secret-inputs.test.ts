/** Secrets among a resource's inputs: what is run gets their values. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ofType } from "../program/declared";
import { evaluateProgram } from "../program/evaluator";
import { FIXTURE, fixtureSettings } from "./support/fixture";

describe("a secret variable of a function", () => {
  const workFolder = fs.mkdtempSync(path.join(os.tmpdir(), "secret-inputs-"));
  after(() => {
    fs.rmSync(workFolder, { recursive: true, force: true });
  });

  it("is declared with its value, and so are those beside it", async () => {
    const program = await evaluateProgram({
      ...fixtureSettings(),
      workFolder,
      apiUrl: "https://api.test",
      programFolder: FIXTURE,
      onWarning: () => undefined,
    });

    const [declared] = ofType(program, "aws:lambda/function:Function");
    expect(declared?.inputs["environment"]).to.deep.equal({
      variables: { GREETING: "hello", STAGE: "dev" },
    });
  });
});
