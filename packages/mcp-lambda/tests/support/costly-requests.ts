/** Requests that cost a server more than they cost their sender, if it lets them. */
import * as z from "zod";
import { type AnyTool, text } from "../../index";
import { plainTool } from "../../testing/definitions";
import { call } from "../../testing/mcp";

/** Tools whose schemas find much wrong, each in a way of its own. */
export function picayuneTools(): readonly AnyTool[] {
  const pair = z.object({ a: z.string(), b: z.string() });
  const thirty = Array.from({ length: 30 }, (_, index) => [`field${index}`, z.string()] as const);
  const kinds = ["a", "b"].map((kind) => z.object({ kind: z.literal(kind), value: z.number() }));
  const schemas: Readonly<Record<string, z.ZodObject>> = {
    numbers: z.object({ xs: z.array(z.number()) }),
    wide: z.object({ xs: z.array(z.object(Object.fromEntries(thirty))) }),
    nested: z.object({ xs: z.array(z.array(z.array(z.number()))) }),
    records: z.object({ xs: z.record(z.string(), pair) }),
    keys: z.object({ xs: z.record(z.string().max(2), z.string()) }),
    catchall: z.object({}).catchall(z.number()),
    strict: z.strictObject({}),
    tuple: z.object({ xs: z.tuple([z.string()]).rest(z.number()) }),
    union: z.object({ xs: z.array(z.union([z.number(), pair, z.boolean()])) }),
    kinds: z.object({ xs: z.array(z.discriminatedUnion("kind", kinds as never)) }),
    both: z.object({ xs: z.intersection(z.array(z.number()), z.array(z.boolean())) }),
    refined: z.object({ xs: z.array(z.string().refine(async (given) => given === "x")) }),
    formats: z.object({
      email: z.email().optional(),
      url: z.url().optional(),
      uuid: z.uuid().optional(),
      at: z.iso.datetime().optional(),
      ip: z.ipv6().optional(),
      bytes: z.base64().optional(),
      choice: z.enum(["a", "b"]).optional(),
    }),
  };
  return Object.entries(schemas).map(([name, schema]) =>
    plainTool(name, () => text("taken"), schema),
  );
}

/** A request of about so many bytes: an object, or a text where JSON.stringify could not make it. */
type Make = (bytes: number) => object | string;

function fill(unit: string, bytes: number): string {
  return unit.repeat(Math.max(1, Math.floor(bytes / JSON.stringify(unit).slice(1, -1).length)));
}

function list(item: unknown, bytes: number): unknown[] {
  return Array.from({ length: Math.ceil(bytes / (JSON.stringify(item).length + 1)) }, () => item);
}

function members(value: unknown, bytes: number): object {
  const count = Math.ceil(bytes / (JSON.stringify(value).length + 11));
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, value]));
}

function deep(bytes: number): string {
  return `${"[".repeat(bytes / 2)}${"]".repeat(bytes / 2)}`;
}

function ask(method: string, params: unknown, id: unknown = 1): object {
  return { jsonrpc: "2.0", id, method, params };
}

function handshake(more: object): object {
  const clientInfo = { name: "x", version: "1" };
  return ask("initialize", {
    protocolVersion: "2025-11-25",
    capabilities: {},
    clientInfo,
    ...more,
  });
}

function complete(type: "prompt" | "resource", name: string, value: string, more = {}): object {
  const ref =
    type === "prompt" ? { type: "ref/prompt", name } : { type: "ref/resource", uri: name };
  return ask("completion/complete", { ref, argument: { name: "path", value }, ...more });
}

export const COSTLY: Readonly<Record<string, Make>> = {
  "a prompt's name like a dump": (n) => ask("prompts/get", { name: fill("[\n", n) }),
  "a short prompt's name like a dump": (n) =>
    ask("prompts/get", { name: "[\n]", x: fill("[\n", n) }),
  "a prompt's arguments": (n) => ask("prompts/get", { name: "greet", arguments: members(0, n) }),
  "icons of a client": (n) => handshake({ clientInfo: { name: "x", icons: list(0, n) } }),
  "a client's name": (n) => handshake({ clientInfo: { name: fill("n", n), version: "1" } }),
  "a version": (n) => handshake({ protocolVersion: fill("2", n) }),
  capabilities: (n) => handshake({ capabilities: { experimental: members(0, n) } }),
  "a tool's name": (n) => call(fill("x", n)),
  "a method": (n) => ask(fill("m", n), {}),
  "an id": (n) => ask("ping", {}, fill("i", n)),
  "an id of a wrong kind": (n) => ask("ping", {}, list(0, n)),
  "a URI": (n) => ask("resources/read", { uri: `item://${fill("a/", n)}` }),
  "an encoded URI": (n) => ask("resources/read", { uri: `item://${fill("%25", n)}` }),
  "a wrongly encoded URI": (n) => ask("resources/read", { uri: `item://${fill("%", n)}` }),
  "what is completed": (n) => complete("resource", "item://{+path}", fill("1", n)),
  "a prompt that is completed": (n) => complete("prompt", fill("[\n", n), ""),
  "context of a completion": (n) =>
    complete("prompt", "greet", "", { context: { arguments: members(0, n) } }),
  "a cursor": (n) => ask("tools/list", { cursor: fill("a", n) }),
  "a cursor of a wrong kind": (n) => ask("tools/list", { cursor: list(0, n) }),
  metadata: (n) => ask("tools/list", { _meta: members("", n) }),
  "a progress token": (n) => ask("tools/list", { _meta: { progressToken: fill("p", n) } }),
  "a level": (n) => ask("logging/setLevel", { level: fill("d", n) }),
  "a cancelled id": (n) => ask("notifications/cancelled", { requestId: fill("r", n) }),
  "a request's state": (n) => ask("tools/call", { name: "add", requestState: fill("v1.a.", n) }),
  "responses to what was not asked": (n) =>
    ask("tools/call", { name: "add", inputResponses: members({}, n) }),
  "wrong numbers": (n) => call("numbers", { xs: list("", n) }),
  "right numbers": (n) => call("numbers", { xs: list(1, n) }),
  "empty objects of thirty fields": (n) => call("wide", { xs: list({}, n) }),
  "lists of lists of lists": (n) => call("nested", { xs: list([["", ""]], n) }),
  "a record of wrong objects": (n) => call("records", { xs: members({}, n) }),
  "a record of wrong keys": (n) => call("keys", { xs: members("", n) }),
  "wrong further fields": (n) => call("catchall", members("", n)),
  "unknown fields": (n) => call("strict", members(0, n)),
  "a long unknown field": (n) => call("strict", { [fill("k\u0001", n)]: 0 }),
  "a long tuple": (n) => call("tuple", { xs: list("", n) }),
  "no member of a union": (n) => call("union", { xs: list("", n) }),
  "no member of a discriminated union": (n) => call("kinds", { xs: list({}, n) }),
  "neither of two": (n) => call("both", { xs: list("", n) }),
  "what is refined asynchronously": (n) => call("refined", { xs: list("", n) }),
  "an e-mail address": (n) => call("formats", { email: `a@${fill("a-", n)}` }),
  "an e-mail address of dots": (n) => call("formats", { email: `${fill("a.", n)}@` }),
  "a URL": (n) => call("formats", { url: `http://a/${fill("../", n)}` }),
  "a date": (n) => call("formats", { at: fill("2020-", n) }),
  "an IP address": (n) => call("formats", { ip: fill("1:", n) }),
  base64: (n) => call("formats", { bytes: fill("aaaa", n) }),
  "a choice": (n) => call("formats", { choice: fill("a", n) }),
  "a batch of unknown tools": (n) => list(call(fill("u", 150)), Math.min(n, 3_000)),
  "a batch of long texts": (n) => Array.from({ length: 16 }, () => fill("x", n / 16)),
  "a batch of too many": (n) => list(0, n),
  "a further member": (n) => ({ ...ask("ping", {}), [fill("k", n)]: 0 }),
  "a response": (n) => ({ jsonrpc: "2.0", id: 1, result: members("", n) }),
  "a notification": (n) => ({ jsonrpc: "2.0", method: fill("m", n) }),
  "what is not JSON": (n) => fill("{", n),
  spaces: (n) => `${" ".repeat(n)}{}`,
  "deep arguments": (n) =>
    `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"add","arguments":{"a":${deep(n)}}}}`,
  "deep metadata": (n) =>
    `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"a":${deep(n)}}}}`,
  "a deep message": (n) => deep(n),
};
