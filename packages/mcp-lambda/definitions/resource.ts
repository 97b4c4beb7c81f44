/**
 * Resource definitions: a resource is something a client can read by its URI; a resource template
 * stands for many URIs.
 */
import type { Clients, Needs } from "../needs/need";
import { withClients } from "../needs/with-clients";
import type { CallContext, Completers } from "./call-context";
import type { Decoration } from "./decoration";

/** Text, or bytes (sent in base64). */
export type ResourceContent = string | Uint8Array;

/** What lists show people and models of it. Its `_meta` is sent with what is read, too. */
export interface Described extends Decoration {
  /** Name in the protocol. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** Tells a model what there is to read, and when. */
  readonly description: string;
  /** Media type of what is read, for example "application/json". */
  readonly mimeType: string;
  /** What `read` uses of AWS, as tools say it: with defineResource and defineResourceTemplate. */
  readonly needs?: Needs;
}

export interface ResourceDefinition extends Described {
  /** Absolute, at most 2,048 characters, and as clients send it that parse it: "docs://guide". */
  readonly uri: string;
  /** What it throws is logged with its stack; the caller gets a text that gives nothing away. */
  readonly read: (context: CallContext) => ResourceContent | Promise<ResourceContent>;
}

export interface ResourceTemplateDefinition extends Described {
  /**
   * RFC 6570, for example "orders://{id}". A URI is taken as the expansion of the first template that
   * it can be one of; where several values are possible, an earlier variable gets the shortest.
   *
   * - `{id}`, `{a,b}`: a text without "/", "?" and "#", which callers escape; at least a character
   * - `{+path}`: a text that may have these; at least a character
   * - `{.type}`, `{/a,b}`, `{#part}`: a text, which with its "." "/" or "#" may be left out
   * - `{;a,b}`, `{?a,b}`, `{&a,b}`: `a=text` in any order, each of which may be left out; a name that
   *   the template does not have, or one that is given twice, is not a URI of the template
   * - `{list*}`, `{/list*}`, `{?list*}`: a list of at least one text, separated as RFC 6570 has it
   *
   * Refused where the definition is checked: prefixes (`{id:3}`), and what a URI does not tell apart,
   * as two variables side by side, or `{+a,b}`.
   */
  readonly uriTemplate: string;
  /** Suggestions for the template's variables. */
  readonly complete?: Completers;
  /**
   * Gets the variables that the URI has, percent-decoded once: a text, or a list for `*`. Gives
   * undefined when there is nothing under the URI, which is reported to the caller.
   */
  readonly read: (
    variables: Readonly<Record<string, string | string[]>>,
    context: CallContext,
  ) => ResourceContent | undefined | Promise<ResourceContent | undefined>;
}

type WithNeeds<Definition extends { readonly needs?: Needs }, Needed extends Needs> = Omit<
  Definition,
  "needs" | "read"
> & { readonly needs: Needed };

/** A resource with needs: `read` gets clients of them beside its context. */
export function defineResource<Needed extends Needs>(
  definition: WithNeeds<ResourceDefinition, Needed> & {
    readonly read: (
      context: CallContext & Clients<Needed>,
    ) => ResourceContent | Promise<ResourceContent>;
  },
): ResourceDefinition {
  const { needs, read } = definition;
  const readWith = withClients(needs, (_: undefined, context: CallContext) =>
    read(context as CallContext & Clients<Needed>),
  );
  return { ...definition, read: (context) => readWith(undefined, context) };
}

/** The same of a resource template. */
export function defineResourceTemplate<Needed extends Needs>(
  definition: WithNeeds<ResourceTemplateDefinition, Needed> & {
    readonly read: (
      variables: Readonly<Record<string, string | string[]>>,
      context: CallContext & Clients<Needed>,
    ) => ResourceContent | undefined | Promise<ResourceContent | undefined>;
  },
): ResourceTemplateDefinition {
  const { needs, read } = definition;
  return { ...definition, read: withClients(needs, read as ResourceTemplateDefinition["read"]) };
}
