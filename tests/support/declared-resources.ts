/** What settings declare, as the rules of policy/ see it, with what of it is secret. */
import { type Resource, STACK, values } from "../../policy/resource";
import type { Secrecy } from "../fixtures/rules/secrecy";
import * as path from "node:path";
import type { DeclaredResource } from "pulumi-local";
import { declare, stackSettings } from "./program";

const programFolder = path.join(__dirname, "..", "fixtures", "rules");

/** @param config keys without the project's name. */
export async function declaredResources(
  config: Readonly<Record<string, string>>,
): Promise<readonly Resource[]> {
  const full = Object.entries(config).map(([key, value]) => [`mcp-server:${key}`, value] as const);
  const settings = stackSettings(Object.fromEntries(full));
  const { program } = await declare({ programFolder, settings });
  const {
    values: given,
    secretOutputs,
    secrets,
  } = program.outputs as {
    readonly values: Resource["outputs"];
    readonly secretOutputs: readonly string[];
    readonly secrets: Secrecy;
  };
  const declared = program.resources.map(({ type, name, inputs, outputs }) => {
    const secrecy = secrets[`${type} ${name}`];
    if (secrecy === undefined) throw new Error(`nothing was noted of ${type} ${name}`);
    const plain = withIds(inputs, program.resources);
    return { type, name, inputs: plain, outputs: { ...outputs, ...plain }, ...secrecy };
  });
  const stack: Resource = {
    type: STACK,
    name: "mcp-server-dev",
    inputs: {},
    outputs: given,
    additionalSecretOutputs: secretOutputs,
    secretInputs: [],
  };
  return [...declared, stack];
}

/** Inputs that are whole resources, as the engine passes them on: by their ids. */
function withIds(
  inputs: Resource["inputs"],
  declared: readonly DeclaredResource[],
): Resource["inputs"] {
  const entries = Object.entries(inputs).map(([key, value]) => {
    const { __pulumiType: type, __name: name } = values(value);
    const referred = declared.find((each) => each.type === type && each.name === name);
    return [key, referred === undefined ? value : referred.outputs["id"]] as const;
  });
  return Object.fromEntries(entries);
}
