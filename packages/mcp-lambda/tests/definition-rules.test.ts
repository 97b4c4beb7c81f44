/** What names, URIs, media types, scopes, icons, metadata and needs may be, one value at a time. */
import { expect } from "chai";
import * as z from "zod";
import { decorationFaults, iconsProblem } from "../definitions/decoration-problems";
import { listProblems } from "../definitions/list-problems";
import {
  argumentNameProblem,
  mediaTypeProblem,
  nameProblem,
  scopesProblem,
  textProblem,
  toolNameProblem,
  uriProblem,
} from "../definitions/names";
import { needsProblem } from "../definitions/needs-problem";
import { takesText } from "../definitions/takes-text";

type Rule = (value: never) => string | undefined;

const metaKey = (key: string): string | undefined =>
  decorationFaults({ _meta: { [key]: 1 } })["_meta"];
const icon = (parts: object): string | undefined =>
  iconsProblem([{ src: "https://example.com/a.png", ...parts }]);
const need = (name: string): string | undefined =>
  needsProblem({ [name]: { declared: {}, connect: () => 1 } });
const x = (count: number): string => "x".repeat(count);

const rules: readonly (readonly [
  what: string,
  Rule,
  right: readonly unknown[],
  wrong: readonly unknown[],
])[] = [
  [
    "a name",
    nameProblem,
    ["a", "A_0-.", x(128)],
    ["", x(129), "a b", "é", " a", "a ", 1, undefined],
  ],
  ["a tool's name", toolNameProblem, ["a"], ["unknown", ""]],
  ["an argument's name", argumentNameProblem, ["a", x(64)], ["", x(65), "a b", " a", "a "]],
  ["a text", textProblem, ["a", " a "], ["", "  ", 1, undefined]],
  [
    "a media type",
    mediaTypeProblem,
    ["a/b", "text/plain; charset=utf-8", "a/b ;c", "image/svg+xml"],
    ["a", "a/", "/b", "a/b c", " a/b", "a/b/c", 1],
  ],
  [
    "a URI",
    uriProblem,
    ["docs://guide", `x://${x(2_044)}`],
    [`x://${x(2_045)}`, "guide", "HTTP://a", "x://a b", 1],
  ],
  [
    "scopes",
    scopesProblem,
    [undefined, [], ["a", "b:c"], ["!%&()[]~"]],
    [
      "a",
      [""],
      ["a", "a"],
      ["a b"],
      ['a"'],
      ["a'"],
      ["a\\"],
      ["#"],
      ["$"],
      ["é"],
      ["offline_access"],
      [1],
    ],
  ],
  [
    "a key of _meta",
    metaKey,
    [
      "",
      "a",
      "A",
      "9",
      "a.b-c_d9",
      "a/b",
      "a/",
      "a-b/c",
      "a1/b",
      "a.b/c",
      "a-1.b-2/c",
      "a.b.c/d",
      "a0.b9/c",
      "ab.cd/e",
    ],
    [
      "-a",
      "a-",
      ".a",
      "a.",
      "_a",
      "a/b/c",
      "/a",
      "1a/b",
      "a-/b",
      "a./b",
      ".a/b",
      "a..b/c",
      "a.1b/c",
      "a.b-/c",
      "a b/c",
      "a_b/c",
      "a.b_c/d",
      "a!",
      "a/!",
      "x y",
      "a.-b/c",
      " a",
      "a ",
    ],
  ],
  [
    "an icon's source",
    (src: string) => icon({ src }),
    ["https://a.test/b", "data:image/png;base64,AA"],
    ["http://a.test", "data:text/plain,a", "a.png", "x:https://a.test", "", 1, undefined],
  ],
  [
    "an icon's media type",
    (mimeType: string) => icon({ mimeType }),
    [undefined, "image/png"],
    ["text/image/png", "png", "", 1, null],
  ],
  [
    "an icon's sizes",
    (sizes: unknown) => icon({ sizes }),
    [undefined, [], ["any"], ["48x48", "1024x7"]],
    [
      "any",
      ["48"],
      ["x48"],
      ["48x"],
      ["any48x48"],
      ["48x48px"],
      ["anything"],
      ["many"],
      [1],
      ["48x48", "b"],
    ],
  ],
  [
    "an icon's theme",
    (theme: unknown) => icon({ theme }),
    [undefined, "light", "dark"],
    ["", "Dark", "lights", null],
  ],
  [
    "a need's name",
    need,
    ["a", "aB9", `a${x(39)}`],
    [
      "",
      "A",
      "9a",
      `a${x(40)}`,
      "a-b",
      "a_b",
      " a",
      "ask",
      "caller",
      "confirm",
      "count",
      "deadline",
      "log",
      "mcp",
      "once",
      "signal",
      "task",
      "dependencies",
      "state",
      "stateKey",
      "tasks",
      "tools",
    ],
  ],
  [
    "needs",
    needsProblem,
    [undefined, {}, { a: { declared: {}, connect: () => 1 } }],
    [
      null,
      [],
      "a",
      1,
      { a: null },
      { a: {} },
      { a: { declared: {} } },
      { a: { connect: () => 1 } },
    ],
  ],
];

describe("the rules of a definition", () => {
  for (const [what, problem, right, wrong] of rules) {
    it(`take ${what} that is right, and say what is wrong with another`, () => {
      for (const value of right) expect(problem(value as never), String(value)).to.equal(undefined);
      for (const value of wrong)
        expect(problem(value as never), JSON.stringify(value)).to.be.a("string");
    });
  }

  it("say each problem of several needs", () => {
    expect(needsProblem({ ask: 1, tools: 1 })).to.equal(
      '"ask": the context has something of this name already; "tools": a resource of the program is called so: choose another name',
    );
  });

  it("tell two of a list by what it is found by: names, URIs, templates", () => {
    for (const [list, field, two] of [
      ["tools", "name", "two tools are called"],
      ["resources", "uri", "two resources are called"],
      ["resourceTemplates", "uriTemplate", "two resource templates are called"],
      ["prompts", "name", "two prompts are called"],
    ] as const) {
      const named = (id: string): object => ({ name: "same", [field]: id });
      const problems = (ids: readonly string[]): string =>
        listProblems(list, ids.map(named)).join("\n");

      expect(problems(["a", "a"])).to.include(`${two} "a": rename one`);
      expect(problems(["a", "b"])).to.not.include(two);
    }
  });

  it("name what stands in a list in place of a definition", () => {
    const add = (): number => 1;
    const given = [null, undefined, "a", add, () => 1, Promise.resolve({})];

    expect(listProblems("tools", given)).to.deep.equal([
      "tools[0]: it is null: take it out, or see what it is imported from",
      "tools[1]: it is undefined: take it out, or see what it is imported from",
      "tools[2]: it is string: take it out, or see what it is imported from",
      "tools[3]: it is a function and not what it returns: write add()",
      "tools[4]: it is a function and not what it returns: write it()",
      "tools[5]: it is a promise: what is listed is known at once",
    ]);
    expect(listProblems("tools", {})).to.deep.equal([
      "tools: it is not a list: [] stands for none",
    ]);
  });
});

describe("an argument of a prompt", () => {
  const types: readonly (readonly [z.ZodType, boolean])[] = [
    [z.string(), true],
    [z.enum(["a", "b"]), true],
    [z.literal(1), false],
    [z.number(), false],
    [z.coerce.number(), true],
    [z.coerce.number().optional(), true],
    [z.union([z.number(), z.string()]), true],
    [z.union([z.number(), z.boolean()]), false],
    [z.any(), true],
    [z.never(), false],
    [z.string().optional(), true],
    [z.preprocess(Number, z.number()), true],
    [z.string().transform(Number).pipe(z.number()), true],
    [z.number().optional(), false],
    [z.string().nullable(), true],
  ];
  for (const [type, isTaken] of types) {
    const json = z.toJSONSchema(type, { io: "input", unrepresentable: "any" });
    it(`${isTaken ? "may" : "may not"} be ${JSON.stringify(json)}`, () => {
      expect(takesText(json, type)).to.equal(isTaken);
    });
  }
});
