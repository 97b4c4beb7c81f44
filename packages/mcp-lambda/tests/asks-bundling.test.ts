/** The layer: what runs tools that ask is in it where a tool says so, and nowhere else. */
import * as path from "node:path";
import { expect } from "chai";
import * as esbuild from "esbuild";
import { plugins } from "../bundling/plugins";

/** What a layer has of this package for a handler of this text. */
async function layerFor(handlerText: string): Promise<string> {
  const { outputFiles } = await esbuild.build({
    bundle: true,
    write: false,
    minify: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    plugins: plugins(handlerText),
    external: ["@aws-sdk/*", "@smithy/*"],
    stdin: {
      contents: `export { createDispatch } from "./index";`,
      resolveDir: path.join(__dirname, ".."),
    },
  });
  return outputFiles[0]?.text ?? "";
}

/** Of the files of what asks. */
const MARKS = ["Only if they agree", "question-", "did not come to its end", "cannot go on"];

describe("the layer of a server", () => {
  it("has what asks where a tool says so, without Ajv", async () => {
    const layer = await layerFor("asks: true");

    for (const mark of MARKS) expect(layer).to.include(mark);
    expect(layer).to.not.include("ajv");
  });

  it("has nothing of it where none does", async () => {
    const layer = await layerFor("createDispatch");

    for (const mark of MARKS) expect(layer).to.not.include(mark);
    expect(layer).to.include('no module of the handler says "asks"');
  });
});
