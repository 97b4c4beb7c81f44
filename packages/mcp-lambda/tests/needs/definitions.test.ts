import { expect } from "chai";
import * as z from "zod";
import { checkDefinition } from "../../definitions/check-definition";
import { defineResource, defineResourceTemplate } from "../../definitions/resource";
import { definePrompt } from "../../definitions/prompt";
import { type AnyTool, defineTool, text } from "../../definitions/tool";
import { declaredFeatures } from "../../needs/declared-features";
import { needVariable } from "../../needs/need";
import { secret } from "../../needs/secret";
import { table } from "../../needs/table";
import { runTool, serverWith } from "../../testing";

const HINTS = {
  readOnlyHint: false,
  destructiveHint: false,
  idempotentHint: false,
  openWorldHint: false,
} as const;
const BASE = {
  title: "Tool",
  description: "A tool.",
  inputSchema: z.object({}),
  annotations: HINTS,
} as const;
const NOTE = z.object({ owner: z.string(), id: z.number(), text: z.string() });
const NOTES = { item: NOTE, key: "owner", sort: "id" } as const;

const save = (): AnyTool =>
  defineTool({
    ...BASE,
    name: "save",
    needs: { notes: table({ ...NOTES, may: ["put"] }) },
    run: async (_input, { notes }) => {
      const isNew = await notes.put({ owner: "a", id: 1, text: "x" }, { ifNew: true });
      // @ts-expect-error: "query" is not among what it may do.
      const query: unknown = notes.query;
      return text(`${isNew} ${typeof query}`);
    },
  });

const list = (): AnyTool =>
  defineTool({
    ...BASE,
    name: "list",
    needs: { notes: table({ ...NOTES, may: ["query", "get"] }), apiKey: secret() },
    run: async (_input, { notes, apiKey }) => {
      // @ts-expect-error: the partition key is called owner.
      const wrong = () => notes.query({ id: 1 });
      // @ts-expect-error: the sort key is a number.
      const range = () => notes.query({ owner: "a" }, { where: { beginsWith: "1" } });
      const found = await notes.query({ owner: "a" }, { where: { from: 1 } });
      const texts: readonly string[] = found.map((note) => note.text);
      return text(`${texts.join()} ${await apiKey.value()} ${typeof wrong} ${typeof range}`);
    },
  });

describe("the needs of definitions", () => {
  it("are found in tools, resources, templates and prompts", () => {
    const templateNeed = { other: secret() };
    const server = serverWith({
      tools: [save(), list()],
      resources: [
        defineResource({
          uri: "x://y",
          name: "r",
          title: "R",
          description: "D",
          mimeType: "text/plain",
          needs: { forResource: secret() },
          read: ({ forResource }) => forResource.value(),
        }),
      ],
      resourceTemplates: [
        defineResourceTemplate({
          uriTemplate: "x://{id}",
          name: "t",
          title: "T",
          description: "D",
          mimeType: "text/plain",
          needs: templateNeed,
          read: (_variables, { other }) => other.value(),
        }),
      ],
      prompts: [
        definePrompt({
          name: "p",
          title: "P",
          description: "D",
          arguments: z.object({}),
          needs: { forPrompt: secret() },
          write: (_args, { forPrompt }) => forPrompt.value(),
        }),
      ],
    });

    expect(declaredFeatures(server)).to.deep.equal({
      needs: {
        notes: {
          kind: "table",
          key: { name: "owner", type: "S" },
          sort: { name: "id", type: "N" },
          may: ["get", "put", "query"],
        },
        apiKey: { kind: "secret" },
        forResource: { kind: "secret" },
        other: { kind: "secret" },
        forPrompt: { kind: "secret" },
      },
      hasState: false,
    });
  });

  it("are refused where one name stands for two things", () => {
    const other = defineTool({
      ...BASE,
      name: "other",
      needs: { notes: secret() },
      run: () => text(""),
    });

    expect(() => declaredFeatures(serverWith({ tools: [save(), other] }))).to.throw(
      '"other": needs.notes: another definition gives this name to something else',
    );
  });

  it("are refused where the function would find two in one variable", () => {
    const twice = defineTool({
      ...BASE,
      name: "twice",
      needs: { apiKey: secret(), apiKEY: secret() },
      run: () => text(""),
    });

    expect(() => declaredFeatures(serverWith({ tools: [twice] }))).to.throw(
      'needs.apiKEY: the function finds it as NEED_API_KEY, as it does "apiKey"',
    );
  });

  it("tell of states and of the longest task", () => {
    const asks = defineTool({ ...BASE, name: "asks", asks: true, run: () => text("") });
    const long = (name: string, minutes: number): AnyTool =>
      defineTool({
        ...BASE,
        name,
        background: { minutes, otherwise: "refuse" },
        run: () => text(""),
      });

    expect(declaredFeatures(serverWith({ tools: [asks] }))).to.deep.equal({
      needs: {},
      hasState: true,
    });
    expect(declaredFeatures(serverWith({ tools: [long("a", 3), long("b", 12)] }))).to.deep.equal({
      needs: {},
      hasState: true,
      taskMinutes: 12,
    });
  });

  const wrong: readonly (readonly [string, unknown, string])[] = [
    ["a list", [], "write names and what they stand for"],
    ["a name that is no variable", { "api-key": secret() }, "at most 40 letters and digits"],
    ["a name of the context", { caller: secret() }, "has something of this name already"],
    ["a name of the program", { state: secret() }, "a resource of the program is called so"],
    ["the stack's own key", { stateKey: secret() }, "a resource of the program is called so"],
    [
      "something else than a need",
      { notes: "table" },
      "write table({ ... }), secret() or bucket({ ... })",
    ],
  ];
  for (const [what, needs, message] of wrong) {
    it(`are refused when they are ${what}`, () => {
      const tool = { ...BASE, name: "wrong", needs, run: () => text("") } as unknown as AnyTool;

      const check = (): void => {
        checkDefinition(serverWith({ tools: [tool] }));
      };
      expect(check)
        .to.throw('tool "wrong": needs: ')
        .with.property("message")
        .that.includes(message);
    });
  }

  it("are clients of their own in a test", async () => {
    const put = async (): Promise<boolean> => true;
    const result = await runTool(save(), {}, undefined, { clients: { notes: { put } } });

    expect(result.content).to.deep.equal([{ type: "text", text: "true undefined" }]);
  });

  it("say what is missing where the function does not know where they are", async () => {
    const error = await runTool(save(), {}).catch((reason: unknown) => String(reason));

    expect(error).to.include('NEED_NOTES is not set: in a test, give runTool a client as "notes"');
  });

  it("are found by the function under a variable's name", () => {
    expect(["notes", "apiKey", "ordersV2Table"].map(needVariable)).to.deep.equal([
      "NEED_NOTES",
      "NEED_API_KEY",
      "NEED_ORDERS_V2_TABLE",
    ]);
  });
});
