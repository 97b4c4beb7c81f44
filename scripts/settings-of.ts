/** The settings of a stack, read and checked as the program does it, without an engine. */
import * as pulumi from "@pulumi/pulumi";
import { type StackSettings, UserError } from "pulumi-local";
import { checkedSettings, type Settings } from "../infra/settings";

/** @throws UserError with what the program itself says of wrong settings. */
export async function settingsOf({ project, stack, config }: StackSettings): Promise<Settings> {
  const never = (): never => {
    throw new Error("settings are read before anything is declared");
  };
  const mocks = { newResource: never, call: never };
  await pulumi.runtime.setMocks(mocks, project, stack, true, "organization");
  pulumi.runtime.setAllConfig({ ...config });
  try {
    return checkedSettings().settings;
  } catch (error) {
    throw error instanceof pulumi.RunError ? new UserError(error.message) : error;
  }
}
