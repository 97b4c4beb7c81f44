/** What a server has to call: tools, resources, templates of resources, and prompts, each with its form. */
import { isObject, type JsonObject } from "../server/call";
import { type ArgumentForm, argumentForm, makeArguments } from "./argument-form";
import { completedField, type Suggest } from "./completed-field";
import { ask, type CallManner, type ListedTool, resultIn } from "./mcp-client";
import { together } from "./schema-field";
import { expandTemplate, variablesOf } from "./uri-template";

export type ItemKind = "tool" | "resource" | "template" | "prompt";

/** What is sent. */
export interface Request {
  readonly method: string;
  readonly params: JsonObject;
}

export interface Item {
  readonly kind: ItemKind;
  /** Name, or URI. */
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** Short facts: a media type. */
  readonly facts: readonly string[];
  /** What the button says: "Call add". */
  readonly action: string;
  readonly makeForm: (manner: () => CallManner) => ArgumentForm;
  readonly request: (values: JsonObject) => Request;
  /** As it was listed, which tells whether it has changed. */
  readonly listed: JsonObject;
  readonly tool?: ListedTool;
}

export function toolItem(listed: JsonObject): Item {
  const tool = listed as JsonObject & ListedTool;
  return {
    ...common(listed, "tool", tool.name),
    action: `Call ${tool.name}`,
    makeForm: () => makeArguments(isObject(tool.inputSchema) ? tool.inputSchema : {}),
    request: (values) => ({
      method: "tools/call",
      params: { name: tool.name, arguments: values },
    }),
    tool,
  };
}

export function resourceItem(listed: JsonObject): Item {
  const uri = String(listed["uri"]);
  return {
    ...common(listed, "resource", uri),
    action: "Read it",
    makeForm: () => argumentForm(together([])),
    request: () => ({ method: "resources/read", params: { uri } }),
  };
}

export function templateItem(listed: JsonObject): Item {
  const template = String(listed["uriTemplate"]);
  const ref = { type: "ref/resource", uri: template };
  return {
    ...common(listed, "template", template),
    action: "Read it",
    makeForm: (manner) =>
      textForm(
        variablesOf(template).map((name) => ({ name, isRequired: true, description: undefined })),
        suggester(ref, manner),
      ),
    request: (values) => ({
      method: "resources/read",
      params: { uri: expandTemplate(template, values) },
    }),
  };
}

export function promptItem(listed: JsonObject): Item {
  const name = String(listed["name"]);
  const given: readonly unknown[] = Array.isArray(listed["arguments"]) ? listed["arguments"] : [];
  const fields = given.filter(isObject).map((each) => ({
    name: String(each["name"]),
    isRequired: each["required"] === true,
    description: text(each["description"]),
  }));
  return {
    ...common(listed, "prompt", name),
    action: `Get ${name}`,
    makeForm: (manner) => textForm(fields, suggester({ type: "ref/prompt", name }, manner)),
    request: (values) => ({ method: "prompts/get", params: { name, arguments: values } }),
  };
}

function common(
  listed: JsonObject,
  kind: ItemKind,
  id: string,
): Pick<Item, "kind" | "id" | "title" | "about" | "facts" | "listed"> {
  const mimeType = text(listed["mimeType"]);
  return {
    kind,
    id,
    title: text(listed["title"]) ?? text(listed["name"]) ?? id,
    about: text(listed["description"]) ?? "",
    facts: mimeType === undefined ? [] : [mimeType],
    listed,
  };
}

interface TextField {
  readonly name: string;
  readonly isRequired: boolean;
  readonly description: string | undefined;
}

function textForm(fields: readonly TextField[], suggestFor: Suggester): ArgumentForm {
  const made: { readonly name: string; readonly read: () => unknown }[] = [];
  const others = (): JsonObject => {
    const values = made.map(({ name, read }) => [name, read()] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  };
  const all = fields.map((field) => {
    const place = { ...field, isLoose: false, suggest: suggestFor(others) };
    const completed = { name: field.name, ...completedField(place) };
    made.push(completed);
    return completed;
  });
  return argumentForm(together(all));
}

/** @param others reads what is filled in, which a server may look at. */
type Suggester = (others: () => JsonObject) => Suggest;

function suggester(ref: JsonObject, manner: () => CallManner): Suggester {
  return (others) => async (name, value) => {
    const context = { arguments: { ...others(), [name]: undefined } };
    const params = { ref, argument: { name, value }, context };
    const { response } = await ask({ ...manner(), own: true }, "completion/complete", params);
    const completion = resultIn(response)?.["completion"];
    const values = isObject(completion) ? completion["values"] : [];
    return Array.isArray(values) ? values.filter((each) => typeof each === "string") : [];
  };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
