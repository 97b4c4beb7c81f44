/** What a tool asks (elicitation), as a form, and the answers. */
import { isObject, type JsonObject } from "../server/call";
import { element } from "./element";
import { makeFields } from "./schema-field";

/** Answers by the keys of the questions. */
export type Answers = Readonly<Record<string, JsonObject>>;

interface Question {
  readonly node: HTMLElement;
  readonly answer: () => JsonObject;
}

interface AskedForm {
  readonly node: HTMLFormElement;
  /** Resolves when the person has answered all of them, or declines or cancels. */
  readonly answers: Promise<Answers>;
}

/** @param requests `inputRequests` of a result, or of a task. */
export function askPerson(requests: JsonObject): AskedForm {
  const asked = Object.entries(requests).map(([key, request]) => ({
    key,
    params: paramsOf(request),
  }));
  const [first] = asked;
  const yesOrNo = asked.length === 1 && first !== undefined ? onlyChoice(first.params) : undefined;
  let resolve: (answers: Answers) => void = () => undefined;
  const answers = new Promise<Answers>((settle) => (resolve = settle));
  const finish = (answerTo: (index: number) => JsonObject): void => {
    node.inert = true;
    resolve(Object.fromEntries(asked.map(({ key }, index) => [key, answerTo(index)])));
  };
  const button = (text: string, kind: string, answer: JsonObject): HTMLElement => {
    const onclick = (): void => {
      finish(() => answer);
    };
    return element("button", { type: "button", class: kind, onclick }, text);
  };
  const isSingle = asked.length === 1;
  const questions = yesOrNo === undefined ? asked.map((each) => question(each, isSingle)) : [];
  const accept = (value: boolean): JsonObject => ({
    action: "accept",
    content: { [yesOrNo ?? ""]: value },
  });
  const answering =
    yesOrNo === undefined
      ? [element("button", { type: "submit", class: "primary" }, "Answer")]
      : [button("Yes", "primary", accept(true)), button("No", "quiet", accept(false))];
  const node = element(
    "form",
    { class: "question", "aria-label": "Question of the tool" },
    ...(yesOrNo === undefined
      ? questions.map((each) => each.node)
      : [element("p", { class: "asks" }, wordsOf(first?.params))]),
    element(
      "div",
      { class: "buttons" },
      ...answering,
      button("Decline", "quiet", { action: "decline" }),
      button("Cancel", "quiet", { action: "cancel" }),
    ),
  );
  node.addEventListener("submit", (event) => {
    event.preventDefault();
    finish((index) => questions[index]?.answer() ?? { action: "cancel" });
  });
  return { node, answers };
}

function question(
  { key, params }: { readonly key: string; readonly params: JsonObject },
  isSingle: boolean,
): Question {
  const { requestedSchema } = params;
  const schema = isObject(requestedSchema) ? requestedSchema : {};
  const { nodes, read } = makeFields(schema, { isLoose: false });
  const declines = element("input", { type: "checkbox" });
  const fields = element("fieldset", { class: "fields" }, ...nodes);
  declines.addEventListener("change", () => {
    fields.disabled = declines.checked;
  });
  const node = element(
    "fieldset",
    { class: "group", name: key },
    element("legend", { class: "asks" }, wordsOf(params)),
    fields,
    !isSingle && element("label", { class: "option" }, declines, "Decline this one"),
  );
  const answer = (): JsonObject =>
    declines.checked ? { action: "decline" } : { action: "accept", content: read() };
  return { node, answer };
}

/** The only property, when a yes or a no is all that is asked for. */
function onlyChoice({ requestedSchema }: JsonObject): string | undefined {
  const properties = isObject(requestedSchema) ? requestedSchema["properties"] : undefined;
  const [only, ...more] = Object.entries(isObject(properties) ? properties : {});
  if (only === undefined || more.length > 0) return undefined;
  const [name, schema] = only;
  return isObject(schema) && schema["type"] === "boolean" ? name : undefined;
}

function wordsOf(params: JsonObject = {}): string {
  const { message } = params;
  return typeof message === "string" ? message : "The tool asks:";
}

function paramsOf(request: unknown): JsonObject {
  const params = isObject(request) ? request["params"] : undefined;
  return isObject(params) ? params : {};
}
