/** The recording of a terminal in the docs: its form, and that nothing of it differs from run to run. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";

const text = fs.readFileSync(path.join(PROJECT_ROOT, "docs", "terminal.md"), "utf8");
const blocks = [...text.matchAll(/```text\n([^]*?)\n```/g)].map(([, block = ""]) =>
  block.split("\n"),
);
const [start = [], call = [], mistake = [], end = []] = blocks;

/** Status, era, method, tool, outcome, time, id. */
const REQUEST = /^200 2026 tools\/call add ok 4 ms [\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

describe("the recording of a terminal", () => {
  it("has twelve lines at most from the command to the first call, npm's own among them", () => {
    const [command, ...lines] = start;

    expect(command).to.equal("$ npm start -- --watch");
    expect(lines.findIndex((line) => REQUEST.test(line))).to.be.within(1, 11);
    expect(lines.at(-1)).to.match(REQUEST);
  });

  it("says first where it will answer, then what to call, where the page is, how to connect", () => {
    const own = start.slice(start.findIndex((line) => line.startsWith("http://")));
    const labels = own.slice(1, 5).map((line) => line.trim().split(/\s+/)[0]);

    expect(own[0]).to.equal("http://127.0.0.1:3000/ getting ready ...");
    expect(labels).to.deep.equal(["endpoint", "page", "call", "connect"]);
    expect(own[5]).to.match(/^\S+ \(stack \S+\) is ready after 3\.0 s\. .*Ctrl-C ends it\.$/);
  });

  it("calls as it was told to", () => {
    const told = /^ +call +(npm .*)$/m.exec(start.join("\n"))?.[1] ?? "";

    expect(call[0]).to.equal(`$ ${told}`);
    expect(call.at(-1)).to.equal("10 + 5 = 15");
  });

  it("has a mistake with the version that is served on, its file, line and code, and once its mend", () => {
    expect(mistake[0]).to.equal("Not served: still serving the version of 08:12:03.");
    expect(mistake[1]).to.match(/^handlers\/tools\/add\.ts:\d+:\d+: /);
    expect(mistake.filter((line) => /^ +\| +\^$/.test(line))).to.have.length.greaterThan(0);
    expect(mistake.at(-1)).to.equal("handlers/tools/add.ts: ~ function code (900 ms)");
  });

  it("ends with Ctrl-C, without a word", () => {
    expect(end).to.deep.equal(["^C", "$"]);
  });

  it("has no lines that are as wide as a page, and nothing of a machine", () => {
    for (const line of blocks.flat()) expect(line.length, line).to.be.at.most(120);
    expect(text).to.not.match(/\/(home|root|tmp|Users|work)\//);
  });
});
