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
