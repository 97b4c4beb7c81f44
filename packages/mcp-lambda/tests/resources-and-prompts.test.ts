/** Resources, resource templates, prompts and completions: the responses in both eras. */
import { expect } from "chai";
import * as z from "zod";
import { type AnyPrompt, definePrompt } from "../definitions/prompt";
import type { ResourceDefinition, ResourceTemplateDefinition } from "../definitions/resource";
import type { Ask, HandlerAnswer } from "../testing/ask";
import { modern } from "../testing/mcp";
import { capturing } from "../testing/output";
import { serverWith } from "../testing/definitions";
import { fixtureServer, ITEM_COUNT } from "./support/fixture-server";
import { askingServer, createHandler } from "./support/handler";

const described = { title: "Title", description: "Description", mimeType: "text/plain" };

function resource(name: string, read: ResourceDefinition["read"]): ResourceDefinition {
  return { ...described, uri: `test://${name}`, name, read };
}

function template(
  uriTemplate: string,
  read: ResourceTemplateDefinition["read"],
): ResourceTemplateDefinition {
  return { ...described, uriTemplate, name: "template", read };
}

/** Asks in both eras and expects the same of both, but for what 2026-07-28 adds. */
function inBothEras(ask: Ask): (method: string, params?: object) => Promise<HandlerAnswer["json"]> {
  return async (method, params = {}) => {
    const legacy = await ask({ jsonrpc: "2.0", id: 1, method, params });
    const { body, headers } = modern(method, params as Record<string, unknown>);
    const { json } = await ask(body, { headers });
    const { resultType, _meta, ttlMs, cacheScope, ...result } = json.result ?? {};
    if (legacy.json.result !== undefined) {
      expect(result).to.deep.equal(legacy.json.result);
      expect([resultType, typeof _meta]).to.deep.equal(["complete", "object"]);
      const isCacheable = method !== "prompts/get" && method !== "completion/complete";
      expect([typeof ttlMs, typeof cacheScope]).to.deep.equal(
        isCacheable ? ["number", "string"] : ["undefined", "undefined"],
      );
    } else {
      expect(json.error?.message).to.equal(legacy.json.error?.message);
    }
    return legacy.json;
  };
}

describe("resources and prompts", () => {
  describe("of a server that has some", () => {
    let ask: ReturnType<typeof inBothEras>;
    before(() => (ask = inBothEras(askingServer())));

    it("are listed with all that people and models choose by", async () => {
      const { resources, resourceTemplates, prompts } = fixtureServer();
      const listed = await ask("resources/list");
      expect(listed.result?.["resources"]).to.deep.equal(
        resources.map(({ uri, name, title, description, mimeType }) => ({
          uri,
          name,
          title,
          description,
          mimeType,
        })),
      );

      const templates = await ask("resources/templates/list");
      const [first] = templates.result?.["resourceTemplates"] as object[];
      expect(first).to.include({ uriTemplate: resourceTemplates[0]?.uriTemplate });

      const listedPrompts = await ask("prompts/list");
      const [prompt] = listedPrompts.result?.["prompts"] as object[];
      expect(prompt).to.include({ name: prompts[0]?.name });
      expect(prompt).to.have.deep.property("arguments", [
        { name: "name", description: "Who is greeted", required: true },
        { name: "greeting", description: "Hello when left out", required: false },
      ]);
    });

    it("read a resource by its URI", async () => {
      const { result } = await ask("resources/read", { uri: "fixture://status" });

      expect(result?.["contents"]).to.deep.equal([
        { uri: "fixture://status", mimeType: "application/json", text: '{"healthy":true}' },
      ]);
    });

    it("read a template's resource, also one whose variable has several parts", async () => {
      const uri = "item://shelf/3/left";

      const { result } = await ask("resources/read", { uri });

      expect(result?.["contents"]).to.deep.equal([
        { uri, mimeType: "application/json", text: '{"path":"shelf/3/left"}' },
      ]);
    });

    it("fill in a prompt, with defaults for what is left out", async () => {
      const { result } = await ask("prompts/get", { name: "greet", arguments: { name: "Ada" } });

      expect(result?.["messages"]).to.deep.equal([
        { role: "user", content: { type: "text", text: "Hello, Ada!" } },
      ]);
    });

    it("give the messages of both sides that a prompt writes", async () => {
      const messages = [
        { role: "user" as const, content: { type: "text" as const, text: "2 + 2?" } },
        { role: "assistant" as const, content: { type: "text" as const, text: "4" } },
      ];
      const dialog = definePrompt({
        ...described,
        name: "dialog",
        arguments: z.object({}),
        write: () => messages,
      });
      const askDialog = inBothEras(askingServer(serverWith({ prompts: [dialog] })));

      const { result } = await askDialog("prompts/get", { name: "dialog" });

      expect(result).to.deep.equal({ description: "Description", messages });
    });

    it("suggest values for a template's variable, at most 100, and for a prompt's argument", async () => {
      const template = { type: "ref/resource", uri: "item://{+path}" };
      const prompt = { type: "ref/prompt", name: "greet" };
      const complete = async (ref: object, name: string): Promise<unknown> => {
        const { result } = await ask("completion/complete", { ref, argument: { name, value: "" } });
        return result?.["completion"];
      };

      const paths = await complete(template, "path");
      const greetings = await complete(prompt, "greeting");
      const none = await complete(prompt, "constructor");

      expect(paths).to.include({ total: ITEM_COUNT, hasMore: true });
      expect(paths).to.have.property("values").with.length(100);
      expect(greetings).to.deep.equal({
        values: ["Hello", "Good morning"],
        total: 2,
        hasMore: false,
      });
      expect(none).to.deep.equal({ values: [], total: 0, hasMore: false });
    });

    const missing: readonly (readonly [string, string, object])[] = [
      ["a resource", "resources/read", { uri: "test://nope" }],
      ["what a template has nothing under", "resources/read", { uri: "item://nowhere" }],
      ["a prompt", "prompts/get", { name: "nope" }],
      ["a prompt with a name of JavaScript's own", "prompts/get", { name: "constructor" }],
      ["a prompt without its arguments", "prompts/get", { name: "greet" }],
      [
        "suggestions for an unknown prompt",
        "completion/complete",
        { ref: { type: "ref/prompt", name: "nope" }, argument: { name: "a", value: "" } },
      ],
    ];
    for (const [what, method, params] of missing) {
      it(`refuse ${what} with -32602`, async () => {
        const { error } = await ask(method, params);
        expect(error?.code).to.equal(-32602);
        const { body, headers } = modern(method, params as Record<string, unknown>);
        expect((await askingServer()(body, { headers })).json.error?.code).to.equal(-32602);
      });
    }
  });

  it("give a template its variables decoded, once", async () => {
    const echo = template("echo://{id}{?q*}", (variables) => JSON.stringify(variables));
    const ask = inBothEras(askingServer(serverWith({ resourceTemplates: [echo] })));
    const uri = "echo://a%20b%2520%2F?q=1&q=%C3%BC";

    const { result } = await ask("resources/read", { uri });

    expect(result?.["contents"]).to.deep.equal([
      { uri, mimeType: "text/plain", text: '{"id":"a b%20/","q":["1","ü"]}' },
    ]);
  });

  for (const uri of ["echo://%zz", "echo://%", "echo://%ff", "echo://%ED%A0%BD", "echo://a/b"]) {
    it(`do not find ${uri}`, async () => {
      const echo = template("echo://{id}", () => "");
      const ask = inBothEras(askingServer(serverWith({ resourceTemplates: [echo] })));

      const { error } = await ask("resources/read", { uri });

      expect(error).to.deep.include({ code: -32602, message: `Resource not found: ${uri}` });
      expect(error).to.have.deep.property("data", { uri });
    });
  }

  it("take URIs of 2,048 characters, and refuse longer ones before they are looked at", async () => {
    const echo = template("echo://{id}", ({ id }) => String(id?.length));
    const ask = inBothEras(askingServer(serverWith({ resourceTemplates: [echo] })));
    const longest = `echo://${"a".repeat(2_041)}`;

    const { result } = await ask("resources/read", { uri: longest });
    const { error } = await ask("resources/read", { uri: `${longest}a` });

    expect(result).to.have.nested.property("contents[0].text", "2041");
    expect(error).to.deep.equal({
      code: -32602,
      message: "Invalid params: uri: at most 2048 characters",
    });
  });

  it("repeat the beginning of a URI that there is nothing under", async () => {
    const ask = inBothEras(askingServer());

    const { error } = await ask("resources/read", { uri: `no://${"r".repeat(1_000)}` });

    expect(error?.message).to.equal(`Resource not found: no://${"r".repeat(194)}…`);
  });

  it("send bytes in base64", async () => {
    const bytes = resource("bytes", () => Uint8Array.of(1, 2, 255));
    const ask = inBothEras(askingServer(serverWith({ resources: [bytes] })));

    const { result } = await ask("resources/read", { uri: "test://bytes" });

    expect(result?.["contents"]).to.deep.equal([
      { uri: "test://bytes", mimeType: "text/plain", blob: "AQL/" },
    ]);
  });

  it("log what they throw and give nothing of it away", async () => {
    const leak = (): never => {
      throw new Error("the password is hunter2");
    };
    const prompt = definePrompt({
      ...described,
      name: "leaks",
      arguments: z.object({ a: z.string().optional() }),
      complete: { a: leak },
      write: leak,
    });
    const server = serverWith({
      resources: [resource("leaks", leak)],
      resourceTemplates: [template("leak://{id}", leak)],
      prompts: [prompt],
    });
    const ask = inBothEras(askingServer(server));
    const asked: readonly (readonly [string, object, string])[] = [
      ["resources/read", { uri: "test://leaks" }, 'The resource "test://leaks" failed'],
      ["resources/read", { uri: "leak://1" }, 'The resource "leak://1" failed'],
      ["prompts/get", { name: "leaks" }, 'The prompt "leaks" failed'],
    ];

    for (const [method, params, message] of asked) {
      const { result, output } = await capturing(() => ask(method, params));
      expect(result.error?.code).to.equal(-32603);
      expect(result.error?.message).to.include(message).and.include("request-1");
      expect(JSON.stringify(result)).to.not.include("hunter2");
      expect(output).to.include("hunter2");
    }
    const ref = { type: "ref/prompt", name: "leaks" };
    const { result, output } = await capturing(() =>
      ask("completion/complete", { ref, argument: { name: "a", value: "" } }),
    );

    expect(result.result).to.have.nested.property("completion.total", 0);
    expect(output).to.include("hunter2");
  });

  it("are answered for when they do not finish in time", async () => {
    const endless = resource("endless", () => new Promise(() => undefined));
    const ask = askingServer(serverWith({ resources: [endless] }));
    const read = { jsonrpc: "2.0", id: 1, method: "resources/read", params: { uri: endless.uri } };

    const { result } = await capturing(() => ask(read, { remainingMs: 1_050 }));

    expect(result.json.error?.message).to.match(
      /did not finish within 0\.\d s \(request id request-1\)\.$/,
    );
  });

  it("are not announced by a server that has none", async () => {
    const ask = askingServer(serverWith({}));
    const { body, headers } = modern("server/discover");
    const { json } = await ask(body, { headers });
    expect(json.result?.["capabilities"]).to.deep.equal({ tools: { listChanged: false } });

    const list = await ask({ jsonrpc: "2.0", id: 1, method: "prompts/list" });
    expect(list.json.error?.code).to.equal(-32601);
  });

  it("stop a cold start when two have the same name", () => {
    const twice = [resource("a", () => ""), resource("a", () => "")];

    expect(() => createHandler(serverWith({ resources: twice }))).to.throw(
      'two resources are called "test://a": rename one',
    );
  });
});

describe("what a definition's code does wrong", () => {
  const failing = (): never => {
    throw new Error("connect postgres://app:hunter2@db.internal failed");
  };
  const prompt = (write: AnyPrompt["write"], argument: z.ZodType = z.string()): AnyPrompt => ({
    name: "wrong",
    title: "Wrong",
    description: "Wrong.",
    arguments: z.object({ a: argument }),
    complete: { a: (async () => undefined) as never },
    write,
  });
  const GET = { method: "prompts/get", params: { name: "wrong", arguments: { a: "x" } } };
  const PROMPTS: Readonly<Record<string, AnyPrompt>> = {
    "a check of an argument throws": prompt(
      () => "x",
      z.string().refine(async () => failing()),
    ),
    "a prompt writes nothing": prompt((() => undefined) as never),
    "a prompt writes a number": prompt((() => 5) as never),
    "a prompt writes messages without content": prompt((() => [{ role: "user" }]) as never),
    "a prompt writes messages of nobody": prompt((() => [
      { role: "system", content: { type: "text", text: "x" } },
    ]) as never),
  };
  for (const [what, wrong] of Object.entries(PROMPTS)) {
    it(`is logged, and answered with no more than where to look: ${what}`, async () => {
      const ask = askingServer(serverWith({ prompts: [wrong] }));

      const { result, output } = await capturing(() => ask({ jsonrpc: "2.0", id: 1, ...GET }));

      expect(result.json.error).to.deep.equal({
        code: -32603,
        message:
          'The prompt "wrong" failed. The reason is in the server\'s log under request id request-1.',
      });
      expect(output).to.include('"message":"prompt failed"').and.not.include("hunter2");
    });
  }

  it("is late where a check of an argument never ends", async () => {
    const wrong = prompt(
      () => "x",
      z.string().refine(() => new Promise<boolean>(() => undefined)),
    );
    const ask = askingServer(serverWith({ prompts: [wrong] }));

    const { json } = await ask({ jsonrpc: "2.0", id: 1, ...GET }, { remainingMs: 1_050 });

    expect(json.error?.message).to.include("did not finish within 0.1 s");
  });

  it("is logged, and answered with no more than where to look: a resource gives an object", async () => {
    const resource = {
      uri: "x://y",
      name: "y",
      title: "Y",
      description: "Y.",
      mimeType: "text/plain",
      read: (() => ({ a: 1 })) as never,
    };
    const ask = askingServer(serverWith({ resources: [resource] }));
    const request = { jsonrpc: "2.0", id: 1, method: "resources/read", params: { uri: "x://y" } };

    const { result, output } = await capturing(() => ask(request));

    expect(result.json.error?.message).to.include("request id request-1");
    expect(output).to.include("the resource gave neither a text nor bytes");
  });

  it("leaves completions empty: a completer gives nothing", async () => {
    const ask = askingServer(serverWith({ prompts: [prompt(() => "x")] }));
    const params = {
      ref: { type: "ref/prompt", name: "wrong" },
      argument: { name: "a", value: "" },
    };

    const { json } = await ask({ jsonrpc: "2.0", id: 1, method: "completion/complete", params });

    expect(json.result).to.deep.equal({ completion: { values: [], total: 0, hasMore: false } });
  });
});
