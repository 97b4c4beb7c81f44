/** The layer: tasks are in it where a tool runs in the background, and nowhere else. */
import * as path from "node:path";
import { expect } from "chai";
import * as esbuild from "esbuild";
import { plugins } from "../bundling/plugins";

/** Files that a layer has for a handler of this text, and what it takes of each. */
async function filesFor(
  members: string,
  handlerText: string,
): Promise<ReadonlyMap<string, number>> {
  const { metafile } = await esbuild.build({
    bundle: true,
    write: false,
    minify: true,
    metafile: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    plugins: plugins(handlerText),
    external: ["@aws-sdk/*", "@smithy/*"],
    stdin: {
      contents: `export { ${members} } from "./index";`,
      resolveDir: path.join(__dirname, ".."),
    },
  });
  const [output] = Object.values(metafile.outputs);
  return new Map(
    Object.entries(output?.inputs ?? {}).map(([file, { bytesInOutput }]) => [file, bytesInOutput]),
  );
}

const OF_TASKS = /[\\/](tasks|asks|aws|store)[\\/]|[\\/]task-(metrics|telemetry)\.ts$/;

describe("the layer of a server", () => {
  it("has tasks, and what they ask by, where a tool runs in the background", async () => {
    const files = [...(await filesFor("createDispatch", "background: {}")).keys()];

    for (const name of ["tasks/tasks.ts", "asks/run-asking.ts", "aws/invoke-async.ts"]) {
      expect(files.filter((file) => file.endsWith(name))).to.have.length(1);
    }
    expect(files.some((file) => file.endsWith("tasks/task-runner.ts"))).to.equal(false);
  });

  it("has the worker for the worker's handler", async () => {
    const files = [...(await filesFor("createTaskRunner", "background: {}")).keys()];

    expect(files.some((file) => file.endsWith("tasks/task-runner.ts"))).to.equal(true);
    expect(files.some((file) => file.endsWith("protocol/dispatch.ts"))).to.equal(false);
  });

  it("has nothing of it where none does, and less than 2 kB of what knows of it", async () => {
    const files = await filesFor("createDispatch", "createDispatch");

    const ofTasks = [...files].filter(([file, bytes]) => OF_TASKS.test(file) && bytes > 0);
    const knowing = [...files].filter(([file]) => /[\\/]task(-problems)?\.ts$/.test(file));
    expect(ofTasks).to.deep.equal([]);
    expect(knowing.reduce((sum, [, bytes]) => sum + bytes, 0)).to.be.within(1, 2_000);
  });
});
