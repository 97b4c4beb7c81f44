/**
 * Needs: what a tool, a resource or a prompt uses of AWS beside its code, said as plain data in its own
 * file. The program makes it and grants exactly what is named; `run` gets a client of it.
 */

export { STATE_TABLE } from "../store/record-store";

/** What the program reads of a need (infra/needs/); JSON keeps it as it is. */
export interface DeclaredNeed {
  /** table, secret, bucket: one file each in infra/needs/. */
  readonly kind: string;
  /** Verbs of its client, each of which the function's role gets; default: all that there is. */
  readonly may?: readonly string[];
}

export interface Need<Client = unknown> {
  readonly declared: DeclaredNeed;
  /**
   * Makes its client, when `run` is called for the first time.
   *
   * @param place what the program has put into the variable of the need, for example a table's name.
   */
  readonly connect: (place: string) => Client;
}

/** By the names under which `run` gets their clients. */
export type Needs = Readonly<Record<string, Need>>;

/** Of what names none: no client is beside the context then. */
// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- no name, and so no client
export type NoNeeds = Readonly<Record<never, Need>>;

export type Clients<N extends Needs> = {
  readonly [Name in keyof N]: N[Name] extends Need<infer Client> ? Client : never;
};

/** The variable in which the function finds a need: NEED_API_KEY for apiKey. */
export function needVariable(name: string): string {
  return `NEED_${name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, "_").toUpperCase()}`;
}
