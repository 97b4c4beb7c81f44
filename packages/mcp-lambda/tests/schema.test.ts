/** JSON Schema as lists show it: what zod gives, without what the author did not write. */
import { AjvJsonSchemaValidator } from "@modelcontextprotocol/server/validators/ajv";
import { expect } from "chai";
import * as z from "zod";
import { type Direction, jsonSchema } from "../features/schema";

/** Of the field "x" of an object. */
function listed(type: z.ZodType, direction: Direction = "input"): unknown {
  const { properties } = jsonSchema(z.object({ x: type }), direction) as {
    properties?: { x: unknown };
  };
  return properties?.x;
}

interface Tree {
  readonly name: string;
  readonly children: readonly Tree[];
}

/** An object that refers to itself. */
function tree(): z.ZodObject {
  const node = z.object({
    name: z.string(),
    get children(): z.ZodArray {
      return z.array(node);
    },
  });
  return node;
}

const TREE: Tree = { name: "a", children: [{ name: "b", children: [] }] };

describe("jsonSchema", () => {
  it("names no dialect, since it is the protocol's default", () => {
    expect(jsonSchema(z.object({ a: z.string() }), "input")).to.deep.equal({
      type: "object",
      properties: { a: { type: "string" } },
      required: ["a"],
    });
  });

  it("shows what is taken of an input, and what is given of an output", () => {
    const schema = z.object({ a: z.string().default("x") });

    expect(jsonSchema(schema, "input")).to.not.have.any.keys("required", "additionalProperties");
    expect(jsonSchema(schema, "output")).to.include({ additionalProperties: false });
    expect(jsonSchema(schema, "output")["required"]).to.deep.equal(["a"]);
  });

  const bounds: readonly (readonly [what: string, type: z.ZodType, json: object])[] = [
    ["z.int()", z.int(), { type: "integer" }],
    ["z.int().min(0)", z.int().min(0), { type: "integer", minimum: 0 }],
    ["z.int().describe()", z.int().describe("n"), { type: "integer", description: "n" }],
    ["z.int().optional()", z.int().optional(), { type: "integer" }],
    ["a nullable z.int()", z.int().nullable(), { type: ["integer", "null"] }],
    ["z.float64()", z.float64(), { type: "number" }],
    ["z.int32()", z.int32(), { type: "integer", minimum: -2147483648, maximum: 2147483647 }],
    [
      "the widest bounds",
      z.int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
      { type: "integer", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
    ],
    [
      "z.number().max()",
      z.number().max(Number.MAX_SAFE_INTEGER),
      { type: "number", maximum: Number.MAX_SAFE_INTEGER },
    ],
  ];
  for (const [what, type, json] of bounds) {
    it(`lists of ${what} the bounds that were written, and no others`, () => {
      expect(listed(type)).to.deep.equal(json);
      expect(listed(type, "output")).to.deep.equal(json);
    });
  }

  it("leaves out patterns with flags, which JSON Schema has not", () => {
    expect(listed(z.string().regex(/^a/i))).to.deep.equal({ type: "string" });
    expect(listed(z.string().regex(/^a/u))).to.deep.equal({ type: "string", pattern: "^a" });
    expect(listed(z.string().regex(/^a/i).regex(/b$/))).to.deep.equal({
      type: "string",
      allOf: [{ pattern: "b$" }],
    });
  });

  const notForClients: readonly RegExp[] = [
    /^[A-Z]+\-\d+$/,
    /^\@a$/,
    /^[\w-.]+$/,
    /^{a}$/,
    new RegExp("^[\\p{L}--[a-z]]$", "v"),
    new RegExp("^[^a&&b]$", "v"),
    /^(?i:a)$/,
  ];
  for (const pattern of notForClients) {
    it(`leaves out ${String(pattern)}, at which clients throw, wherever it is`, () => {
      const text = z.string().regex(pattern);
      const record = z.record(text, z.number());
      const loose = z.looseRecord(text, z.number());

      for (const direction of ["input", "output"] as const) {
        expect(listed(text, direction)).to.deep.equal({ type: "string" });
        expect(listed(text.regex(/b/), direction)).to.have.deep.property("allOf", [
          { pattern: "b" },
        ]);
        expect(listed(record, direction)).to.have.deep.property("propertyNames", {
          type: "string",
        });
        expect(listed(loose, direction)).to.deep.equal({ type: "object" });
        expect(listed(z.email({ pattern }), direction)).to.not.have.property("pattern");
        expect(listed(z.string().meta({ pattern: "\\-" }), direction)).to.deep.equal({
          type: "string",
        });
      }
    });
  }

  it("leaves out a list of patterns of which none is left", () => {
    const json = listed(z.string().regex(/a/i).regex(/b/i));

    expect(json).to.deep.equal({ type: "string" });
  });

  const unknownFormats: Readonly<Record<string, z.ZodType>> = {
    "z.cidrv4()": z.cidrv4(),
    "z.jwt()": z.jwt(),
    "z.hash()": z.hash("md5"),
    "z.nanoid()": z.nanoid(),
    ".startsWith()": z.string().startsWith("a"),
    ".includes()": z.string().includes("a"),
    ".lowercase()": z.string().lowercase(),
    ".lowercase().optional()": z.string().lowercase().optional(),
  };
  for (const [what, type] of Object.entries(unknownFormats)) {
    it(`lists no format of ${what}, which JSON Schema does not have`, () => {
      expect(listed(type)).to.include({ type: "string" }).and.not.have.property("format");
      expect(listed(type, "output")).to.not.have.property("format");
    });
  }

  it("keeps of an input what a model can make use of", () => {
    expect(listed(z.url())).to.deep.equal({ type: "string", format: "uri" });
    expect(listed(z.email())).to.include.all.keys("format", "pattern");
    expect(listed(z.iso.duration())).to.include({ format: "duration" });
    expect(listed(z.number().multipleOf(0.01))).to.deep.equal({ type: "number", multipleOf: 0.01 });
    expect(listed(z.string().regex(/^..$/))).to.include({ pattern: "^..$" });
    expect(listed(z.string().min(3).trim())).to.deep.equal({ type: "string", minLength: 3 });
    expect(listed(z.string().meta({ format: "password" }))).to.include({ format: "password" });
    expect(listed(z.looseRecord(z.string().regex(/^a/), z.int()))).to.deep.equal({
      type: "object",
      patternProperties: { "^a": { type: "integer" } },
    });
  });

  it("keeps of an output what JSON Schema means as the schema does", () => {
    expect(listed(z.uuid(), "output")).to.include({ format: "uuid" });
    expect(listed(z.iso.datetime(), "output")).to.include({ format: "date-time" });
    expect(listed(z.string().trim().min(2), "output")).to.include({ minLength: 2 });
    expect(listed(z.string().min(1).default("x"), "output")).to.deep.equal({
      type: "string",
      minLength: 1,
      default: "x",
    });
    for (const pattern of [/^[a.]\.\d$/, /^..$/u, /^[\u4e00-\u9fff]+$/]) {
      expect(listed(z.string().regex(pattern), "output")).to.include({ pattern: pattern.source });
    }
  });

  const described = z.object({ a: z.string() }).describe("With a");
  const named = z.object({ a: z.string() }).meta({ id: "named" });
  const b = z.object({ b: z.string() });
  const taken: readonly (readonly [what: string, type: z.ZodType, value: unknown])[] = [
    ["multipleOf(0.01)", z.number().multipleOf(0.01), 19.99],
    ["multipleOf(5), as computed", z.number().multipleOf(5), 15.000000000000002],
    ["multipleOf twice", z.number().multipleOf(0.5).multipleOf(0.01), 19.5],
    ["z.url()", z.url(), "https://de.wikipedia.org/wiki/K\u00f6ln"],
    ["z.iso.duration()", z.iso.duration(), "PT1.5S"],
    ["z.email() with a pattern", z.email({ pattern: /@/ }), "@"],
    ["z.email() with a flag", z.email({ pattern: /^A@B$/i }), "a@b"],
    ["z.ipv6() of an IPv4 address", z.ipv6(), "::ffff:192.0.2.1"],
    ["z.cidrv6() of an IPv4 address", z.cidrv6(), "::ffff:192.0.2.1/96"],
    ["a dot", z.string().regex(/^..$/), "\u{1f44d}"],
    ["a negated class", z.string().regex(/^[^a]{2}$/), "\u{1f44d}"],
    ["\\D", z.string().regex(/^\D\D$/), "\u{1f44d}"],
    ["\\S in a class", z.string().regex(/^[\S]{2}$/), "\u{1f44d}"],
    ["an escape that means more with u", z.string().regex(new RegExp("^\\u{3}$")), "uuu"],
    ["halves of an emoji", z.string().regex(/^[\ud83d\udc4d]{2}$/), "\u{1f44d}"],
    ["length(1)", z.string().length(1), "\u{1f44d}"],
    ["min(3).trim()", z.string().min(3).trim(), " a "],
    ["normalize() after max()", z.string().max(1).normalize("NFD"), "\u00e9"],
    [
      "a pattern before toUpperCase()",
      z
        .string()
        .regex(/^[a-z]+$/)
        .toUpperCase(),
      "a",
    ],
    ["z.email().toUpperCase()", z.email({ pattern: /^a@b$/ }).toUpperCase(), "a@b"],
    ["an id before trim()", z.string().min(3).meta({ id: "long" }).trim(), " a "],
    [
      "a number overwritten",
      z
        .int()
        .max(1)
        .overwrite((n) => n * 2.5),
      1,
    ],
    [
      "a list overwritten",
      z
        .array(z.int())
        .min(1)
        .overwrite(() => []),
      [1],
    ],
    ["a default that it does not take", z.string().min(1).default(""), undefined],
    ["a default that it changes", z.string().trim().max(1).default(" a "), undefined],
    ["a default with an id", z.string().min(1).default("").meta({ id: "none" }), undefined],
    ["two patterns of z.ipv6()", z.ipv6().regex(/^::/), "::192.0.2.1"],
    ["a catch that it does not take", z.int().min(5).catch(0).optional(), 1],
    ["z.xor()", z.xor([z.string().regex(/^A/i), z.literal("b")]), "b"],
    ["keys of two rules", z.looseRecord(z.string().regex(/^a/).min(3), z.int()), { ab: "x" }],
    ["keys of units", z.record(z.string().regex(/^..$/), z.int()), { "\u{1f44d}": 1 }],
    [
      "a dot in a template literal",
      z.templateLiteral(["id-", z.string().regex(/^..$/)]),
      "id-\u{1f44d}",
    ],
    ["an intersection with a description", described.and(b), { a: "x", b: "x" }],
    ["an intersection with an id", named.and(b), { a: "x", b: "x" }],
    [
      "an intersection with a union",
      described.and(b.or(z.object({ c: z.int() }).describe("c"))),
      { a: "x", c: 1 },
    ],
  ];
  for (const [what, type, value] of taken) {
    it(`lists an output so that clients take what the schema gives: ${what}`, () => {
      const schema = z.object({ x: type });
      const given = schema.parse({ x: value });

      const validate = new AjvJsonSchemaValidator().getValidator(jsonSchema(schema, "output"));

      expect(validate(given)).to.deep.equal({ valid: true, data: given, errorMessage: undefined });
    });
  }

  const tuples: readonly (readonly [what: string, type: z.ZodType, json: object])[] = [
    [
      "a tuple",
      z.tuple([z.string(), z.number().optional()]),
      { prefixItems: [{ type: "string" }, { type: "number" }], minItems: 1, maxItems: 2 },
    ],
    [
      "a tuple with a rest",
      z.tuple([z.string()], z.number()),
      {
        prefixItems: [{ type: "string" }],
        items: { anyOf: [{ type: "string" }, { type: "number" }] },
        minItems: 1,
      },
    ],
    ["an empty tuple", z.tuple([]), { maxItems: 0 }],
  ];
  for (const [what, type, json] of tuples) {
    it(`lists ${what} so that clients that know only draft 7 take its values`, () => {
      expect(listed(type, "output")).to.deep.equal({ type: "array", ...json });
    });
  }

  const recursive: Readonly<Record<string, z.ZodObject>> = {
    "at its root": tree(),
    "at its root, with an id": tree().meta({ id: "tree" }),
    below: z.object({ name: z.string(), children: z.array(tree()) }),
  };
  for (const [where, schema] of Object.entries(recursive)) {
    it(`keeps a schema that refers to itself ${where}, with its properties at the root`, () => {
      const json = jsonSchema(schema, "input");

      expect(json["properties"]).to.include.all.keys("name", "children");
      const validate = new AjvJsonSchemaValidator().getValidator(json);
      expect(validate(TREE).valid).to.equal(true);
      expect(validate({ ...TREE, children: [{ name: 1, children: [] }] }).valid).to.equal(false);
    });
  }

  it("is converted once for each direction", () => {
    const schema = z.object({ a: z.int() });

    expect(jsonSchema(schema, "input")).to.equal(jsonSchema(schema, "input"));
    expect(jsonSchema(schema, "output")).to.not.equal(jsonSchema(schema, "input"));
  });
});
