import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as ts from "typescript";
import { mapEmitted } from "../../local/emitted-positions";
import { createFrameMapper, createLineSplitter } from "../../local/stack-frames";

const SOURCE = `interface Shape { readonly side: number }

/** Twice. */
export function twice(shape: Shape): number {
  const side: number = shape.side;
  if (side < 0) {
    throw new Error("negative");
  }
  return side * 2;
}
`;

function compiled(source: string): string {
  const { outputText } = ts.transpileModule(source, {
    fileName: "/p/handlers/shape.ts",
    compilerOptions: { inlineSourceMap: true, target: ts.ScriptTarget.ES2020 },
  });
  return outputText;
}

/** What the serializer makes of the compiled function: its lines as they are, in a wrapper. */
function emitted(code: string): string {
  const body = code.slice(code.indexOf("(shape)"), code.lastIndexOf("}") + 1);
  return `exports.handler = __f();\n\nfunction __f() {\n  return (function() {\n    with({}) {\n\nreturn function /*twice*/${body};\n\n    }\n  }).apply(this);\n}\n`;
}

describe("frames of the emitted handler", () => {
  let folder: string;
  before(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), "frames-"))));
  after(() => {
    fs.rmSync(folder, { recursive: true });
  });

  function mapper(text: string): (line: string) => string {
    const files = [{ file: "/p/handlers/shape.ts", code: compiled(SOURCE) }];
    const mapFile = path.join(folder, "map.json");
    fs.writeFileSync(mapFile, JSON.stringify(mapEmitted(text, files, "/p")));
    return createFrameMapper("/run/__index.js", mapFile);
  }

  it("lead to file, line and column of the source", () => {
    const text = emitted(compiled(SOURCE));
    const lines = text.split("\n");
    const line = lines.findIndex((candidate) => candidate.includes("throw new Error"));
    const column = (lines[line] ?? "").indexOf("throw");
    const map = mapper(text);
    expect(map(`at twice (/run/__index.js:${line + 1}:${column + 1})`)).to.equal(
      "at twice (handlers/shape.ts:7:5)",
    );
    expect(map(`"at file:///run/__index.js:${line + 1}:${column + 1}\\n"`)).to.equal(
      '"at handlers/shape.ts:7:5\\n"',
    );
  });

  it("stay as they are in lines that the serializer has written itself", () => {
    const map = mapper(emitted(compiled(SOURCE)));
    for (const frame of ["/run/__index.js:1:1", "/run/__index.js:5:5", "/other/__index.js:9:9"]) {
      expect(map(`at ${frame}`)).to.equal(`at ${frame}`);
    }
  });
});

describe("createLineSplitter", () => {
  it("gives whole lines, however a stream is cut, even within a character", () => {
    const lines: string[] = [];
    const split = createLineSplitter((line) => lines.push(line));
    const bytes = Buffer.from("one\ntwö\n\nthree");
    for (const byte of bytes) split(Buffer.from([byte]));
    expect(lines).to.deep.equal(["one", "twö", ""]);
  });
});
