/* eslint-disable @typescript-eslint/no-deprecated -- the suite asks for what 2025 clients know, too */
/**
 * Tools and prompts that need something from the client first: 2026-07-28 clients are answered what
 * is missing and call again; the requests of 2025 to the client cannot be sent by a stateless server.
 */
import {
  acceptedContent,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  inputRequired,
  type InputRequiredResult,
  inputResponse,
  type RequestStateCodec,
} from "@modelcontextprotocol/server";
import { z } from "zod";
import { type AnyPrompt, type AnyTool, type CallContext, definePrompt, text } from "mcp-lambda";
import { plainTool } from "mcp-lambda/testing";

type Requests = NonNullable<Parameters<typeof inputRequired>[0]["inputRequests"]>;

/** A question with one answer. */
function question(message: string, key: string, answer: z.ZodType = z.string()): Requests[string] {
  return inputRequired.elicit({ message, requestedSchema: z.object({ [key]: answer }) });
}

function sampling(prompt: string, maxTokens: number): Requests[string] {
  return inputRequired.createMessage({
    messages: [{ role: "user", content: { type: "text", text: prompt } }],
    maxTokens,
  });
}

function ask(inputRequests: Requests, requestState?: string): InputRequiredResult {
  return inputRequired({ inputRequests, ...(requestState !== undefined && { requestState }) });
}

/** A text that was answered to a question; undefined when it was not, or is none. */
function answered({ mcp }: CallContext, request: string, key: string): string | undefined {
  const answer = acceptedContent(mcp.mcpReq.inputResponses, request)?.[key];
  return typeof answer === "string" ? answer : undefined;
}

/** What was answered to a request, whatever it was. */
function response({ mcp }: CallContext, request: string): ReturnType<typeof inputResponse> {
  return inputResponse(mcp.mcpReq.inputResponses, request);
}

export function askingTools(codec: RequestStateCodec<string>): readonly AnyTool[] {
  const confirm = (): Requests => ({ confirm: question("Please confirm", "ok", z.boolean()) });
  const confirmed = (context: CallContext): boolean =>
    response(context, "confirm").kind === "elicit";

  return [
    plainTool("test_input_required_result_elicitation", (_, context) => {
      const name = answered(context, "user_name", "name");
      if (name !== undefined) return text(`Hello, ${name}!`);
      return ask({ user_name: question("What is your name?", "name") });
    }),
    plainTool("test_input_required_result_sampling", (_, context) => {
      const answer = response(context, "capital_question");
      if (answer.kind !== "missing") return text(JSON.stringify(answer));
      return ask({ capital_question: sampling("What is the capital of France?", 100) });
    }),
    plainTool("test_input_required_result_list_roots", (_, context) => {
      const answer = response(context, "client_roots");
      if (answer.kind !== "missing") return text(JSON.stringify(answer));
      return ask({ client_roots: inputRequired.listRoots() });
    }),
    plainTool("test_input_required_result_request_state", async (_, context) => {
      const isKnown = context.mcp.mcpReq.requestState<string>() === "asked";
      if (isKnown && confirmed(context)) return text("state-ok");
      return ask(confirm(), await codec.mint("asked"));
    }),
    plainTool("test_input_required_result_tampered_state", async (_, context) => {
      const isKnown = context.mcp.mcpReq.requestState<string>() === "untampered";
      if (isKnown && confirmed(context)) return text("state-ok");
      return ask(confirm(), await codec.mint("untampered"));
    }),
    plainTool("test_input_required_result_multiple_inputs", async (_, context) => {
      const asked = {
        user_name: question("What is your name?", "name"),
        greeting: sampling("Generate a greeting", 50),
        client_roots: inputRequired.listRoots(),
      };
      const missing = Object.keys(asked).filter((key) => response(context, key).kind === "missing");
      if (missing.length === 0) return text("All is known.");
      return ask(asked, await codec.mint("asked for three"));
    }),
    plainTool("test_input_required_result_multi_round", async (_, context) => {
      const state = context.mcp.mcpReq.requestState<string>();
      const color = answered(context, "step2", "color");
      if (state?.startsWith("name:") === true && color !== undefined) {
        return text(`${state.slice("name:".length)} likes ${color}.`);
      }
      const name = answered(context, "step1", "name");
      if (name === undefined) {
        const step1 = question("Step 1: What is your name?", "name");
        return ask({ step1 }, await codec.mint("round 1"));
      }
      const step2 = question("Step 2: What is your favorite color?", "color");
      return ask({ step2 }, await codec.mint(`name:${name}`));
    }),
    plainTool("test_input_required_result_capabilities", (_, { mcp }) => {
      const envelope = mcp.mcpReq.envelope as Readonly<Record<string, unknown>> | undefined;
      const declared = envelope?.[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined;
      const requests: Requests = {
        ...(declared?.elicitation && { name: question("What is your name?", "name") }),
        ...(declared?.sampling && { greeting: sampling("Generate a greeting", 50) }),
      };
      return Object.keys(requests).length > 0 ? ask(requests) : text("Nothing can be asked.");
    }),
    plainTool("test_missing_capability", () => ask({ needed: sampling("Anything", 10) })),
    plainTool("test_streaming_elicitation", () => ask({ needed: question("Anything?", "answer") })),
    plainTool(
      "test_sampling",
      async ({ prompt }, { mcp }) => {
        const content = { type: "text", text: String(prompt) } as const;
        const answer = await mcp.mcpReq.requestSampling({
          messages: [{ role: "user", content }],
          maxTokens: 100,
        });
        return text(`LLM response: ${JSON.stringify(answer.content)}`);
      },
      z.object({ prompt: z.string() }),
    ),
    ...[
      "test_elicitation",
      "test_elicitation_sep1034_defaults",
      "test_elicitation_sep1330_enums",
    ].map((name) =>
      plainTool(
        name,
        async (_, { mcp }) => {
          // Not elicitInput, which would bring Ajv into the layer: the product has none.
          const requestedSchema = { type: "object", properties: { answer: { type: "string" } } };
          const params = { message: "Anything?", requestedSchema };
          const answer = await mcp.mcpReq.send({ method: "elicitation/create", params });
          return text(JSON.stringify(answer));
        },
        z.object({ message: z.string().optional() }),
      ),
    ),
  ];
}

export function askingPrompts(): readonly AnyPrompt[] {
  return [
    definePrompt({
      name: "test_input_required_result_prompt",
      title: "Asks first",
      description: "Asks which context to use.",
      arguments: z.object({}),
      write: (_, context) => {
        const known = answered(context, "user_context", "context");
        if (known !== undefined) return `Use this context: ${known}`;
        const asked = question("What context should the prompt use?", "context");
        return ask({ user_context: asked });
      },
    }),
  ];
}
