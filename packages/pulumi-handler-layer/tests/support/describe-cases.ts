import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { Refusal } from "../../build/refusal";
import { callbackFactoryText } from "../../callback-factory";
import { loadFailure } from "../../load-check";
import { CASES_FOLDER, handlerModule, readCases, type ToolCase, writeBigFiles } from "./cases";
import { type Built, buildHandler, Environment } from "./environment";

/** Declares a test for each case that is chosen, grouped by kind. */
export function describeCases(isChosen: (toolCase: ToolCase) => boolean): void {
  const cases = readCases().filter(isChosen);
  before(writeBigFiles);
  for (const kind of new Set(cases.map((toolCase) => toolCase.kind))) {
    describe(`tools as people write them: ${kind}`, () => {
      for (const toolCase of cases.filter((candidate) => candidate.kind === kind)) {
        const { id, refused } = toolCase;
        it(`${refused === undefined ? "answers as in Node.js" : "refuses"}: ${id}`, async () => {
          if (refused === undefined) await expectAnswers(toolCase);
          else await expectRefusal(toolCase, refused);
        });
      }
    });
  }
}

async function withModule<Value>(
  toolCase: ToolCase,
  use: (module: string) => Promise<Value>,
): Promise<Value> {
  // Beside the cases, so that packages are found as a case's own files find them.
  const module = `.${toolCase.id}.handler.ts`;
  const file = path.join(CASES_FOLDER, module);
  fs.writeFileSync(file, handlerModule(toolCase, CASES_FOLDER));
  try {
    return await use(module);
  } finally {
    fs.rmSync(file);
  }
}

async function expectAnswers(toolCase: ToolCase): Promise<void> {
  const built = await withModule(toolCase, async (module) =>
    buildHandler({
      root: CASES_FOLDER,
      module,
      bundleAwsSdk: toolCase.bundleAwsSdk ?? false,
    }),
  );
  const environment = new Environment(built, CASES_FOLDER);

  try {
    await environment.ready();
    for (const [name, input, answer] of toolCase.calls ?? []) {
      const given = String(await environment.invoke({ name, input }));
      const pattern = /^\/(.*)\/$/.exec(answer)?.[1];
      if (pattern === undefined) expect(given).to.equal(answer);
      else expect(given).to.match(new RegExp(pattern));
    }
  } finally {
    environment.close();
  }
}

async function expectRefusal(toolCase: ToolCase, refused: string): Promise<void> {
  const outcome: unknown = await withModule(toolCase, async (module) =>
    buildHandler({ root: CASES_FOLDER, module }),
  ).catch((error: unknown) => error);

  if (outcome instanceof Error) {
    expect(outcome).to.be.instanceOf(Refusal);
    expect(outcome.message).to.include(refused);
    return;
  }
  const built = outcome as Built;
  const factoryText = callbackFactoryText(built.modules);
  const failure = await loadFailure({ ...built, factoryText, root: CASES_FOLDER }, {});
  expect(failure?.words).to.include(refused);
}
