/** What a run of Pulumi that was killed had begun to make, as the stack's state has it. */
import { logicalName, readState, type StateResource } from "../pulumi/stack-state";

export type PendingCreate = StateResource;

export interface InterruptedState {
  readonly creates: readonly PendingCreate[];
  /** Ids of what the stack has. */
  readonly ids: ReadonlySet<string>;
  /** The stack's own URN. */
  readonly stackUrn: string;
  /** When the state was written last. */
  readonly since: Date;
}

const STACK_TYPE = "pulumi:pulumi:Stack";

/** @returns undefined where nothing is pending, or there is no state to be read. */
export function interruptedState(place: readonly string[]): InterruptedState | undefined {
  const { manifest, resources = [], pending_operations = [] } = readState(place);
  const creates = pending_operations
    .filter(({ type }) => type === "creating")
    .map(({ resource }) => resource);
  if (creates.length === 0) return undefined;
  const stackUrn = resources.find(({ type }) => type === STACK_TYPE)?.urn ?? "";
  return {
    creates,
    ids: new Set(resources.flatMap(({ id }) => id ?? [])),
    stackUrn,
    since: new Date(manifest?.time ?? 0),
  };
}

/** For people. */
export function nameOf(create: PendingCreate): string {
  return `${create.type.split(":").at(-1) ?? create.type} ${logicalName(create)}`;
}

/** An input of which the name is made; undefined where it is not known yet, or a secret. */
export function textInput({ inputs = {} }: PendingCreate, key: string): string | undefined {
  const value = inputs[key];
  return typeof value === "string" ? value : undefined;
}
