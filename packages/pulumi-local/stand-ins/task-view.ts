/** A task as the page shows it. */

export interface TaskView {
  readonly id: string;
  readonly tool: string;
  /** "working", "input_required", "completed", "failed" or "cancelled". */
  readonly status: string;
  /** What was said of it last; "" for nothing. */
  readonly message: string;
  /** When it was begun, in milliseconds since 1970. */
  readonly since: number;
}
