/** Files of skills as they are read: their media types by their endings, and names that there may be. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readSkillFiles } from "../skills/read-files";

const TYPES = {
  "a.md": "text/markdown",
  "a.txt": "text/plain",
  "a.csv": "text/csv",
  "a.html": "text/html",
  "a.css": "text/css",
  "a.js": "text/javascript",
  "a.mjs": "text/javascript",
  "a.ts": "text/typescript",
  "a.py": "text/x-python",
  "a.sh": "application/x-sh",
  "a.json": "application/json",
  "a.yaml": "application/yaml",
  "a.yml": "application/yaml",
  "a.xml": "application/xml",
  "a.pdf": "application/pdf",
  "a.svg": "image/svg+xml",
  "a.png": "image/png",
  "a.jpg": "image/jpeg",
  "a.JPEG": "image/jpeg",
  "a.bin": "application/octet-stream",
  LICENSE: "application/octet-stream",
};

describe("files of skills", () => {
  let folder = "";
  beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "mcp-lambda-skill-files-"))));
  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  function write(name: string, files: readonly string[] = []): void {
    fs.mkdirSync(path.join(folder, name));
    const manifest = `---\nname: ${name}\ndescription: d\n---\n`;
    fs.writeFileSync(path.join(folder, name, "SKILL.md"), manifest);
    for (const file of files) fs.writeFileSync(path.join(folder, name, file), "x");
  }

  it("have the media type of their ending, in any case of it", () => {
    write("types", Object.keys(TYPES));

    const [skill] = readSkillFiles(folder);

    for (const [name, type] of Object.entries(TYPES)) {
      expect(skill?.files.get(name)?.mimeType, name).to.equal(type);
    }
  });

  for (const name of ["a", "a-1", "0", "x".repeat(64)]) {
    it(`are a skill of the name ${name}`, () => {
      write(name);

      expect(readSkillFiles(folder).map((skill) => skill.name)).to.deep.equal([name]);
    });
  }

  for (const name of ["A", "a_b", "-a", "a-", "a--b", "a b", "x".repeat(65)]) {
    it(`are no skill of the name ${name}`, () => {
      write(name);

      expect(() => readSkillFiles(folder)).to.throw("name it with 1 to 64 lower-case letters");
    });
  }

  it("are at most 512, with the manifest", () => {
    const others = Array.from({ length: 511 }, (_, index) => `${index}.txt`);
    write("all", others);
    expect(readSkillFiles(folder)).to.have.length(1);

    fs.writeFileSync(path.join(folder, "all", "511.txt"), "x");
    expect(() => readSkillFiles(folder)).to.throw("at most 512 files and 16 MiB");
  });
});
