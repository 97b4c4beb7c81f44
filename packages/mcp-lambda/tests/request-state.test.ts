import { inputRequired, inputResponse } from "@modelcontextprotocol/server";
import { expect } from "chai";
import * as z from "zod";
import { type AnyTool, definePrompt, text } from "../index";
import type { Ask, HandlerAnswer } from "../testing/ask";
import { plainTool, serverWith } from "../testing/definitions";
import { call, modern } from "../testing/mcp";
import type { Caller } from "../http/caller";
import { OPTIONS, PARTNER, person, ROLE } from "./support/callers";
import { askingServer } from "./support/handler";

const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

/** Asks first, and leaves what it has been asked for with the caller. */
function confirming(name: string): AnyTool {
  return plainTool(
    name,
    ({ order }, { mcp }) => {
      const state = mcp.mcpReq.requestState<string>();
      const { kind } = inputResponse(mcp.mcpReq.inputResponses, "confirm");
      if (state !== undefined && kind === "elicit") return text(`deleted ${state}`);
      const confirm = inputRequired.elicit({
        message: "Really?",
        requestedSchema: z.object({ ok: z.boolean() }),
      });
      return inputRequired({ inputRequests: { confirm }, requestState: String(order) });
    },
    z.object({ order: z.string() }),
  );
}

const server = serverWith({ tools: [confirming("delete-order"), confirming("delete-all")] });
const stateKey = "k".repeat(32);

/** A request of a client that can be asked. */
async function asksFor(
  ask: Ask,
  method: string,
  params: Readonly<Record<string, unknown>>,
  caller?: Caller,
): Promise<HandlerAnswer> {
  const { body, headers } = modern(method, params);
  const message = body as { params: { _meta: Record<string, unknown> } };
  message.params._meta[CAPABILITIES] = { elicitation: { form: {} } };
  return ask(message, { headers, ...(caller && { caller }) });
}

async function callTool(
  ask: Ask,
  name: string,
  more: Readonly<Record<string, unknown>> = {},
  caller?: Caller,
): Promise<HandlerAnswer> {
  return asksFor(ask, "tools/call", { name, arguments: { order: "7" }, ...more }, caller);
}

const inputResponses = { confirm: { action: "accept", content: { ok: true } } };

describe("the state that a tool leaves with its caller", () => {
  it("comes back to the tool as it has left it", async () => {
    const ask = askingServer(server, { stateKey });

    const asked = await callTool(ask, "delete-order");
    const { requestState } = asked.json.result as { requestState: string };
    const done = await callTool(ask, "delete-order", { inputResponses, requestState });

    expect(requestState).not.to.equal("7");
    expect(done.json.result).to.deep.include({ content: [{ type: "text", text: "deleted 7" }] });
  });

  it("comes back to another environment with the same key", async () => {
    const asked = await callTool(askingServer(server, { stateKey }), "delete-order");
    const { requestState } = asked.json.result as { requestState: string };

    const other = askingServer(server, { stateKey });
    const done = await callTool(other, "delete-order", { inputResponses, requestState });

    expect(done.json.result).to.deep.include({ content: [{ type: "text", text: "deleted 7" }] });
  });

  it("is refused when it is made up, changed, of another key or for another tool", async () => {
    const ask = askingServer(server, { stateKey });
    const asked = await callTool(ask, "delete-order");
    const { requestState } = asked.json.result as { requestState: string };
    const stranger = askingServer(server, { stateKey: "x".repeat(32) });

    const answers = [
      await callTool(ask, "delete-order", { inputResponses, requestState: "7" }),
      await callTool(ask, "delete-order", { inputResponses, requestState: `${requestState}A` }),
      await callTool(ask, "delete-order", {
        inputResponses,
        requestState: requestState.replace(".", ".A"),
      }),
      await callTool(stranger, "delete-order", { inputResponses, requestState }),
      await callTool(ask, "delete-all", { inputResponses, requestState }),
    ];

    for (const { json } of answers) {
      expect(json.error).to.include({ code: -32602, message: "Invalid or expired requestState" });
    }
  });

  const alice = person("alice");
  const strangers: readonly (readonly [string, keyof typeof OPTIONS, Caller, Caller])[] = [
    ["another subject", "jwt", alice, person("bob")],
    [
      "a subject of another issuer",
      "jwt",
      alice,
      person("alice", { issuer: "https://other.test" }),
    ],
    ["another role", "iam", ROLE, { ...ROLE, arn: `${ROLE.arn}2` }],
    ["another key", "apiKey", PARTNER, { kind: "apiKey", id: "k2", name: "other" }],
  ];
  for (const [what, auth, owner, stranger] of strangers) {
    it(`is refused when somebody else brings it: ${what}`, async () => {
      const ask = askingServer(server, { stateKey, ...OPTIONS[auth] });
      const asked = await callTool(ask, "delete-order", {}, owner);
      const { requestState } = asked.json.result as { requestState: string };

      const stolen = await callTool(
        ask,
        "delete-order",
        { inputResponses, requestState },
        stranger,
      );
      const own = await callTool(ask, "delete-order", { inputResponses, requestState }, owner);

      expect(stolen.json.error).to.include({ code: -32602 });
      expect(own.json.result).to.deep.include({ content: [{ type: "text", text: "deleted 7" }] });
    });
  }

  it("is refused of another kind of caller, after the mode was changed", async () => {
    const asked = await callTool(askingServer(server, { stateKey }), "delete-order");
    const { requestState } = asked.json.result as { requestState: string };
    const later = askingServer(server, { stateKey, ...OPTIONS.jwt });

    const { json } = await callTool(later, "delete-order", { inputResponses, requestState }, alice);

    expect(json.error).to.include({ code: -32602 });
  });

  it("is taken from its owner with a token that was renewed, and tells others nothing of who that is", async () => {
    const ask = askingServer(server, { stateKey, ...OPTIONS.jwt });
    const asked = await callTool(ask, "delete-order", {}, alice);
    const { requestState } = asked.json.result as { requestState: string };
    const renewed = person("alice", { expiresAt: new Date(4e12), scopes: ["more"], claims: {} });

    const done = await callTool(ask, "delete-order", { inputResponses, requestState }, renewed);

    expect(done.json.result).to.deep.include({ content: [{ type: "text", text: "deleted 7" }] });
    const [, payload = ""] = requestState.split(".");
    const readable = Buffer.from(payload, "base64url").toString();
    expect(readable).to.include('"p":"7"').and.not.include("alice").and.not.include("issuer");
  });

  it("is refused after ten minutes", async () => {
    const ask = askingServer(server, { stateKey });
    const asked = await callTool(ask, "delete-order");
    const { requestState } = asked.json.result as { requestState: string };
    const { now } = Date;

    try {
      Date.now = () => now() + 601_000;
      const { json } = await callTool(ask, "delete-order", { inputResponses, requestState });

      expect(json.error).to.include({ code: -32602, message: "Invalid or expired requestState" });
    } finally {
      Date.now = now;
    }
  });

  it("is sealed for prompts too, which are not tools of the same name", async () => {
    const plan = definePrompt({
      name: "plan",
      title: "Plan",
      description: "Plans.",
      arguments: z.object({}),
      write: (_, { mcp }) => {
        const state = mcp.mcpReq.requestState<string>();
        if (state !== undefined) return `as ${state} says`;
        const confirm = inputRequired.elicit({
          message: "Really?",
          requestedSchema: z.object({ ok: z.boolean() }),
        });
        return inputRequired({ inputRequests: { confirm }, requestState: "7" });
      },
    });
    const tool = confirming("plan");
    const ask = askingServer(serverWith({ prompts: [plan], tools: [tool] }), { stateKey });
    const getPrompt = async (more: Readonly<Record<string, unknown>>): Promise<HandlerAnswer> =>
      asksFor(ask, "prompts/get", { name: "plan", ...more });

    const asked = await getPrompt({});
    const { requestState } = asked.json.result as { requestState: string };
    const done = await getPrompt({ inputResponses, requestState });
    const forged = await getPrompt({ inputResponses, requestState: "7" });
    const elsewhere = await callTool(ask, "plan", { inputResponses, requestState });

    expect(JSON.stringify(done.json.result)).to.include("as 7 says");
    expect(forged.json.error?.code).to.equal(-32602);
    expect(elsewhere.json.error?.code).to.equal(-32602);
  });

  it("is not taken from a batch, whatever stands first in it", async () => {
    const ask = askingServer(server, { stateKey });
    const asked = await callTool(ask, "delete-order");
    const { requestState } = asked.json.result as { requestState: string };
    const callOf = (id: number, name: string, more = {}): object => ({
      jsonrpc: "2.0",
      id,
      method: "tools/call",
      params: { name, arguments: { order: "7" }, ...more },
    });
    const state = { inputResponses, requestState };

    const { body } = await ask([callOf(1, "delete-order"), callOf(2, "delete-all", state)]);

    const [, second] = JSON.parse(body) as { error?: { code: number } }[];
    expect(second?.error?.code).to.equal(-32602);
  });

  it("is never asked for of a 2025 client, which is told why the call failed", async () => {
    const ask = askingServer(server, { stateKey });

    const { json } = await ask(call("delete-order", { order: "7" }));

    expect(json.result).to.deep.equal({
      content: [
        {
          type: "text",
          text: 'The tool "delete-order" has to ask something first, which takes a client of protocol version 2026-07-28.',
        },
      ],
      isError: true,
    });
  });

  it("is sealed without a key too, for as long as the environment lives", async () => {
    const ask = askingServer(server);

    const asked = await callTool(ask, "delete-order");
    const { requestState } = asked.json.result as { requestState: string };
    const done = await callTool(ask, "delete-order", { inputResponses, requestState });
    const forged = await callTool(ask, "delete-order", { inputResponses, requestState: "7" });

    expect(done.json.result).to.deep.include({ content: [{ type: "text", text: "deleted 7" }] });
    expect(forged.json.error?.code).to.equal(-32602);
  });

  it("is as the tool has left it where the server's options read states themselves", async () => {
    const options = { requestState: { verify: (state: string) => state } };
    const ask = askingServer({ ...server, options });

    const asked = await callTool(ask, "delete-order");
    const done = await callTool(ask, "delete-order", { inputResponses, requestState: "7" });

    expect(asked.json.result).to.include({ resultType: "input_required", requestState: "7" });
    expect(done.json.result).to.deep.include({ content: [{ type: "text", text: "deleted 7" }] });
  });

  it("needs a key of 32 characters", () => {
    expect(() => askingServer(server, { stateKey: "short" })).to.throw(
      "the key of request states has 5 characters; it needs 32",
    );
  });
});
