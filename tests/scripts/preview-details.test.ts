/** What `npm run preview` says of changes, from events as the Pulumi CLI writes them. */
import { expect } from "chai";
import { codeChanges } from "../../scripts/pulumi/code-changes";
import { dashboardChanges } from "../../scripts/pulumi/dashboard-changes";
import type { Step } from "../../scripts/pulumi/engine-events";
import { lineDiff } from "../../scripts/pulumi/line-diff";
import { previewDetails } from "../../scripts/pulumi/preview-details";
import { valueChanges } from "../../scripts/pulumi/value-changes";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = { [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", ciphertext: "[secret]" };

function archive(files: Readonly<Record<string, string>>): object {
  const assets = Object.entries(files).map(([file, text]) => [file, { hash: text, text }] as const);
  return { [SIGNATURE]: "0def7320c3a5731c473e5ecbe6d01bc7", assets: Object.fromEntries(assets) };
}

function widget(title: string, value: number, y = 0): object {
  const annotations = { horizontal: [{ label: "alarm", value }] };
  return { type: "metric", x: 0, y, width: 8, height: 6, properties: { title, annotations } };
}

function dashboard(...widgets: readonly object[]): string {
  return JSON.stringify({ start: "-PT3H", widgets });
}

function step(type: string, before: object, after: object, op = "update"): Step {
  const urn = `urn:pulumi:dev::mcp-server::mcp:infra:McpFunction$${type}::mcp-server`;
  const diffs = Object.keys(after);
  return {
    ...{ op, urn, type, diffs, detailedDiff: null },
    old: { inputs: before as Record<string, unknown> },
    new: { inputs: after as Record<string, unknown> },
  };
}

describe("lineDiff", () => {
  const lines = (...all: readonly (number | string)[]): string => all.join("\n");

  it("shows what differs with two lines around it", () => {
    expect(lineDiff(lines(1, 2, 3, 4, 5, 6, 7), lines(1, 2, 3, "x", 5, 6, 7))).to.deep.equal([
      ...["  ...", "  2", "  3", "- 4", "+ x", "  5", "  6"],
    ]);
  });

  it("shows lines that are new, at the beginning and at the end", () => {
    expect(lineDiff(lines(1, 2), lines(0, 1, 2, 3), 0)).to.deep.equal(["+ 0", "  ...", "+ 3"]);
  });

  it("keeps what is common between two changes", () => {
    const diff = lineDiff(lines("a", "b", "c", "d"), lines("a", "x", "c", "y"), 1);
    expect(diff).to.deep.equal(["  a", "- b", "+ x", "  c", "- d", "+ y"]);
  });

  it("is empty for equal texts", () => {
    expect(lineDiff(lines(1, 2), lines(1, 2))).to.deep.equal([]);
  });

  it("shows a text too long to compare as removed and added", () => {
    const many = (word: string): string => Array.from({ length: 2_100 }, () => word).join("\n");
    const diff = lineDiff(many("a"), many("b"));
    expect([diff.length, diff[0], diff.at(-1)]).to.deep.equal([4_200, "- a", "+ b"]);
  });
});

describe("valueChanges", () => {
  const cases: readonly (readonly [string, unknown, unknown, readonly string[]])[] = [
    ["a number", 10, 12, ["threshold: 10 -> 12"]],
    ["nothing", { a: [1, 2] }, { a: [1, 2] }, []],
    [
      "parts of an object",
      { a: 1, b: { c: "x" } },
      { a: 2, b: { c: "y" }, d: true },
      ["threshold.a: 1 -> 2", 'threshold.b.c: "x" -> "y"', "threshold.d: true is new"],
    ],
    ["what is gone", { a: 1 }, {}, ["threshold.a: 1 is gone"]],
    ["JSON in a text", '{"a":[1]}', '{"a":[2]}', ["threshold.a[0]: 1 -> 2"]],
    ["a text that only begins like JSON", "{a", "{b", ['threshold: "{a" -> "{b"']],
    ["a secret", SECRET, "clear", ['threshold: [secret] -> "clear"']],
    [
      "what is not known yet",
      "a",
      "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
      ['threshold: "a" -> known when it is deployed'],
    ],
    [
      "a long text, which is cut",
      "a",
      "b".repeat(150),
      [`threshold: "a" -> "${"b".repeat(99)}...`],
    ],
  ];
  for (const [what, before, after, lines] of cases) {
    it(`says of ${what}`, () => {
      expect(valueChanges(before, after, "threshold")).to.deep.equal(lines);
    });
  }
});

describe("dashboardChanges", () => {
  it("says which widgets are changed, new, gone and elsewhere", () => {
    const before = dashboard(widget("Errors", 10), widget("Latency", 1), widget("Old", 1));
    const after = dashboard(widget("New", 1), widget("Errors", 12), widget("Latency", 1, 6));
    expect(dashboardChanges(before, after)).to.deep.equal([
      '+ widget "New"',
      '~ widget "Errors"',
      "    annotations.horizontal[0].value: 10 -> 12",
      '- widget "Old"',
      "  1 widget is elsewhere",
    ]);
  });

  it("names a text by its first line, and tells widgets of one title apart", () => {
    const text = (markdown: string): object => ({ type: "text", properties: { markdown } });
    const before = dashboard(text("# Intro\na"), widget("Errors", 1), widget("Errors", 2));
    const after = dashboard(text("# Intro\nb"), widget("Errors", 1), widget("Errors", 3));
    expect(dashboardChanges(before, after)).to.deep.equal([
      '~ widget "Intro"',
      '    markdown: "# Intro\\na" -> "# Intro\\nb"',
      '~ widget "Errors (2)"',
      "    annotations.horizontal[0].value: 2 -> 3",
    ]);
  });

  it("says nothing of what is no dashboard", () => {
    expect(dashboardChanges(undefined, dashboard())).to.equal(undefined);
    // Pulumi's mark of what is known only when it is deployed.
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    expect(dashboardChanges(dashboard(), unknown)).to.equal(undefined);
  });
});

describe("codeChanges", () => {
  it("shows the changed lines of a handler, and the names of other files", () => {
    const before = archive({
      "__index.js": "a\nb\nc",
      "big.js": "<contents elided>",
      "x.csv": "1",
    });
    const after = {
      ...archive({ "__index.js": "a\nB\nc", "new.csv": "1" }),
    } as { assets: Record<string, object> };
    after.assets["big.js"] = { hash: "other", text: "<contents elided>" };
    expect(codeChanges(before, after)).to.deep.equal([
      ...["~ __index.js", "      a", "    - b", "    + B", "      c"],
      ...["~ big.js", "- x.csv", "+ new.csv"],
    ]);
  });

  it("says nothing of what is no archive", () => {
    expect(codeChanges(undefined, archive({}))).to.equal(undefined);
    expect(codeChanges(10, 12)).to.equal(undefined);
  });
});

describe("previewDetails", () => {
  const FUNCTION = "aws:lambda/function:Function";
  const before = { code: archive({ "__index.js": "a" }), timeout: 10 };
  const after = { code: archive({ "__index.js": "b" }), timeout: 11 };

  it("has a part for each resource that is changed or replaced", () => {
    const layer = step("aws:lambda/layerVersion:LayerVersion", { a: 1 }, { a: 2 }, "replace");
    expect(previewDetails([step(FUNCTION, before, after), layer])).to.equal(
      [
        "",
        "What changes (all of it: npm run preview -- --diff)",
        "",
        "Function mcp-server",
        "  ~ __index.js",
        "      - a",
        "      + b",
        "  timeout: 10 -> 11",
        "",
        "LayerVersion mcp-server is replaced",
        "  a: 1 -> 2",
        "",
      ].join("\n"),
    );
  });

  it("says nothing of what is made, removed or as it was", () => {
    const ops = ["create", "delete", "same", "create-replacement", "delete-replaced", "read"];
    expect(previewDetails(ops.map((op) => step(FUNCTION, before, after, op)))).to.equal("");
  });

  it("takes the provider's paths, each property once", () => {
    const detailed = { ...step(FUNCTION, before, after), detailedDiff: { "timeout[0].a": {} } };
    expect(previewDetails([detailed]))
      .to.include("timeout: 10 -> 11")
      .and.not.include("__index");
  });

  it("says that a property changes whose value is not in the event", () => {
    const unseen = { ...step(FUNCTION, {}, {}), diffs: ["tags"] };
    expect(previewDetails([unseen])).to.include("  tags changes\n");
  });

  it("cuts long lists of values, and counts what is left", () => {
    const values = (base: number): object =>
      Object.fromEntries(Array.from({ length: 15 }, (_, at) => [`key${at}`, base + at]));
    const text = previewDetails([step(FUNCTION, { all: values(0) }, { all: values(1) })]);
    expect(text).to.include("all.key11: 11 -> 12\n  and 3 lines more\n");
  });

  it("leaves out what would move a terminal's cursor", () => {
    const escape = { code: archive({ "__index.js": "\u001b[2J" }) };
    expect(previewDetails([step(FUNCTION, before, escape)])).to.include("+ \\u001b[2J");
  });
});
