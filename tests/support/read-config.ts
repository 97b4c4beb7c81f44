/** What the program reads of a stack's configuration, in this process: nothing is declared. */
import * as pulumi from "@pulumi/pulumi";
import { readSettings, type Settings } from "../../infra/settings";

/** Keys without the project's name. */
export type Config = Readonly<Record<string, string>>;

export interface ConfiguredStack {
  /** Default: mcp-server. */
  readonly project?: string;
  /** Default: dev. */
  readonly stack?: string;
  /** Default: ap-northeast-2. */
  readonly region?: string;
}

export interface ReadResult {
  readonly settings: Settings;
  readonly warnings: readonly string[];
}

/** @throws pulumi.RunError when the program refuses it. */
export async function readConfig(
  config: Config,
  { project = "mcp-server", stack = "dev", region = "ap-northeast-2" }: ConfiguredStack = {},
): Promise<ReadResult> {
  const newResource = (): never => {
    throw new Error("settings are read before anything is declared");
  };
  await pulumi.runtime.setMocks({ newResource, call: newResource }, project, stack);
  const full = Object.entries(config).map(([key, value]) => [`${project}:${key}`, value] as const);
  pulumi.runtime.setAllConfig({ "aws:region": region, ...Object.fromEntries(full) });
  const warnings: string[] = [];
  const { warn } = console;
  console.warn = (text: string) => warnings.push(text);
  try {
    return { settings: readSettings(), warnings };
  } finally {
    console.warn = warn;
    pulumi.runtime.setAllConfig({});
  }
}
