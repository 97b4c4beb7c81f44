/** A task that was begun here: what it says, what it asks, a button to cancel it, until it is over. */
import { isObject, type JsonObject } from "../server/call";
import type { Send } from "./call-run";
import { element } from "./element";
import { clockTime } from "./format";
import { ask, type CallManner, messageOf, refusal, resultIn } from "./mcp-client";
import { askPerson } from "./question-form";

export interface FollowOptions {
  readonly manner: CallManner;
  /** Where it is shown. */
  readonly live: HTMLElement;
  readonly send: Send;
}

/** Between two looks: a server on this machine takes no harm from more than it asks for. */
const POLL_MS = 1000;

/** @returns the task at its end. @throws when it cannot be looked at any more. */
export async function followTask(
  first: JsonObject,
  { manner, live, send }: FollowOptions,
): Promise<JsonObject> {
  const taskId = String(first["taskId"]);
  let asked = "";
  const tell = (method: string, params: JsonObject): void => {
    send(method, { taskId, ...params }).catch((error: unknown) => {
      // Asked once more.
      asked = "";
      card.fail(`${method}: ${error instanceof Error ? error.message : String(error)}`);
    });
  };
  const card = taskCard(taskId, () => {
    tell("tasks/cancel", {});
  });
  live.replaceChildren(card.node);
  for (let task = first; ; task = await look(manner, taskId)) {
    card.update(task);
    const { status, inputRequests } = task;
    if (status !== "working" && status !== "input_required") return task;
    const requests = isObject(inputRequests) ? inputRequests : {};
    const keys = Object.keys(requests).join();
    if (keys !== asked) {
      asked = keys;
      card.ask(requests, (inputResponses) => {
        tell("tasks/update", { inputResponses });
      });
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

async function look(manner: CallManner, taskId: string): Promise<JsonObject> {
  const { response } = await ask({ ...manner, own: true }, "tasks/get", { taskId });
  const task = resultIn(response);
  if (task === undefined) {
    throw new Error(`tasks/get: ${refusal(response.status, messageOf(response))}`);
  }
  return task;
}

interface TaskCard {
  readonly node: HTMLElement;
  readonly update: (task: JsonObject) => void;
  /** Says what could not be sent. */
  readonly fail: (why: string) => void;
  readonly ask: (requests: JsonObject, onAnswers: (answers: JsonObject) => void) => void;
}

function taskCard(taskId: string, onCancel: () => void): TaskCard {
  const status = element("strong", {});
  const said = element("ol", { class: "said", "aria-label": "What the task said" });
  const question = element("div", {});
  const cancel = element("button", { type: "button", class: "quiet" }, "Cancel the task");
  cancel.addEventListener("click", () => {
    cancel.disabled = true;
    onCancel();
  });
  const say = (message: string): void => {
    said.append(element("li", {}, element("time", {}, clockTime(Date.now())), ` ${message}`));
  };
  let last = "";
  return {
    node: element(
      "section",
      { class: "followed", "aria-label": "Task" },
      element("p", {}, "Task ", status, " ", element("code", {}, taskId)),
      said,
      question,
      element("div", { class: "buttons" }, cancel),
    ),
    update: (task) => {
      status.textContent = String(task["status"]).replace("_", " ");
      const message = task["statusMessage"];
      if (typeof message !== "string" || message === "" || message === last) return;
      last = message;
      say(message);
    },
    fail: (why) => {
      cancel.disabled = false;
      say(why);
    },
    ask: (requests, onAnswers) => {
      if (Object.keys(requests).length === 0) {
        question.replaceChildren();
        return;
      }
      const { node, answers } = askPerson(requests);
      question.replaceChildren(node);
      node.scrollIntoView({ block: "nearest" });
      void answers.then((given) => {
        question.replaceChildren();
        onAnswers(given);
      });
    },
  };
}
