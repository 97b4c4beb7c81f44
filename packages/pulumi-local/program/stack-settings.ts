/**
 * Stack settings, as the Pulumi CLI hands them to the program, and the project's name.
 *
 * Later wins: `config` of Pulumi.yaml, Pulumi.<stack>.yaml, Pulumi.<stack>.local.yaml (git-ignored,
 * for this machine), and the variable PULUMI_CONFIG ({"key": "value"}). The last two are
 * the places for encrypted settings, which nothing but the CLI can decrypt.
 * https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { nearest } from "../nearest";
import { shellWord } from "../shell-word";
import { UserError } from "../user-error";

export interface StackSettings {
  readonly project: string;
  readonly stack: string;
  /** Settings as the engine passes them: full key ("mcp-server:auth") to text. */
  readonly config: Readonly<Record<string, string>>;
}

type Mapping = Readonly<Record<string, unknown>>;

/** @throws UserError when the project or the stack is not there, or a setting cannot be read. */
export function readStackSettings(root: string, stack: string): StackSettings {
  const projectFile = readYaml(path.join(root, "Pulumi.yaml"));
  const project = projectFile?.["name"];
  if (projectFile === undefined || typeof project !== "string") {
    throw new UserError(`There is no Pulumi.yaml with a "name" in ${root}.`);
  }
  const stackFile = readYaml(path.join(root, `Pulumi.${stack}.yaml`));
  if (stackFile === undefined) {
    const others = stackNames(root);
    const meant = nearest(stack, others);
    const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
    throw new UserError(
      `There is no stack "${stack}": Pulumi.${stack}.yaml is missing. Stacks here: ${others.join(", ") || "none"}.${hint} Make one: pulumi stack init ${shellWord(stack)}, or copy another's file.`,
    );
  }
  const localFile = `Pulumi.${stack}.local.yaml`;
  const config = {
    ...withNamespace(projectDefaults(projectFile), project),
    ...withNamespace(configOf(stackFile), project),
    ...withNamespace(configOf(readYaml(path.join(root, localFile)) ?? {}), project),
    ...withNamespace(fromEnvironment(), project),
  };
  const encrypted = Object.keys(config).filter((key) => isEncrypted(config[key]));
  if (encrypted.length > 0) {
    throw new UserError(
      `Only the Pulumi CLI can decrypt ${encrypted.join(", ")}. For the local run give ${encrypted.length > 1 ? "values" : "a value"} in ${localFile} (git-ignored; same form as Pulumi.${stack}.yaml) or in PULUMI_CONFIG='${JSON.stringify(Object.fromEntries(encrypted.map((key) => [key, "..."])))}'.`,
    );
  }
  return {
    project,
    stack,
    config: Object.fromEntries(Object.entries(config).map(([key, value]) => [key, toText(value)])),
  };
}

function readYaml(file: string): Mapping | undefined {
  if (!fs.existsSync(file)) return undefined;
  try {
    return (parse(fs.readFileSync(file, "utf8")) ?? {}) as Mapping;
  } catch (error) {
    const reason =
      error instanceof Error
        ? (error.message.split("\n")[0] ?? "").replace(/:$/, ".")
        : String(error);
    throw new UserError(`${path.basename(file)} is not valid YAML: ${reason}`);
  }
}

function configOf(file: Mapping): Mapping {
  return (file["config"] ?? {}) as Mapping;
}

/** A key without a namespace is the project's own, as the CLI reads it. */
function withNamespace(config: Mapping, project: string): Mapping {
  const entries = Object.entries(config);
  return Object.fromEntries(
    entries.map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
  );
}

/** Project-level settings: a plain value, or an object with `value` or `default`. */
function projectDefaults(file: Mapping): Mapping {
  const entries = Object.entries(configOf(file)).flatMap(([key, declared]) => {
    if (typeof declared !== "object" || declared === null) return [[key, declared] as const];
    const value = (declared as Mapping)["value"] ?? (declared as Mapping)["default"];
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

function fromEnvironment(): Mapping {
  const text = process.env["PULUMI_CONFIG"];
  if (text === undefined || text === "") return {};
  try {
    return JSON.parse(text) as Mapping;
  } catch {
    throw new UserError('PULUMI_CONFIG is not JSON; expected {"key": "value"}.');
  }
}

function isEncrypted(value: unknown): boolean {
  return typeof value === "object" && value !== null && "secure" in value;
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function stackNames(root: string): string[] {
  return fs
    .readdirSync(root)
    .map((file) => /^Pulumi\.([^.]+)\.yaml$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .sort();
}
