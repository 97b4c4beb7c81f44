/**
 * File with the secrets of a local run: `{ "apiKey": "..." }`, by the names of the needs. Read at each
 * question, so that an edit counts at once. What is in it appears in no message.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { SECRETS_FILE } from "./declared-secrets";

export class SecretsFile {
  /** @param root folder of the project. */
  constructor(private readonly root: string) {}

  /**
   * The value by this name, or undefined; text as it is, anything else as JSON.
   *
   * @throws Error with one line when the file is not a JSON object.
   */
  read(name: string): string | undefined {
    const value = this.values().get(plainName(name));
    return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
  }

  private values(): ReadonlyMap<string, unknown> {
    const file = path.join(this.root, SECRETS_FILE);
    if (!fs.existsSync(file)) return new Map();
    const parsed = parse(fs.readFileSync(file, "utf8"));
    if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
      throw new Error(`${SECRETS_FILE} is not a JSON object like { "apiKey": "..." }`);
    }
    return new Map(Object.entries(parsed).map(([name, value]) => [plainName(name), value]));
  }
}

/** Equal for apiKey, api_key and API_KEY: variables do not tell them apart. */
function plainName(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** Undefined for what is not JSON; the parser's own error would quote the text. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
