/**
 * What may hold something already, and whose id is its name: the stack takes it over, where it is there.
 * The CLI's own `refresh --import-pending-creates` does not: what it is given leaves the state (3.259).
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { makeWorkFolder } from "pulumi-local";
import { readPulumi } from "../pulumi/pulumi-cli";
import { logicalName } from "../pulumi/stack-state";
import { type PendingCreate, textInput } from "./pending-creates";

/**
 * The input that is its id, by type; ids as `pulumi import` takes them:
 * https://www.pulumi.com/registry/packages/aws/api-docs/
 */
const ID_INPUTS: Readonly<Record<string, string>> = {
  "aws:cloudwatch/logGroup:LogGroup": "name",
  "aws:dynamodb/table:Table": "name",
  "aws:iam/role:Role": "name",
  "aws:lambda/function:Function": "name",
};

/** Undefined for what is not taken over. */
export function idOf(create: PendingCreate): string | undefined {
  const key = ID_INPUTS[create.type];
  return key === undefined ? undefined : textInput(create, key);
}

/** Whether it is there, and now the stack's; the next update makes it what the program says. */
export function takeOver(create: PendingCreate, place: readonly string[]): boolean {
  const { type, parent } = create;
  const resource = { type, name: logicalName(create), id: idOf(create) };
  const given = {
    nameTable: parent === undefined ? {} : { parent },
    resources: [parent === undefined ? resource : { ...resource, parent: "parent" }],
  };
  const folder = makeWorkFolder();
  try {
    const file = path.join(folder, "import.json");
    fs.writeFileSync(file, JSON.stringify(given));
    const quietly = ["--yes", "--skip-preview", "--generate-code=false", "--protect=false"];
    return readPulumi(["import", "--file", file, ...quietly, ...place]) !== undefined;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
