/** Checks of the tools: both eras list the same ones, and one is called. */
import { isObject } from "pulumi-local";
import { failed, type Finding, ok, skipped, unexpected, warning } from "./finding";
import { errorOf, type JsonObject, requestOf, resultOf } from "./messages";
import { askPatiently, type Target } from "./target";

export async function listTools(target: Target): Promise<Finding> {
  const lists: string[][] = [];
  for (const era of ["2025", "2026"] as const) {
    const exchange = await askPatiently(target, requestOf(era, "tools/list"));
    const result = exchange.kind === "answered" ? resultOf(exchange) : undefined;
    if (!Array.isArray(result?.["tools"])) return unexpected(exchange, "a list of tools");
    lists.push(toolsOf(result).map(nameOf).sort());
  }
  const [legacy = [], modern = []] = lists;
  if (legacy.join() !== modern.join()) {
    return failed(
      `2025 lists ${legacy.join(", ")}, 2026 lists ${modern.join(", ")}`,
      "A defect of the server: the eras differ.",
    );
  }
  if (modern.length === 0) return warning("no tools", "handlers/server.ts lists them.");
  return ok(`${modern.length}: ${modern.slice(0, 8).join(", ")}${modern.length > 8 ? ", …" : ""}`);
}

export async function callATool(target: Target): Promise<Finding> {
  const tool = target.tool ?? (await harmlessTool(target));
  if (tool === undefined) return checkUnknownTool(target);
  const exchange = await askPatiently(
    target,
    requestOf("2026", "tools/call", { name: tool.name, arguments: tool.args }),
  );
  const result = exchange.kind === "answered" ? resultOf(exchange) : undefined;
  if (result === undefined) return unexpected(exchange, "a result");
  if (result["isError"] === true) {
    return failed(
      `${tool.name} failed: ${firstText(result)}`,
      "npm run logs -- --tool NAME has the reason; --tool and --args call another.",
    );
  }
  return ok(`${tool.name}: ${firstText(result)}`);
}

/** One that only reads, and that takes nothing. */
async function harmlessTool(target: Target): Promise<Target["tool"]> {
  const exchange = await askPatiently(target, requestOf("2026", "tools/list"));
  const result = exchange.kind === "answered" ? resultOf(exchange) : undefined;
  const found = toolsOf(result).find(isHarmless);
  return found === undefined ? undefined : { name: nameOf(found), args: {} };
}

function isHarmless({ annotations, inputSchema }: JsonObject): boolean {
  const isReading = isObject(annotations) && annotations["readOnlyHint"] === true;
  const required = isObject(inputSchema) ? inputSchema["required"] : undefined;
  return isReading && (!Array.isArray(required) || required.length === 0);
}

/** Nothing is run by it, and it goes through all of the way. */
async function checkUnknownTool(target: Target): Promise<Finding> {
  const name = "smoke-no-such-tool";
  const exchange = await askPatiently(
    target,
    requestOf("2026", "tools/call", { name, arguments: {} }),
  );
  if (exchange.kind === "unanswered") return unexpected(exchange, "-32602");
  const code = errorOf(exchange)?.code;
  if (code !== -32602) return unexpected(exchange, "-32602 for a tool that is not there");
  return skipped(
    "no tool that only reads takes no arguments; an unknown one is refused, as it should",
    `--tool NAME --args '{"a":1}' calls one of yours.`,
  );
}

function toolsOf(result: JsonObject | undefined): readonly JsonObject[] {
  const tools = result?.["tools"];
  return Array.isArray(tools) ? tools.filter(isObject) : [];
}

function nameOf({ name }: JsonObject): string {
  return typeof name === "string" ? name : "";
}

function firstText({ content }: JsonObject): string {
  const [first] = Array.isArray(content) ? content.filter(isObject) : [];
  const text = typeof first?.["text"] === "string" ? first["text"] : JSON.stringify(first ?? {});
  return text.length > 100 ? `${text.slice(0, 100).toWellFormed()}…` : text;
}
