/** Tools with every kind of input that a form has to show, and what they answer. */

const READ_ONLY = { readOnlyHint: true, destructiveHint: false, idempotentHint: true };

const PIXEL =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

export const FAKE_TOOLS = [
  {
    name: "add",
    title: "Add two numbers",
    description: "Adds two numbers and returns the sum.",
    annotations: READ_ONLY,
    inputSchema: {
      type: "object",
      properties: {
        a: { type: "number", description: "First number" },
        b: { type: "number", description: "Second number" },
      },
      required: ["a", "b"],
    },
  },
  {
    name: "delete-notes",
    title: "Delete notes",
    description: "Deletes all notes that match.",
    annotations: { destructiveHint: true },
    inputSchema: {
      type: "object",
      properties: { pattern: { type: "string", maxLength: 100 } },
      required: ["pattern"],
    },
  },
  {
    name: "draw",
    title: "Draw a picture",
    description: "Draws one pixel.",
    annotations: READ_ONLY,
    inputSchema: { type: "object", properties: {} },
  },
  {
    name: "everything",
    title: "Every kind of argument",
    inputSchema: {
      type: "object",
      properties: {
        text: { type: "string", maxLength: 100_000, description: "A long text" },
        zone: { type: "string", default: "UTC", maxLength: 60, description: "IANA time zone" },
        format: { type: "string", enum: ["iso", "long", "short"], default: "iso" },
        count: { type: "integer", minimum: 1, maximum: 10 },
        verbose: { type: "boolean" },
        sure: { type: "boolean" },
        tags: { type: "array", items: { type: "string", maxLength: 20 } },
        place: {
          type: "object",
          properties: { city: { type: "string", maxLength: 40 }, floor: { type: "integer" } },
          required: ["city"],
        },
        either: { anyOf: [{ type: "string" }, { type: "number" }] },
      },
      required: ["text", "sure"],
    },
  },
] as const;

const CONFIRM = { type: "object", properties: { confirm: { type: "boolean" } } };

/** Answers a call with a question, and the person's answer to it with "agreed". */
export function askOnce({ method, params }: Readonly<Record<string, unknown>>): object | undefined {
  if (method !== "tools/call") return undefined;
  const content = [{ type: "text", text: "agreed" }];
  if ("inputResponses" in (params as object)) return { result: { content } };
  const ask = { mode: "form", message: "Agreed?", requestedSchema: CONFIRM };
  const inputRequests = { q: { method: "elicitation/create", params: ask } };
  return { result: { resultType: "input_required", inputRequests } };
}

/** The result of a call: what was asked, for most. */
export function fakeResult(name: unknown, args: Readonly<Record<string, unknown>>): object {
  if (name === "add") {
    const [a, b] = [Number(args["a"]), Number(args["b"])];
    return { content: [{ type: "text", text: `${a} + ${b} = ${a + b}` }] };
  }
  if (name === "draw") {
    return { content: [{ type: "image", mimeType: "image/png", data: PIXEL }] };
  }
  if (name === "delete-notes") {
    return { isError: true, content: [{ type: "text", text: "There are no notes." }] };
  }
  return { content: [{ type: "text", text: "as asked" }], structuredContent: args };
}
