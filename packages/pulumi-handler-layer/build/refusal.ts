/** What the author of a handler can mend; the message names the file and line, and the way out. */
export class Refusal extends Error {
  /** @param packageName package that is to blame, as the handler imports it: its import gives the line. */
  constructor(
    message: string,
    readonly packageName?: string,
  ) {
    super(message);
  }
}
