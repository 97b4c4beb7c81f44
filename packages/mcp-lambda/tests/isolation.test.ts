/* eslint-disable @typescript-eslint/no-deprecated -- what a kept server would give away */
/**
 * Nobody sees anybody else: two callers with the same ids in one environment, each with a marker of
 * its own, in any order and overlap. What a caller is answered has nothing of the other's marker.
 */
import type { CallContext } from "../definitions/call-context";
import type { McpServer } from "@modelcontextprotocol/server";
import { expect } from "chai";
import * as fc from "fast-check";
import * as z from "zod";
import { text } from "../definitions/tool";
import type { Ask, HandlerAnswer } from "../testing/ask";
import { modern } from "../testing/mcp";
import { capturing } from "../testing/output";
import { plainTool, serverWith } from "../testing/definitions";
import { askingServer } from "./support/handler";
import { propertyRuns } from "../../../tests/support/property-runs";

const CALLERS = ["alice", "bob"] as const;
type Caller = (typeof CALLERS)[number];

/** Tools of 2 ms: late ones miss it. */
const REMAINING_MS = 1_002;

const STEPS = [
  "initialize",
  "set level",
  "see",
  "see (2026)",
  "talk",
  "talk (2026)",
  "late",
  "late (2026)",
  "batch",
  "let late ones go on",
  "pause",
] as const;

type Step = (typeof STEPS)[number];

const step = fc.record({ caller: fc.constantFrom(...CALLERS), what: fc.constantFrom(...STEPS) });

describe("two callers in one environment", () => {
  const marked = z.object({ marker: z.string() });
  const held: (() => void)[] = [];
  let ask: Ask;

  /** Tools that tell all that they see, and whose every word has the caller's marker in it. */
  function giveTools(server: McpServer): void {
    server.registerTool("see", { inputSchema: marked }, ({ marker }, { mcpReq }) => {
      const known = [server.server.getClientVersion(), server.server.getClientCapabilities()];
      return text(JSON.stringify([marker, known, mcpReq._meta, mcpReq.envelope]));
    });
  }

  const say = async ({ mcp }: CallContext, marker: string): Promise<void> => {
    const progress = { progressToken: marker, progress: 1, message: marker };
    await mcp.mcpReq.notify({ method: "notifications/progress", params: progress });
    const line = { level: "error", data: marker };
    await mcp.mcpReq.notify({ method: "notifications/message", params: line });
  };

  before(() => {
    const definition = serverWith({
      tools: [
        plainTool(
          "talk",
          async ({ marker }, context) => {
            await say(context, String(marker));
            return text(String(marker));
          },
          marked,
        ),
        plainTool(
          "late",
          async ({ marker }, context) => {
            await new Promise((resolve) => {
              context.signal.addEventListener("abort", resolve);
            });
            await new Promise<void>((resolve) => held.push(resolve));
            await say(context, String(marker)).catch(() => undefined);
            return text(String(marker));
          },
          marked,
        ),
      ],
      options: { capabilities: { logging: {} } },
      extend: giveTools,
    });
    ask = askingServer(definition);
  });

  function call(name: string, marker: string): object {
    const _meta = { progressToken: marker };
    return {
      jsonrpc: "2.0",
      id: 1,
      method: "tools/call",
      params: { name, arguments: { marker }, _meta },
    };
  }

  /** Sends what a step says, under the one id that both callers use. */
  function send(caller: Caller, what: Step): Promise<HandlerAnswer> | undefined {
    const accept = { accept: "application/json, text/event-stream" };
    const parts = { remainingMs: REMAINING_MS, headers: accept };
    const [tool = ""] = what.split(" ");
    switch (what) {
      case "let late ones go on":
        for (const go of held.splice(0)) go();
        return undefined;
      case "pause":
        return undefined;
      case "initialize": {
        const clientInfo = { name: caller, version: "1" };
        const params = { protocolVersion: "2025-06-18", capabilities: { roots: {} }, clientInfo };
        return ask({ jsonrpc: "2.0", id: 1, method: "initialize", params }, parts);
      }
      case "set level": {
        // Whoever sees this too has no more logs.
        const params = { level: "emergency" };
        return ask({ jsonrpc: "2.0", id: 1, method: "logging/setLevel", params }, parts);
      }
      case "batch":
        return ask([call("see", caller), { ...call("talk", caller), id: 2 }], parts);
      case "see":
      case "talk":
      case "late":
        return ask(call(tool, caller), parts);
      default: {
        const { body, headers } = modern("tools/call", {
          name: tool,
          arguments: { marker: caller },
        });
        const { params } = body as { params: { _meta: Record<string, unknown> } };
        params._meta["io.modelcontextprotocol/clientInfo"] = { name: caller, version: "1" };
        params._meta["io.modelcontextprotocol/logLevel"] = "debug";
        params._meta["progressToken"] = caller;
        return ask(body, { ...parts, headers: { ...accept, ...headers } });
      }
    }
  }

  /** What a caller must find in its own answer. */
  function checkAnswer(caller: Caller, what: Step, answer: HandlerAnswer): void {
    const other = CALLERS.find((name) => name !== caller) ?? "";
    expect(answer.status, what).to.equal(200);
    expect(answer.body, what).to.not.include(other);
    if (what.startsWith("see") || what.startsWith("talk")) expect(answer.body).to.include(caller);
    if (what === "see") {
      // Nothing is known of a 2025 client from an earlier request, its own included.
      expect(answer.body).to.include("[null,null]");
    }
    if (what.startsWith("talk")) {
      expect(answer.body).to.include("notifications/progress").and.include("notifications/message");
    }
    if (what.startsWith("late")) {
      expect(answer.body).to.include("did not finish").and.not.include("notifications/");
    }
  }

  it("see nothing of each other in 1,000 interleavings", async () => {
    await capturing(() =>
      fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 12 }), async (steps) => {
          const sent: [Caller, Step, Promise<HandlerAnswer>][] = [];
          for (const { caller, what } of steps) {
            const answer = send(caller, what);
            if (answer === undefined) await new Promise((resolve) => setTimeout(resolve, 1));
            else sent.push([caller, what, answer]);
          }
          for (const [caller, what, answer] of sent) checkAnswer(caller, what, await answer);
          // Late ones that still wait talk into the next run.
        }),
        { numRuns: propertyRuns(1_000) },
      ),
    );
  });
});
