/** The check of a server's definition: all that is wrong with it, where, and what to write. */
import { expect } from "chai";
import * as z from "zod";
import { checkDefinition } from "../definitions/check-definition";
import { type AnyPrompt, definePrompt } from "../definitions/prompt";
import type { ResourceDefinition, ResourceTemplateDefinition } from "../definitions/resource";
import type { ServerDefinition } from "../definitions/server-definition";
import { type AnyTool, text } from "../definitions/tool";
import { asking } from "../testing/ask";
import { plainTool, serverWith } from "../testing/definitions";
import { fixtureServer } from "./support/fixture-server";
import { createHandler } from "./support/handler";

/** What the check says of a server with these parts; "" when nothing is wrong. */
function said(parts: object): string {
  try {
    checkDefinition(serverWith(parts));
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

const tool = (changes: object = {}): AnyTool => ({ ...plainTool("x", () => text("")), ...changes });

const resource = (changes: object = {}): ResourceDefinition => ({
  uri: "docs://guide",
  name: "guide",
  title: "Guide",
  description: "A guide.",
  mimeType: "text/markdown; charset=utf-8",
  read: () => "",
  ...changes,
});

const template = (changes: object = {}): ResourceTemplateDefinition => ({
  ...resource(),
  name: "order",
  uriTemplate: "orders://{id}",
  read: () => "",
  ...changes,
});

const prompt = (changes: object = {}): AnyPrompt => ({
  ...definePrompt({
    name: "greet",
    title: "Greet",
    description: "Greets.",
    arguments: z.object({ name: z.string() }),
    write: () => "",
  }),
  ...changes,
});

const input = (fields: z.ZodRawShape): object => ({
  tools: [tool({ inputSchema: z.object(fields) })],
});
const output = (fields: z.ZodRawShape): object => ({
  tools: [tool({ outputSchema: z.object(fields) })],
});

describe("checkDefinition", () => {
  it("lets a server pass that has one of each", () => {
    expect(() => {
      checkDefinition(fixtureServer());
    }).to.not.throw();
  });

  const schemas: readonly (readonly [what: string, parts: object, message: string])[] = [
    [
      "z.date()",
      input({ when: z.date() }),
      "inputSchema.when: z.date() has no JSON Schema: use z.iso.datetime()",
    ],
    [
      "z.coerce.date()",
      input({ when: z.coerce.date() }),
      "inputSchema.when: z.coerce.date() has no JSON Schema: use z.iso.datetime()",
    ],
    [
      "an optional date in a list",
      input({ rows: z.array(z.object({ at: z.date().optional() })) }),
      "inputSchema.rows[].at: z.date() has no JSON Schema: use z.iso.datetime()",
    ],
    [
      "a date in a tuple",
      input({ pair: z.tuple([z.string(), z.date()]) }),
      "inputSchema.pair[1]: z.date() has no JSON Schema: use z.iso.datetime()",
    ],
    [
      "a date in a record",
      input({ by: z.record(z.string(), z.date()) }),
      "inputSchema.by.*: z.date() has no JSON Schema: use z.iso.datetime()",
    ],
    [
      "a date in a union",
      input({ on: z.union([z.string(), z.date()]) }),
      "inputSchema.on: z.date() has no JSON Schema: use z.iso.datetime()",
    ],
    [
      "a date in a recursive schema",
      input({ tree: tree() }),
      "inputSchema.tree.at: z.date() has no JSON Schema: use z.iso.datetime()",
    ],
    [
      "z.bigint()",
      input({ n: z.bigint() }),
      "inputSchema.n: z.bigint() has no JSON Schema: use z.int(), or a z.string() of digits",
    ],
    [
      "z.coerce.bigint()",
      input({ n: z.coerce.bigint() }),
      "inputSchema.n: z.coerce.bigint() has no JSON Schema: use z.int(), or a z.string() of digits",
    ],
    [
      "a literal bigint",
      input({ n: z.literal(1n) }),
      "inputSchema.n: z.literal() of undefined or a bigint has no JSON Schema: use null, texts, numbers or booleans",
    ],
    [
      "z.custom()",
      input({ c: z.custom<string>() }),
      "inputSchema.c: z.custom(), and so z.instanceof(), has no JSON Schema: use a schema of what the JSON is, and .refine()",
    ],
    [
      "z.instanceof()",
      input({ c: z.instanceof(URL) }),
      "inputSchema.c: z.custom(), and so z.instanceof(), has no JSON Schema: use a schema of what the JSON is, and .refine()",
    ],
    [
      "z.map()",
      input({ m: z.map(z.string(), z.number()) }),
      "inputSchema.m: z.map() has no JSON Schema: use z.record(z.string(), ...)",
    ],
    [
      "z.set()",
      input({ s: z.set(z.string()) }),
      "inputSchema.s: z.set() has no JSON Schema: use z.array()",
    ],
    [
      "z.symbol()",
      input({ s: z.symbol() }),
      "inputSchema.s: z.symbol() has no JSON Schema: use z.enum()",
    ],
    [
      "z.undefined()",
      input({ u: z.undefined() }),
      "inputSchema.u: z.undefined() has no JSON Schema: use .optional()",
    ],
    [
      "z.void()",
      input({ u: z.void() }),
      "inputSchema.u: z.void() has no JSON Schema: use .optional()",
    ],
    [
      "z.nan()",
      input({ n: z.nan() }),
      "inputSchema.n: z.nan() has no JSON Schema: use z.number(), or null",
    ],
    [
      "z.file()",
      input({ f: z.file() }),
      "inputSchema.f: z.file() has no JSON Schema: use z.base64()",
    ],
    [
      "z.function()",
      input({ f: z.function() }),
      "inputSchema.f: z.function() has no JSON Schema: leave it out",
    ],
    [
      "a transform alone",
      input({ t: z.transform(String) }),
      "inputSchema.t: a transform has no JSON Schema: put .pipe(...) behind it, or before it, with a schema of the JSON",
    ],
    [
      "a transform at the end, in an output",
      output({ t: z.string().transform((value) => value.length) }),
      "outputSchema.t: a transform has no JSON Schema: put .pipe(...) behind it, or before it, with a schema of the JSON",
    ],
    [
      "z.date() in an output",
      output({ at: z.date() }),
      "outputSchema.at: z.date() has no JSON Schema: use z.iso.datetime()",
    ],
    [
      "a default that is a bigint",
      input({ n: z.any().default(1n) }),
      "inputSchema.n: BigInt defaults cannot be represented in JSON Schema: use another schema",
    ],
    [
      "a raw shape",
      { tools: [tool({ inputSchema: { a: z.string() } })] },
      "inputSchema: it is not a z.object({ ... }) of zod 4",
    ],
    [
      "no schema",
      { tools: [tool({ inputSchema: undefined })] },
      "inputSchema: it is not a z.object({ ... }) of zod 4",
    ],
    [
      "an output that is no object",
      { tools: [tool({ outputSchema: z.string() })] },
      "outputSchema: it is not a z.object({ ... }) of zod 4",
    ],
    [
      "an argument that models' APIs refuse",
      input({ "a b": z.string() }),
      'inputSchema.a b: use 1 to 64 letters, digits, "_", "-" and "."',
    ],
  ];
  for (const [what, parts, message] of schemas) {
    it(`refuses ${what}, and names tool and field`, () => {
      expect(said(parts)).to.equal(`tool "x": ${message}`);
    });
  }

  const expressible: Readonly<Record<string, object>> = {
    "a transform in an input": input({ t: z.string().transform((value) => value.length) }),
    "z.preprocess()": input({ t: z.preprocess(String, z.string()) }),
    "a transform with a pipe behind it, in an output": output({
      t: z.string().transform(Number).pipe(z.number()),
    }),
    "z.coerce.number()": input({ n: z.coerce.number() }),
    "z.stringbool()": input({ b: z.stringbool() }),
    "z.json()": input({ j: z.json() }),
    "z.unknown(), z.any() and z.never()": input({ u: z.unknown(), a: z.any(), n: z.never() }),
    "defaults, catches and nullables": input({
      d: z.string().default("x"),
      c: z.int().catch(1),
      n: z.null().nullable(),
    }),
    "an output without fields": output({}),
  };
  for (const [what, parts] of Object.entries(expressible)) {
    it(`lets ${what} pass`, () => {
      expect(said(parts)).to.equal("");
    });
  }

  const parts: readonly (readonly [what: string, parts: object, message: string])[] = [
    [
      "a tool's name with a space",
      { tools: [tool({ name: "a b" })] },
      'tool "a b": name: use 1 to 128 letters, digits, "_", "-" and "."',
    ],
    [
      "a tool's name of 129 letters",
      { tools: [tool({ name: "a".repeat(129) })] },
      `tool "${"a".repeat(129)}": name: use 1 to 128 letters, digits, "_", "-" and "."`,
    ],
    [
      "a tool without a name",
      { tools: [tool({ name: undefined })] },
      'tools[0]: name: use 1 to 128 letters, digits, "_", "-" and "."',
    ],
    [
      "a tool with a name of the metrics",
      { tools: [tool({ name: "unknown" })] },
      'tool "unknown": name: metrics call tools that do not exist so: use another name',
    ],
    [
      "a tool without a title",
      { tools: [tool({ title: " " })] },
      'tool "x": title: it is empty: say what is read there',
    ],
    [
      "a tool that does nothing",
      { tools: [tool({ run: undefined })] },
      'tool "x": run: it is not a function',
    ],
    [
      "a tool that was not called",
      { tools: [function add() {}] },
      "tools[0]: it is a function and not what it returns: write add()",
    ],
    [
      "a tool that is a promise",
      { tools: [Promise.resolve(tool())] },
      "tools[0]: it is a promise: what is listed is known at once",
    ],
    [
      "a tool that is undefined",
      { tools: [undefined] },
      "tools[0]: it is undefined: take it out, or see what it is imported from",
    ],
    [
      "a tool that is null",
      { tools: [null] },
      "tools[0]: it is null: take it out, or see what it is imported from",
    ],
    ["two tools of one name", { tools: [tool(), tool()] }, 'two tools are called "x": rename one'],
    ["no list of tools", { tools: undefined }, "tools: it is not a list: [] stands for none"],
    [
      "no list of templates",
      { resourceTemplates: undefined },
      "resourceTemplates: it is not a list: [] stands for none",
    ],
    [
      "no version",
      { info: { name: "x", version: "" } },
      "info.version: it is empty: say what is read there",
    ],
    [
      "no identity",
      { info: undefined },
      "2 faults in the definition of the server:\n- info.name: it is empty: say what is read there\n- info.version: it is empty: say what is read there",
    ],
    [
      "no instructions",
      { instructions: undefined },
      'instructions: it is not a text: "" stands for none',
    ],
    [
      "a relative URI",
      { resources: [resource({ uri: "guide" })] },
      'resource "guide": uri: use an absolute URI, for example "docs://guide"',
    ],
    [
      "a URI with a space in it",
      { resources: [resource({ uri: "docs:///a b" })] },
      'resource "guide": uri: write it as clients send it: "docs:///a%20b"',
    ],
    [
      "a URI that clients change",
      { resources: [resource({ uri: "HTTPS://a.example" })] },
      'resource "guide": uri: write it as clients send it: "https://a.example/"',
    ],
    [
      "a URI that nobody may ask for",
      { resources: [resource({ uri: `docs://${"a".repeat(2_048)}` })] },
      'resource "guide": uri: use at most 2048 characters',
    ],
    [
      "a resource without a media type",
      { resources: [resource({ mimeType: "text" })] },
      'resource "guide": mimeType: use a media type, for example "application/json"',
    ],
    [
      "a resource without a name",
      { resources: [resource({ name: "" })] },
      'resource "": name: it is empty: say what is read there',
    ],
    [
      "two resources of one URI",
      { resources: [resource(), resource({ name: "other" })] },
      'two resources are called "docs://guide": rename one',
    ],
    [
      "a template that cannot be matched",
      { resourceTemplates: [template({ uriTemplate: "orders://{a}{b}" })] },
      'resource template "order": uriTemplate: {b} cannot be told from {a} before it: put a text between them',
    ],
    [
      "two templates of one pattern",
      { resourceTemplates: [template(), template()] },
      'two resource templates are called "orders://{id}": rename one',
    ],
    [
      "suggestions for no variable",
      { resourceTemplates: [template({ complete: { no: () => [] } })] },
      'resource template "order": complete.no: there is no such name: there is id',
    ],
    [
      "suggestions for no argument",
      { prompts: [prompt({ complete: { no: () => [] } })] },
      'prompt "greet": complete.no: there is no such name: there is name',
    ],
    [
      "a prompt's argument that is no text",
      { prompts: [prompt({ arguments: z.object({ n: z.int() }) })] },
      'prompt "greet": arguments.n: people fill in texts: use z.string() or z.coerce',
    ],
    [
      "a prompt's argument of several types, none a text",
      {
        prompts: [
          prompt({ arguments: z.object({ n: z.union([z.int(), z.literal(true)]).optional() }) }),
        ],
      },
      'prompt "greet": arguments.n: people fill in texts: use z.string() or z.coerce',
    ],
    [
      "a prompt's argument without JSON Schema",
      { prompts: [prompt({ arguments: z.object({ n: z.coerce.date() }) })] },
      'prompt "greet": arguments.n: z.coerce.date() has no JSON Schema: use z.iso.datetime()',
    ],
    [
      "a prompt's name with a slash",
      { prompts: [prompt({ name: "a/b" })] },
      'prompt "a/b": name: use 1 to 128 letters, digits, "_", "-" and "."',
    ],
    [
      "a prompt without arguments",
      { prompts: [prompt({ arguments: undefined })] },
      'prompt "greet": arguments: it is not a z.object({ ... }) of zod 4',
    ],
  ];
  for (const [what, part, message] of parts) {
    it(`refuses ${what}`, () => {
      expect(said(part)).to.equal(message);
    });
  }

  const textual: Readonly<Record<string, z.ZodType>> = {
    "z.enum()": z.enum(["a"]),
    "z.coerce.number()": z.coerce.number().optional(),
    "z.stringbool()": z.stringbool(),
    "z.preprocess()": z.preprocess(Number, z.int()),
    "a union with a text in it": z.union([z.int(), z.string()]),
  };
  for (const [what, type] of Object.entries(textual)) {
    it(`lets an argument of a prompt be ${what}`, () => {
      expect(said({ prompts: [prompt({ arguments: z.object({ type }) })] })).to.equal("");
    });
  }

  it("says all at once", () => {
    const parts: Partial<ServerDefinition> = {
      tools: [
        tool({
          title: "",
          inputSchema: z.object({ a: z.date(), b: z.map(z.string(), z.set(z.int())) }),
        }),
      ],
      resources: [resource({ uri: "guide" })],
    };

    expect(said(parts).split("\n- ")).to.deep.equal([
      "4 faults in the definition of the server:",
      'tool "x": title: it is empty: say what is read there',
      'tool "x": inputSchema.a: z.date() has no JSON Schema: use z.iso.datetime()',
      'tool "x": inputSchema.b: z.map() has no JSON Schema: use z.record(z.string(), ...)',
      'resource "guide": uri: use an absolute URI, for example "docs://guide"',
    ]);
  });

  describe("of a handler", () => {
    const wrong = serverWith(input({ when: z.date() }));

    it("is made where the handler is, everywhere but in Lambda itself", () => {
      expect(() => createHandler(wrong)).to.throw('tool "x": inputSchema.when');
    });

    it("is not repeated at each cold start in Lambda, where nothing of it can empty a list", async () => {
      process.env["AWS_LAMBDA_RUNTIME_API"] = "127.0.0.1:9001";
      try {
        const listed = await asking(createHandler(wrong))({
          jsonrpc: "2.0",
          id: 1,
          method: "tools/list",
        });

        expect(listed.json.result)
          .to.have.nested.property("tools[0].inputSchema")
          .deep.equal({
            type: "object",
            properties: { when: {} },
            required: ["when"],
          });
      } finally {
        delete process.env["AWS_LAMBDA_RUNTIME_API"];
      }
    });
  });
});

/** A schema that refers to itself, with a date in it. */
function tree(): z.ZodType {
  const node = z.object({
    at: z.date(),
    get children(): z.ZodArray {
      return z.array(node);
    },
  });
  return node;
}
