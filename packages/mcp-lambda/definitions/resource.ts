/**
 * Resource definitions: a resource is something a client can read by its URI; a resource template
 * stands for many URIs.
 */
import type { CallContext, Completers } from "./call-context";

/** Text, or bytes (sent in base64). */
export type ResourceContent = string | Uint8Array;

/** What lists show people and models of it. */
export interface Described {
  /** Name in the protocol. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** Tells a model what there is to read, and when. */
  readonly description: string;
  /** Media type of what is read, for example "application/json". */
  readonly mimeType: string;
}

export interface ResourceDefinition extends Described {
  readonly uri: string;
  /** What it throws is logged with its stack; the caller gets a text that gives nothing away. */
  readonly read: (context: CallContext) => ResourceContent | Promise<ResourceContent>;
}

export interface ResourceTemplateDefinition extends Described {
  /** RFC 6570, for example "orders://{id}"; `{+path}` takes slashes too. */
  readonly uriTemplate: string;
  /** Suggestions for the template's variables. */
  readonly complete?: Completers;
  /** Undefined when there is nothing under the URI, which is reported to the caller. */
  readonly read: (
    variables: Readonly<Record<string, string | string[]>>,
    context: CallContext,
  ) => ResourceContent | undefined | Promise<ResourceContent | undefined>;
}
