/** Icons and metadata of tools, resources, templates and prompts: listed as given, refused when wrong. */
import { expect } from "chai";
import * as z from "zod";
import { checkDefinition } from "../definitions/check-definition";
import { definePrompt } from "../definitions/prompt";
import { text } from "../definitions/tool";
import { plainTool, serverWith } from "../testing/definitions";
import { modern } from "../testing/mcp";
import { askingServer } from "./support/handler";

const icons = [{ src: "https://example.com/a.png", mimeType: "image/png", sizes: ["48x48"] }];
const _meta = { "com.example/owner": { team: "orders", since: 2026 } };
const described = { name: "x", title: "X", description: "X.", mimeType: "text/plain" };

const server = (decoration: object): Parameters<typeof serverWith>[0] => ({
  tools: [{ ...plainTool("x", () => text("")), ...decoration }],
  resources: [{ ...described, uri: "x://one", read: () => "one", ...decoration }],
  resourceTemplates: [{ ...described, uriTemplate: "y://{id}", read: () => "two", ...decoration }],
  prompts: [
    definePrompt({ ...described, arguments: z.object({}), write: () => "", ...decoration }),
  ],
});

const said = (parts: object): string => {
  try {
    checkDefinition(serverWith(parts));
    return "";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("icons and _meta", () => {
  const lists = [
    ["tools/list", "tools"],
    ["resources/list", "resources"],
    ["resources/templates/list", "resourceTemplates"],
    ["prompts/list", "prompts"],
  ] as const;
  for (const [method, list] of lists) {
    it(`are listed by ${method} as they are given, and not there without`, async () => {
      const listed = async (decoration: object): Promise<object> => {
        const ask = askingServer(serverWith(server(decoration)));
        const { json } = await ask({ jsonrpc: "2.0", id: 1, method });
        return (json.result?.[list] as object[])[0] ?? {};
      };

      expect(await listed({ icons, _meta })).to.deep.include({ icons, _meta });
      expect(await listed({})).to.not.have.any.keys("icons", "_meta");
    });
  }

  for (const uri of ["x://one", "y://two"]) {
    it(`send _meta with what is read under ${uri}`, async () => {
      const ask = askingServer(serverWith(server({ _meta })));

      const { body, headers } = modern("resources/read", { uri });
      const { json } = await ask(body, { headers });

      expect(json.result).to.have.deep.nested.property("contents[0]._meta", _meta);
    });
  }

  const right: Readonly<Record<string, object>> = {
    "a data URL": { icons: [{ src: "data:image/svg+xml,%3Csvg/%3E", sizes: ["any"] }] },
    "a key without a prefix": { _meta: { owner: null } },
    "a key of the protocol's": { _meta: { "io.modelcontextprotocol/x": [1] } },
    "a prefix alone": { _meta: { "com.example/": true } },
  };
  for (const [what, decoration] of Object.entries(right)) {
    it(`pass with ${what}`, () => {
      expect(said(server(decoration))).to.equal("");
    });
  }

  const wrong: readonly (readonly [what: string, decoration: object, message: string])[] = [
    ["an icon over http", { icons: [{ src: "http://example.com/a.png" }] }, "an https URL"],
    ["an icon by path", { icons: [{ src: "/a.png" }] }, "an https URL"],
    ["an icon that is a page", { icons: [{ src: "data:text/html,x" }] }, "an https URL"],
    ["an icon without a list", { icons: icons[0] }, "icons: use a list"],
    ["an icon of a text", { icons: [{ ...icons[0], mimeType: "text/plain" }] }, "image/png"],
    ["a size of a number", { icons: [{ ...icons[0], sizes: [48] }] }, '"48x48"'],
    ["a theme of another name", { icons: [{ ...icons[0], theme: "blue" }] }, "light or dark"],
    ["a function in _meta", { _meta: { "a/b": () => 1 } }, "_meta: use an object of JSON"],
    ["a date in _meta", { _meta: { "a/b": new Date() } }, "_meta: use an object of JSON"],
    ["a bigint in _meta", { _meta: { "a/b": 1n } }, "_meta: use an object of JSON"],
    ["a list as _meta", { _meta: [] }, "_meta: use an object of JSON"],
    ["a key with a space", { _meta: { "a b": 1 } }, '"a b" is not a key'],
    ["a prefix that begins with a digit", { _meta: { "1a/b": 1 } }, '"1a/b" is not a key'],
    ["a name that ends with a dot", { _meta: { "a/b.": 1 } }, '"a/b." is not a key'],
  ];
  for (const [what, decoration, message] of wrong) {
    it(`are refused with ${what}, wherever it is`, () => {
      for (const [list, items] of Object.entries(server(decoration))) {
        expect(said({ [list]: items }), list).to.include(message);
      }
    });
  }

  it("are refused with a wrong icon of the server itself", () => {
    const info = { name: "test", version: "1", icons: [{ src: "icon.png" }] };

    expect(said({ info })).to.include("info.icons: src of each is an https URL");
  });
});
