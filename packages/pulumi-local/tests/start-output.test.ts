/** Output of npm start: on a terminal, on a pipe, as JSON. */
import { expect } from "chai";
import { createStartOutput, failureReport, type StartOutput } from "../cli/start-output";

interface Written {
  readonly output: StartOutput;
  readonly stdout: () => string;
  readonly stderr: () => string;
}

function outputOn(isTTY: boolean, json = false): Written {
  let [stdout, stderr] = ["", ""];
  const streams = {
    stdout: { isTTY, write: (text: string) => (stdout += text) !== "" },
    stderr: { write: (text: string) => (stderr += text) !== "" },
  } as unknown as Pick<NodeJS.Process, "stdout" | "stderr">;
  const output = createStartOutput({ json, place: "http://x/", streams });
  return { output, stdout: () => stdout, stderr: () => stderr };
}

/** What a terminal shows: a line that is erased is gone. */
function shown(text: string): string {
  return text
    .split("\n")
    .map((line) => line.split("\r\u001b[K").at(-1) ?? "")
    .join("\n");
}

describe("the output of npm start", () => {
  it("rewrites one line on a terminal, which is gone when it is ready", () => {
    const { output, stdout } = outputOn(true);

    output.progress("evaluating the program");
    const during = shown(stdout());
    output.progress("loading the function");
    const later = shown(stdout());
    output.ready();
    output.tell({ type: "ready", text: "ready" });

    expect(during).to.match(/^http:\/\/x\/ getting ready: evaluating the program, \d+\.\d s$/);
    expect(later).to.match(/^http:\/\/x\/ getting ready: loading the function, \d+\.\d s$/);
    expect(shown(stdout())).to.equal("ready\n");
  });

  it("keeps that line below what is written meanwhile", () => {
    const { output, stdout } = outputOn(true);

    output.progress("evaluating the program");
    output.write("of the program");
    const during = shown(stdout()).split("\n");
    output.ready();

    expect(during[0]).to.equal("of the program");
    expect(during[1]).to.include("getting ready: evaluating the program");
  });

  it("says nothing of steps after it is ready, as of a change under --watch", () => {
    for (const json of [false, true]) {
      const { output, stdout } = outputOn(true, json);
      output.ready();
      const before = stdout();

      output.progress("loading the function");

      expect(stdout()).to.equal(before);
    }
  });

  it("has what ended it in place of that line, and as JSON for machines", () => {
    let [out, errors] = ["http://x/ getting ready ...", ""];
    const streams = {
      stdout: { isTTY: true, write: (text: string) => (out += text) !== "" },
      stderr: { write: (text: string) => (errors += text) !== "" },
    } as unknown as Pick<NodeJS.Process, "stdout" | "stderr">;

    failureReport(false, streams)("no such stack");
    const person = shown(out);
    failureReport(true, streams)("no such stack");

    expect(person).to.equal("");
    expect(errors).to.equal("no such stack\n");
    expect(out).to.match(/\{"timestamp":"[^"]+","type":"error","message":"no such stack"\}\n$/);
  });

  it("writes nothing of it to a pipe", () => {
    const { output, stdout, stderr } = outputOn(false);

    output.progress("evaluating the program");
    output.ready();
    output.tell({ type: "warning", text: "beware" }, true);
    output.write("line");

    expect([stdout(), stderr()]).to.deep.equal(["line\n", "beware\n"]);
  });

  it("writes JSON alone when it is asked to, trouble too, one object a line", () => {
    const { output, stdout, stderr } = outputOn(true, true);

    output.progress("evaluating the program");
    output.tell({ type: "warning", text: "be\nware" }, true);
    output.tell({ type: "ready", text: "ready", fields: { endpoint: "e" } });
    output.ready();

    const lines = stdout().trimEnd().split("\n");
    expect(lines.map((line) => ({ ...JSON.parse(line), timestamp: "" }) as object)).to.deep.equal([
      { timestamp: "", type: "progress", step: "evaluating the program" },
      { timestamp: "", type: "warning", message: "be\nware" },
      { timestamp: "", type: "ready", endpoint: "e" },
    ]);
    expect(stderr()).to.equal("");
  });
});
