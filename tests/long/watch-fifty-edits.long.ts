/** Fifty edits in a row under --watch. Some minutes; run by npm run test:long. */
import { expect } from "chai";
import { residentMb } from "pulumi-local";
import { type EditedProject, serveEditedProject } from "../support/edited-project";
import { isRunning } from "../support/local-server";
import { EDITED_TOOL } from "../support/project-copy";
import { closedAfter } from "../support/closed-after";

const EDITS = 50;
const WARM_UP = 5;

describe("fifty edits in a row under --watch", () => {
  const keep = closedAfter();
  let project: EditedProject;

  before(async function () {
    this.timeout(120_000);
    project = keep(await serveEditedProject());
    await project.watch.typesChecked;
  });

  /** Processes that belong to the server now: environments, the checker, the one that waits. */
  const processes = (): number[] => [...project.server.processIds(), ...project.watch.processIds()];

  it("are all served, and leak neither processes nor memory", async () => {
    const seen = new Set<number>();
    const timings: number[] = [];
    let before = { processes: 0, own: 0, checker: 0 };
    for (let edit = 0; edit < WARM_UP + EDITS; edit += 1) {
      project.edit(EDITED_TOOL, /text\(`[^$]*/, `text(\`edit ${edit}: `);
      const started = Date.now();
      expect(await project.ask()).to.equal(`edit ${edit}: 10 + 5 = 15`);
      timings.push(Date.now() - started);
      for (const processId of processes()) seen.add(processId);
      if (edit === WARM_UP - 1) before = await measure();
    }
    const after = await measure();
    const sorted = [...timings].sort((a, b) => a - b);
    console.log(
      `    save to answer: median ${sorted[Math.floor(sorted.length / 2)] ?? 0} ms, longest ${sorted.at(-1) ?? 0} ms; memory of the server ${before.own} -> ${after.own} MB, of the type checker ${before.checker} -> ${after.checker} MB`,
    );
    expect(after.processes).to.equal(before.processes);
    expect(after.own).to.be.at.most(before.own * 1.2);
    expect(after.checker).to.be.at.most(before.checker * 1.2);
    const current = new Set(processes());
    const ended = [...seen].filter((processId) => !current.has(processId));
    expect(ended.length).to.be.greaterThan(EDITS);
    expect(ended.filter(isRunning)).to.deep.equal([]);
  }).timeout(600_000);

  async function measure(): Promise<{ processes: number; own: number; checker: number }> {
    // The type checker tidies up when it has had nothing to do for a second.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    global.gc?.();
    const [checker] = project.watch.processIds();
    return {
      processes: processes().length,
      own: Math.round(process.memoryUsage().heapUsed / 1e6),
      checker: residentMb(checker) ?? 0,
    };
  }
});
