/**
 * The server that the official conformance suite asks for, by names and texts that it prescribes
 * (https://github.com/modelcontextprotocol/conformance). Like any other server here: tools,
 * resources and prompts behind the product's handler.
 */
import { createRequestStateCodec } from "@modelcontextprotocol/server";
import type { ServerDefinition } from "mcp-lambda";
import { askingPrompts, askingTools } from "./asking";
import { contentTools, prompts, resources, resourceTemplates } from "./content";
import { notifyingTools } from "./notifying";

export function suiteServer(): ServerDefinition {
  // The same key in every environment, as a deployed server has it.
  const codec = createRequestStateCodec<string>({ key: "0123456789abcdef0123456789abcdef" });
  return {
    info: { name: "conformance", version: "1.0.0" },
    instructions: "Answers the conformance suite.",
    tools: [...contentTools(), ...notifyingTools(), ...askingTools(codec)],
    resources: resources(),
    resourceTemplates: resourceTemplates(),
    prompts: [...prompts(), ...askingPrompts()],
    // Accepted, though nobody is told of anything later.
    extend: ({ server }) => {
      server.setRequestHandler("resources/subscribe", () => ({}));
      server.setRequestHandler("resources/unsubscribe", () => ({}));
    },
    options: {
      capabilities: { logging: {} },
      requestState: { verify: (state, context) => codec.verify(state, context) },
    },
  };
}
