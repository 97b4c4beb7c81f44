/** The first line of npm start, which is there before anything else is loaded. */
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import * as path from "node:path";
import { firstLine } from "../cli/first-line";

describe("the first line of npm start", () => {
  const lines: readonly (readonly [string, readonly string[], string | undefined])[] = [
    ["the default port", [], "http://127.0.0.1:3000/ getting ready ...\n"],
    ["a port", ["--watch", "--port", "4000"], "http://127.0.0.1:4000/ getting ready ...\n"],
    ["any free port", ["--port=0"], "http://127.0.0.1/ getting ready ...\n"],
    ["help", ["--help"], undefined],
    ["an unknown option", ["--wacth"], undefined],
    ["a word", ["4000"], undefined],
    ["a port that there is not", ["--port", "70000"], undefined],
    ["a port that is not a number", ["--port", "http"], undefined],
  ];
  for (const [what, args, line] of lines) {
    it(`is ${JSON.stringify(line)} with ${what}`, () => {
      expect(firstLine(args, false)).to.equal(line);
    });
  }

  it("has no end on a terminal, where it is written over", () => {
    expect(firstLine([], true)).to.equal("http://127.0.0.1:3000/ getting ready ...");
  });

  it("is JSON with --json, on a terminal too", () => {
    const line = firstLine(["--json", "--port", "4000"], true) ?? "";

    expect(line.endsWith("}\n")).to.equal(true);
    expect(JSON.parse(line)).to.include({ type: "starting", url: "http://127.0.0.1:4000/" });
  });

  it("loads nothing but what Node.js has, and its options", () => {
    const file = path.join(__dirname, "..", "cli", "first-line.js");
    const script = `require(${JSON.stringify(file)}); console.log(JSON.stringify(Object.keys(require.cache)))`;
    const loaded = execFileSync(process.execPath, ["-e", script], { encoding: "utf8" });

    const names = (JSON.parse(loaded) as string[]).map((each) => path.basename(each));
    expect(names.sort()).to.deep.equal(["first-line.js", "start-options.js"]);
  });
});
