/** Faults of a tool's page, for its author. */
import { textProblem } from "../definitions/names";
import type { ToolUi } from "../definitions/tool-ui";

const CSP_DOMAINS = [
  "connectDomains",
  "resourceDomains",
  "frameDomains",
  "baseUriDomains",
] as const satisfies readonly (keyof NonNullable<ToolUi["csp"]>)[];

/** An origin, perhaps with a wildcard for its first label: https://*.example.com */
const ORIGIN = /^(https?|wss?):\/\/(\*\.)?[a-z\d.-]+(:(\d+|\*))?$/i;

type Fields = Readonly<Record<string, unknown>>;

export function uiProblem(ui: unknown): string | undefined {
  const { html, title, csp } = (ui ?? {}) as Fields;
  if (typeof html !== "function" && textProblem(html) !== undefined) {
    return "html is the text of a page, or a function that returns it";
  }
  if (title !== undefined && textProblem(title) !== undefined) return "its title is empty";
  if (csp === undefined) return undefined;
  for (const [list, domains] of Object.entries(csp as Fields)) {
    if (!(CSP_DOMAINS as readonly string[]).includes(list)) {
      return `csp has no ${list}: it has ${CSP_DOMAINS.join(", ")}`;
    }
    const isOrigin = (domain: unknown): boolean => ORIGIN.test(String(domain));
    if (!Array.isArray(domains) || !domains.every(isOrigin)) {
      return `csp.${list} is a list of origins: ["https://api.example.com"]`;
    }
  }
  return undefined;
}
