/** Messages as they were sent: nothing of them has been checked. */

export type RawMessage =
  | {
      readonly id?: unknown;
      readonly method?: unknown;
      readonly params?: Readonly<Record<string, unknown>> | null;
    }
  | null
  | undefined;

/** The messages of a body: one, or those of a batch. */
export function messagesIn(body: unknown): readonly RawMessage[] {
  return (Array.isArray(body) ? body : [body]) as readonly RawMessage[];
}
