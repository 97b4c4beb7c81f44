/** The state of a stack, as `pulumi stack export` prints it; secrets in it stay encrypted. */
import { readPulumi } from "./pulumi-cli";

export interface StateResource {
  readonly urn: string;
  readonly type: string;
  /** Of what AWS has. */
  readonly id?: string;
  /** URN of the component that it belongs to. */
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly protect?: boolean;
}

interface Deployment {
  readonly manifest?: { readonly time?: string };
  readonly resources?: readonly StateResource[];
  /** What was begun when the state was written last. */
  readonly pending_operations?: readonly {
    readonly resource: StateResource;
    readonly type: string;
  }[];
}

/** Empty where there is no state to be read. */
export function readState(place: readonly string[]): Deployment {
  const text = readPulumi(["stack", "export", ...place]) ?? "{}";
  return (JSON.parse(text) as { readonly deployment?: Deployment }).deployment ?? {};
}

/** Name of a resource in the program. */
export function logicalName({ urn }: Pick<StateResource, "urn">): string {
  return urn.split("::").at(-1) ?? urn;
}
