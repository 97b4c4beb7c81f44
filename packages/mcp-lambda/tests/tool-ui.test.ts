/** Pages of tools: what clients that know MCP Apps find of them, and what others do. */
import { expect } from "chai";
import * as esbuild from "esbuild";
import * as path from "node:path";
import { plugins } from "../bundling/plugins";
import { checkDefinition } from "../definitions/check-definition";
import { type AnyTool, text } from "../definitions/tool";
import type { ToolUi } from "../definitions/tool-ui";
import type { Ask } from "../testing/ask";
import { plainTool, serverWith } from "../testing/definitions";
import { modern } from "../testing/mcp";
import { askingServer } from "./support/handler";

const URI = "ui://test/chart";
const html = "<!doctype html><title>Chart</title><p>é";

const chart = (ui: unknown = { html }, changes: object = {}): AnyTool => ({
  ...plainTool("chart", () => text("a chart")),
  ui: ui as ToolUi,
  ...changes,
});

async function result(ask: Ask, method: string, params = {}): Promise<Record<string, unknown>> {
  const { body, headers } = modern(method, params);
  return (await ask(body, { headers })).json.result ?? {};
}

function said(parts: object): string {
  try {
    checkDefinition(serverWith(parts));
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}

describe("the page of a tool", () => {
  it("is named by the tool, listed, and read as a page of MCP Apps", async () => {
    const ask = askingServer(serverWith({ tools: [chart()] }));

    const { tools } = await result(ask, "tools/list");
    const { resources } = await result(ask, "resources/list");
    const { contents } = await result(ask, "resources/read", { uri: URI });

    expect(tools).to.have.deep.nested.property("[0]._meta", { ui: { resourceUri: URI } });
    const mimeType = "text/html;profile=mcp-app";
    expect(resources).to.deep.equal([
      {
        uri: URI,
        name: "chart-ui",
        title: "chart",
        description: "Shows results of the tool chart.",
        mimeType,
        _meta: { ui: {} },
      },
    ]);
    expect(contents).to.deep.equal([{ uri: URI, mimeType, text: html, _meta: { ui: {} } }]);
  });

  it("tells clients where it may load from, in the list and with its text", async () => {
    const csp = {
      connectDomains: ["https://api.example.com"],
      resourceDomains: ["https://*.cdn.net"],
    };
    const ui = {
      html,
      title: "A chart",
      csp,
      permissions: { clipboardWrite: {} },
      prefersBorder: true,
    };
    const ask = askingServer(serverWith({ tools: [chart(ui)] }));
    const told = { ui: { csp, permissions: { clipboardWrite: {} }, prefersBorder: true } };

    const { resources } = await result(ask, "resources/list");
    const { contents } = await result(ask, "resources/read", { uri: URI });

    expect(resources).to.have.nested.property("[0].title", "A chart");
    expect(resources).to.have.deep.nested.property("[0]._meta", told);
    expect(contents).to.have.deep.nested.property("[0]._meta", told);
  });

  it("may be written when it is read", async () => {
    let reads = 0;
    const ui: ToolUi = { html: () => `<p>${(reads += 1)}` };
    const ask = askingServer(serverWith({ tools: [chart(ui)] }));

    await result(ask, "resources/list");
    const { contents } = await result(ask, "resources/read", { uri: URI });

    expect(contents).to.have.nested.property("[0].text", "<p>1");
  });

  it("keeps what the tool says in _meta itself", async () => {
    const _meta = { "com.example/a": 1, ui: { visibility: ["app"] } };
    const ask = askingServer(serverWith({ tools: [chart({ html }, { _meta })] }));

    const { tools } = await result(ask, "tools/list");

    const ui = { visibility: ["app"], resourceUri: URI };
    expect(tools).to.have.deep.nested.property("[0]._meta", { "com.example/a": 1, ui });
  });

  it("changes nothing for a client that knows no pages", async () => {
    const ask = askingServer(serverWith({ tools: [chart()] }));
    const params = { name: "chart", arguments: {} };

    const { json } = await ask({ jsonrpc: "2.0", id: 1, method: "tools/call", params });

    expect(json.result).to.deep.equal({ content: [{ type: "text", text: "a chart" }] });
  });

  it("is not there for tools without one", async () => {
    const ask = askingServer(serverWith({ tools: [plainTool("x", () => text(""))] }));

    const { capabilities } = await result(ask, "server/discover");
    const { tools } = await result(ask, "tools/list");

    expect(capabilities).to.deep.equal({ tools: { listChanged: false } });
    expect(tools).to.have.nested.property("[0]").that.does.not.have.property("_meta");
  });

  const wrong: readonly (readonly [what: string, ui: unknown, message: string])[] = [
    ["no page", {}, "ui: html is the text of a page"],
    ["an empty page", { html: " " }, "ui: html is the text of a page"],
    ["nothing", null, "ui: html is the text of a page"],
    ["an empty title", { html, title: "" }, "ui: its title is empty"],
    ["a directive of its own", { html, csp: { "img-src": [] } }, "ui: csp has no img-src: it has"],
    ["a path", { html, csp: { connectDomains: ["https://a.b/c"] } }, "ui: csp.connectDomains is"],
    ["a keyword", { html, csp: { resourceDomains: ["'unsafe-eval'"] } }, "ui: csp.resourceDomains"],
    ["more", { html, csp: { frameDomains: ["https://a.b; script-src *"] } }, "csp.frameDomains is"],
    ["anything", { html, csp: { resourceDomains: ["*"] } }, "csp.resourceDomains is a list"],
  ];
  for (const [what, ui, message] of wrong) {
    it(`is refused with ${what}`, () => {
      expect(said({ tools: [chart(ui)] }))
        .to.include('tool "chart": ')
        .and.include(message);
    });
  }

  it("is refused where a resource has its URI already", () => {
    const taken = {
      uri: URI,
      name: "a",
      title: "A",
      description: "A.",
      mimeType: "text/html",
      read: () => "",
    };

    expect(said({ tools: [chart()], resources: [taken] })).to.equal(
      `two resources are called "${URI}": rename one`,
    );
  });

  it("has a URI that clients take, whatever the server is called", async () => {
    const info = { name: "@acme/Größe 1", version: "1" };
    const definition = serverWith({ info, tools: [chart()] });
    const ask = askingServer(definition);

    const { tools } = await result(ask, "tools/list");
    const { _meta } = (tools as { _meta: { ui: { resourceUri: string } } }[])[0] ?? {};
    const uri = _meta?.ui.resourceUri ?? "";

    expect(new URL(uri).href).to.equal(uri);
    expect(await result(ask, "resources/read", { uri })).to.have.nested.property(
      "contents[0].text",
    );
  });

  it("is in the layer of a handler that says the word alone; another handler's says so", async () => {
    const bundled = async (handlerText: string): Promise<string> => {
      const { outputFiles } = await esbuild.build({
        bundle: true,
        write: false,
        platform: "node",
        plugins: plugins(handlerText),
        stdin: {
          contents: 'export { createDispatch } from "./index";',
          resolveDir: path.join(__dirname, ".."),
        },
      });
      return outputFiles[0]?.text ?? "";
    };

    const [plain, paged] = await Promise.all([
      bundled("defineTool({ build, guide })"),
      bundled("ui,"),
    ]);

    expect(plain).to.include("a tool has a page, and").and.not.include("profile=mcp-app");
    expect(paged).to.include("profile=mcp-app").and.not.include("a tool has a page, and");
  });
});
