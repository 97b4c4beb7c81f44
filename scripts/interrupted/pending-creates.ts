/** What a run of Pulumi that was killed had begun to make, as the stack's state has it. */
import { readPulumi } from "../pulumi/pulumi-cli";

export interface PendingCreate {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** URN of the component that it belongs to. */
  readonly parent: string | undefined;
}

export interface InterruptedState {
  readonly creates: readonly PendingCreate[];
  /** Ids of what the stack has. */
  readonly ids: ReadonlySet<string>;
  /** The stack's own URN. */
  readonly stackUrn: string;
  /** When the state was written last. */
  readonly since: Date;
}

interface ExportedResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

interface Exported {
  readonly deployment?: {
    readonly manifest?: { readonly time?: string };
    readonly resources?: readonly ExportedResource[];
    readonly pending_operations?: readonly {
      readonly resource: ExportedResource;
      readonly type: string;
    }[];
  };
}

const STACK_TYPE = "pulumi:pulumi:Stack";

/** @returns undefined where nothing is pending, or there is no state to be read. */
export function interruptedState(place: readonly string[]): InterruptedState | undefined {
  const text = readPulumi(["stack", "export", ...place]);
  if (text === undefined) return undefined;
  const { deployment = {} } = JSON.parse(text) as Exported;
  const { manifest, resources = [], pending_operations = [] } = deployment;
  const creates = pending_operations
    .filter(({ type }) => type === "creating")
    .map(({ resource: { urn, type, inputs = {}, parent } }) => ({ urn, type, inputs, parent }));
  if (creates.length === 0) return undefined;
  const stackUrn = resources.find(({ type }) => type === STACK_TYPE)?.urn ?? "";
  return {
    creates,
    ids: new Set(resources.flatMap(({ id }) => id ?? [])),
    stackUrn,
    since: new Date(manifest?.time ?? 0),
  };
}

/** Name of a resource in the program, which is the last part of its URN. */
export function logicalName({ urn }: PendingCreate): string {
  return urn.split("::").at(-1) ?? urn;
}

/** For people. */
export function nameOf(create: PendingCreate): string {
  return `${create.type.split(":").at(-1) ?? create.type} ${logicalName(create)}`;
}

/** An input of which the name is made; undefined where it is not known yet, or a secret. */
export function textInput({ inputs }: PendingCreate, key: string): string | undefined {
  const value = inputs[key];
  return typeof value === "string" ? value : undefined;
}
