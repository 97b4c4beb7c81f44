/** The file watcher, over files that are saved as editors save them. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { FileWatcher } from "../watch/file-watcher";

describe("FileWatcher", () => {
  let folder: string;
  let watcher: FileWatcher;
  let changes: string[];
  let lastText: string;
  const at = (name: string): string => path.join(folder, name);
  const write = (name: string, text: string): void => {
    fs.writeFileSync(at(name), text);
  };

  beforeEach(async () => {
    // macOS's temporary folder is behind a link.
    folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "file-watcher-"));
    fs.mkdirSync(at("node_modules"));
    for (const name of ["a.ts", "b.ts", "c.csv", "d.csv"]) write(name, "before");
    changes = [];
    watcher = new FileWatcher((file) => {
      changes.push(path.basename(file));
      lastText = fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "";
    });
    watcher.watch([at("a.ts"), at("c.csv")]);
  });

  afterEach(() => {
    watcher.close();
    fs.rmSync(folder, { recursive: true });
  });

  /** Waits for changes, and then long enough for one too many. */
  async function reported(count: number): Promise<readonly string[]> {
    for (let tries = 0; tries < 250 && changes.length < count; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await new Promise((resolve) => setTimeout(resolve, 150));
    return changes;
  }

  it("reports a save at once after it has begun to watch, without a wait for a first scan", async () => {
    write("a.ts", "after");
    expect(await reported(1)).to.deep.equal(["a.ts"]);
  });

  it("reports sources of the folder that nothing has named, and new ones", async () => {
    const names = [
      ".tsx",
      ".js",
      ".mjs",
      ".cjs",
      ".json",
      ".yaml",
      ".yml",
      ".md",
      ".txt",
      ".sql",
      ".html",
    ];
    write("b.ts", "after");
    expect(await reported(1)).to.deep.equal(["b.ts"]);
    for (const name of names) write(`new${name}`, "after");
    expect([...(await reported(12))].sort()).to.deep.equal(
      ["b.ts", ...names.map((name) => `new${name}`)].sort(),
    );
  });

  it("reports other files only when they are named, also later", async () => {
    write("d.csv", "after");
    write("c.csv", "after");
    expect(await reported(1)).to.deep.equal(["c.csv"]);
    watcher.watch([at("d.csv")]);
    write("d.csv", "after that");
    expect(await reported(2)).to.deep.equal(["c.csv", "d.csv"]);
  });

  it("reports a named file whose folder is watched later", async () => {
    fs.mkdirSync(at("deeper"));
    write("deeper/e.csv", "before");
    watcher.watch([at("deeper/e.csv")]);
    write("deeper/e.csv", "after");
    expect(await reported(1)).to.deep.equal(["e.csv"]);
  });

  it("reports nothing where a file is saved with the same contents", async () => {
    write("a.ts", "before");
    expect(await reported(0)).to.deep.equal([]);
  });

  const atomic: readonly (readonly [how: string, save: (text: string) => void])[] = [
    [
      "renaming a temporary file over it",
      (text) => {
        write("a.ts.tmp", text);
        fs.renameSync(at("a.ts.tmp"), at("a.ts"));
      },
    ],
    [
      "renaming it to a backup and writing it anew",
      (text) => {
        fs.renameSync(at("a.ts"), at("a.ts~"));
        write("a.ts", text);
      },
    ],
    [
      "removing it and writing it anew",
      (text) => {
        fs.unlinkSync(at("a.ts"));
        write("a.ts", text);
      },
    ],
  ];
  for (const [how, save] of atomic) {
    it(`reports each save of an editor that saves by ${how}`, async () => {
      await reported(0);
      for (const text of ["once", "twice"]) {
        changes = [];
        save(text);
        // Gone in between, it may be reported twice.
        expect(new Set(await reported(1))).to.deep.equal(new Set(["a.ts"]));
        expect(lastText).to.equal(text);
      }
    });
  }

  it("reports the last of two saves that follow each other within milliseconds", async () => {
    await reported(0);
    write("a.ts", "once");
    await new Promise((resolve) => setTimeout(resolve, 10));
    // A busy machine may not have reported the first one yet: the second is reported in any case.
    const before = changes.length;
    write("a.ts", "twice");
    const expected = ["a.ts", "a.ts"];
    const seen = await reported(2);
    expect(seen.length).to.be.within(before + 1, 2);
    expect(seen).to.deep.equal(expected.slice(0, seen.length));
    expect(lastText).to.equal("twice");
  });

  it("reports a removed file", async () => {
    await reported(0);
    fs.unlinkSync(at("b.ts"));
    expect(await reported(1)).to.deep.equal(["b.ts"]);
  });
});
