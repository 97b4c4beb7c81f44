/** What the suite reads: content of each kind, from tools, resources and prompts. */
import type { ContentBlock } from "@modelcontextprotocol/server";
import { z } from "zod";
import {
  type AnyPrompt,
  type AnyTool,
  definePrompt,
  failure,
  type ResourceDefinition,
  type ResourceTemplateDefinition,
  text,
} from "mcp-lambda";
import { plainTool } from "mcp-lambda/testing";

/** One red pixel. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";
/** The header of a sound without samples. */
const WAV = "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAIA+AAACABAAZGF0YQAAAAA=";

function image(): ContentBlock {
  return { type: "image", data: PNG, mimeType: "image/png" };
}

function embedded(uri: string, mimeType: string, content: string): ContentBlock {
  return { type: "resource", resource: { uri, mimeType, text: content } };
}

export function contentTools(): readonly AnyTool[] {
  return [
    plainTool("test_simple_text", () => text("This is a simple text response for testing.")),
    plainTool("test_image_content", () => ({ content: [image()] })),
    plainTool("test_audio_content", () => ({
      content: [{ type: "audio", data: WAV, mimeType: "audio/wav" }],
    })),
    plainTool("test_embedded_resource", () => ({
      content: [
        embedded("test://embedded-resource", "text/plain", "This is an embedded resource content."),
      ],
    })),
    plainTool("test_multiple_content_types", () => ({
      content: [
        { type: "text", text: "Multiple content types test:" },
        image(),
        embedded(
          "test://mixed-content-resource",
          "application/json",
          JSON.stringify({ test: "data", value: 123 }),
        ),
      ],
    })),
    plainTool("test_error_handling", () =>
      failure("This tool intentionally returns an error for testing"),
    ),
    plainTool(
      "test_x_mcp_header",
      ({ region, count }) => text(`${String(region)} ${String(count)}`),
      z.object({
        region: z.string().optional().meta({ "x-mcp-header": "Region" }),
        count: z.int().optional().meta({ "x-mcp-header": "Count" }),
      }),
    ),
  ];
}

export function resources(): readonly ResourceDefinition[] {
  const described = { title: "Static", description: "Always the same." };
  return [
    {
      ...described,
      uri: "test://static-text",
      name: "static-text",
      mimeType: "text/plain",
      read: () => "This is the content of the static text resource.",
    },
    {
      ...described,
      uri: "test://static-binary",
      name: "static-binary",
      mimeType: "image/png",
      read: () => Buffer.from(PNG, "base64"),
    },
    {
      ...described,
      uri: "test://watched-resource",
      name: "watched-resource",
      mimeType: "text/plain",
      read: () => "Nobody is told when this changes.",
    },
  ];
}

export function resourceTemplates(): readonly ResourceTemplateDefinition[] {
  return [
    {
      uriTemplate: "test://template/{id}/data",
      name: "template",
      title: "Template",
      description: "Repeats what stands for its variable.",
      mimeType: "application/json",
      read: ({ id }) =>
        JSON.stringify({ id, templateTest: true, data: `Data for ID: ${String(id)}` }),
    },
  ];
}

export function prompts(): readonly AnyPrompt[] {
  const described = { title: "Prompt", description: "A prompt of the conformance suite." };
  const none = z.object({});
  return [
    definePrompt({
      ...described,
      name: "test_simple_prompt",
      arguments: none,
      write: () => "This is a simple prompt for testing.",
    }),
    definePrompt({
      ...described,
      name: "test_prompt_with_arguments",
      arguments: z.object({
        arg1: z.string().describe("First test argument"),
        arg2: z.string().describe("Second test argument"),
      }),
      complete: { arg1: (typed) => ["paris", "park"].filter((city) => city.startsWith(typed)) },
      write: ({ arg1, arg2 }) => `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`,
    }),
    definePrompt({
      ...described,
      name: "test_prompt_with_embedded_resource",
      arguments: z.object({ resourceUri: z.string().describe("What to embed") }),
      write: ({ resourceUri }) => [
        {
          role: "user",
          content: embedded(resourceUri, "text/plain", "Embedded resource content for testing."),
        },
        {
          role: "user",
          content: { type: "text", text: "Please process the embedded resource above." },
        },
      ],
    }),
    definePrompt({
      ...described,
      name: "test_prompt_with_image",
      arguments: none,
      write: () => [
        { role: "user", content: image() },
        { role: "user", content: { type: "text", text: "Please analyze the image above." } },
      ],
    }),
  ];
}
