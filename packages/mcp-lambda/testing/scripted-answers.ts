/** Answers that a test has ready for a tool that asks. */
import { CONFIRMATION, toQuestion } from "../asks/question";
import { createOnce } from "../asks/once";
import type { Asking } from "../definitions/call-context";
import type { AnyTool } from "../definitions/tool";
import { memoryStore } from "../store/memory-store";

export interface Script {
  readonly asking: Asking;
  /** @throws Error when there are answers left. */
  readonly finish: () => void;
}

/** @throws Error, where the tool asks, when it must not, or there is no answer, or a wrong one. */
export function createScript(
  { name, asks, background }: AnyTool,
  answers: readonly unknown[],
): Script {
  // A task may ask whether its tool says so or not.
  const mayAsk = asks === true || background !== undefined;
  let given = 0;
  const answerTo = (question: string): unknown => {
    if (!mayAsk) throw new Error(`"${name}" asks: write asks: true into its definition`);
    if (given === answers.length) {
      throw new Error(`"${name}" asks ${JSON.stringify(question)}: add an answer to { answers }`);
    }
    return answers[given++];
  };
  const ask: Asking["ask"] = async (schema, message) => {
    toQuestion(schema, message);
    const answer = answerTo(message);
    return answer === "decline" ? undefined : schema.parseAsync(answer);
  };
  const once = createOnce({ store: memoryStore(), prefix: "test", expiresAt: Infinity });
  return {
    asking: {
      ask,
      confirm: async (question) => {
        const answer = answerTo(question);
        return answer !== "decline" && CONFIRMATION.parse({ confirm: answer }).confirm;
      },
      once: async (work, how) => {
        if (!mayAsk) throw new Error(`"${name}" needs asks: true for once`);
        return once(work, how);
      },
    },
    finish: () => {
      if (given === answers.length) return;
      throw new Error(`"${name}" has asked ${given} of the ${answers.length} questions answered`);
    },
  };
}
