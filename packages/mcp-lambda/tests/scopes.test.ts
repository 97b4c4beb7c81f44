/** Scopes of tools: who may call one, in both eras and in batches, and which definitions are wrong. */
import { expect } from "chai";
import * as z from "zod";
import { type AnyTool, defineTool, text, toolScopes } from "../index";
import type { Ask, HandlerAnswer } from "../testing/ask";
import { plainTool, serverWith } from "../testing/definitions";
import { call, modern } from "../testing/mcp";
import { capturing, readLog } from "../testing/output";
import { OPTIONS, person } from "./support/callers";
import { askingServer } from "./support/handler";

function scoped(name: string, scopes: readonly string[], run: AnyTool["run"]): AnyTool {
  return { ...plainTool(name, run, z.object({ order: z.string() })), scopes };
}

const SENTENCE =
  'The tool "delete" needs the scope "orders:write", which your sign-in does not carry. Sign in again and grant it, or ask whoever runs this server.';

describe("the scopes of a tool", () => {
  let ran: string[] = [];
  const server = serverWith({
    tools: [
      scoped("read", ["orders:read"], () => text(`read ${ran.push("read")}`)),
      scoped("delete", ["orders:read", "orders:write"], () => text(`done ${ran.push("delete")}`)),
      plainTool("free", () => text(`free ${ran.push("free")}`)),
    ],
  });
  const reader = person("reader", { scopes: ["orders:read", "openid"] });
  const writer = person("writer", { scopes: ["orders:write", "orders:read"] });
  const nobody = person("nobody");

  let ask: Ask;
  beforeEach(() => {
    ran = [];
    ask = askingServer(server, OPTIONS.jwt);
  });

  const textOf = ({ result }: HandlerAnswer["json"]): unknown =>
    (result?.["content"] as { text: string }[])[0]?.text;

  const eras = {
    2025: (name: string, caller: typeof reader, args: object = { order: "7" }) =>
      ask(call(name, args), { caller }),
    2026: (name: string, caller: typeof reader, args: object = { order: "7" }) => {
      const { body, headers } = modern("tools/call", { name, arguments: args });
      return ask(body, { caller, headers });
    },
  };

  for (const [era, send] of Object.entries(eras)) {
    it(`let call who has all of them (${era})`, async () => {
      expect(textOf((await send("delete", writer)).json)).to.equal("done 1");
      expect(textOf((await send("read", reader)).json)).to.equal("read 2");
      expect(textOf((await send("free", nobody, {})).json)).to.equal("free 3");
    });

    it(`refuse who lacks one, with what to do, and run nothing (${era})`, async () => {
      const { status, json } = await send("delete", reader);

      expect(status).to.equal(200);
      expect(json.result).to.deep.include({
        isError: true,
        content: [{ type: "text", text: SENTENCE }],
      });
      expect(ran).to.deep.equal([]);
    });

    it(`name each that lacks (${era})`, async () => {
      expect(textOf((await send("delete", nobody)).json)).to.equal(
        'The tool "delete" needs the scopes "orders:read", "orders:write", which your sign-in does not carry. Sign in again and grant them, or ask whoever runs this server.',
      );
    });

    it(`are checked before arguments, whose faults say nothing to a stranger (${era})`, async () => {
      expect(textOf((await send("delete", reader, { order: 7 })).json)).to.equal(SENTENCE);
    });

    it(`match whole and by case (${era})`, async () => {
      const almost = person("almost", { scopes: ["orders:read", "orders:writer", "Orders:Write"] });
      expect(textOf((await send("delete", almost)).json)).to.equal(SENTENCE);
    });
  }

  it("are checked for each call of a batch", async () => {
    const args = { order: "7" };
    const batch = [call("read", args, 1), call("delete", args, 2), call("free", {}, 3)];

    const { body } = await ask(batch, { caller: reader });

    const answers = JSON.parse(body) as HandlerAnswer["json"][];
    expect(answers.map(textOf)).to.deep.equal(["read 1", SENTENCE, "free 2"]);
    expect(ran).to.deep.equal(["read", "free"]);
  });

  it("count a refusal as refused, not as a call or an error of the tool", async () => {
    const { output } = await capturing(() => eras["2025"]("delete", reader));
    const { metrics, answered } = readLog(output);

    expect(metrics[0]).to.include({ tool: "delete", ToolRefusals: 1, outcome: "missing-scope" });
    expect(metrics[0]).to.not.have.any.keys("ToolCalls", "ToolErrors", "ToolDuration");
    expect(answered[0]).to.include({ level: "WARN", status: 200, tool: "delete" });
  });

  it("hide no tool from tools/list, since a client must see what to ask for", async () => {
    const { json } = await ask({ jsonrpc: "2.0", id: 1, method: "tools/list" }, { caller: nobody });

    const tools = json.result?.["tools"] as { name: string }[];
    expect(tools.map(({ name }) => name)).to.deep.equal(["read", "delete", "free"]);
    expect(JSON.stringify(tools)).to.not.include("orders:");
  });

  for (const auth of [undefined, "none", "iam", "apiKey"]) {
    it(`are refused where no caller can have one: auth ${auth ?? "unset"}`, () => {
      expect(() => askingServer(server, { ...(auth !== undefined && { auth }) })).to.throw(
        `tool "read": scopes: only with auth: jwt, and it is ${auth ?? "none"}`,
      );
    });
  }

  it("are refused in Lambda too, which checks no definitions", () => {
    process.env["AWS_LAMBDA_RUNTIME_API"] = "127.0.0.1:9001";
    try {
      expect(() => askingServer(server)).to.throw("only with auth: jwt");
    } finally {
      delete process.env["AWS_LAMBDA_RUNTIME_API"];
    }
  });

  it("may be none", () => {
    expect(() =>
      askingServer(serverWith({ tools: [scoped("x", [], () => text(""))] })),
    ).to.not.throw();
  });

  it("are known to the program by tool", () => {
    expect(toolScopes(server)).to.deep.equal({
      read: ["orders:read"],
      delete: ["orders:read", "orders:write"],
    });
    const odd = serverWith({ tools: [scoped("__proto__", ["a"], () => text(""))] });
    expect(Object.entries(toolScopes(odd))).to.deep.equal([["__proto__", ["a"]]]);
  });

  const wrong: readonly (readonly [string, unknown, string])[] = [
    ["a text", "orders:write", "use a list of texts"],
    ["null", null, "use a list of texts"],
    ["a number in it", ["a", 1], "number is not a scope"],
    ["nothing in it", [undefined], "undefined is not a scope"],
    ["an empty text", [""], '"" is not a scope'],
    ["two in one", ["orders:read orders:write"], '"orders:read orders:write" is not a scope'],
    ...['"', "\\", "$", "#", "'", "é", "\n", "\u007f"].map(
      (sign) =>
        [
          `the sign ${JSON.stringify(sign)}`,
          [`a${sign}b`],
          `${JSON.stringify(`a${sign}b`)} is not a scope`,
        ] as const,
    ),
    ["offline_access", ["a", "offline_access"], '"offline_access" is for clients'],
    ["one twice", ["a", "b", "a"], '"a" is there twice'],
  ];
  for (const [what, scopes, message] of wrong) {
    it(`are refused in a definition: ${what}`, () => {
      const tool = scoped("x", scopes as string[], () => text(""));
      expect(() => askingServer(serverWith({ tools: [tool] }), OPTIONS.jwt)).to.throw(
        `tool "x": scopes: ${message}`,
      );
    });
  }

  it("may have every other visible character", () => {
    const every = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index))
      .filter((sign) => !"\"'\\$#".includes(sign))
      .join("");
    const tool = defineTool({ ...plainTool("x", () => text("")), scopes: [every] });

    expect(() => askingServer(serverWith({ tools: [tool] }), OPTIONS.jwt)).to.not.throw();
  });
});
