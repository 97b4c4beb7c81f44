/**
 * Asking of 2025 clients, whom a stateless server cannot ask: a call fails with the question, and an
 * argument that only they are shown answers it in the next call.
 */
import type { Tool } from "@modelcontextprotocol/server";
import type { Asking } from "../definitions/call-context";
import { memoryStore } from "../store/memory-store";
import { createHalt, never } from "./halt";
import { createOnce } from "./once";

const DESCRIPTION = "true once the user has agreed to what the last answer asked";

/** The tool as 2025 clients are shown it. */
export function withConfirmArgument(tool: Tool): Tool {
  const { inputSchema } = tool;
  const confirm = { type: "boolean", description: DESCRIPTION };
  return {
    ...tool,
    inputSchema: { ...inputSchema, properties: { ...inputSchema.properties, confirm } },
  };
}

/** Arguments without the one that is not the tool's own. */
export function takeConfirm(input: unknown): { args: unknown; isConfirmed: boolean } {
  if (typeof input !== "object" || input === null) return { args: input, isConfirmed: false };
  const { confirm, ...args } = input as Record<string, unknown>;
  return { args, isConfirmed: confirm === true };
}

export interface LegacyAsking extends Asking {
  /** Why the call fails, when it does. */
  readonly halted: Promise<{ readonly failed: string; readonly isQuestion: boolean }>;
}

export function createLegacyAsking(isConfirmed: boolean): LegacyAsking {
  let isLeft = isConfirmed;
  let failed = "";
  let isQuestion = false;
  const halt = createHalt(() => ({ failed, isQuestion }));
  // Nothing is replayed: each call stands for itself.
  const once = createOnce({ store: memoryStore(), prefix: "", expiresAt: Infinity });
  const fail = (why: string): Promise<never> => {
    failed ||= why;
    return halt.wait();
  };
  return {
    halted: halt.halted,
    confirm: (question) => {
      if (halt.isOver()) return never();
      if (!isLeft && isConfirmed) return fail(tooMuch(question));
      if (!isLeft) {
        isQuestion ||= failed === "";
        return fail(asks(question));
      }
      isLeft = false;
      return Promise.resolve(true);
    },
    ask: (_, message) => (halt.isOver() ? never() : fail(tooMuch(message))),
    once: (name, work) => (halt.isOver() ? never() : halt.during(() => once(name, work))),
  };
}

/** Of a second question, and of what is to be filled in. */
function tooMuch(question: string): string {
  return `has to ask something, which takes a client of protocol version 2026-07-28. It asks: ${question}`;
}

function asks(question: string): string {
  return `asks: ${question}\nAsk the user. Only if they agree, call again with the same arguments and "confirm": true.`;
}
