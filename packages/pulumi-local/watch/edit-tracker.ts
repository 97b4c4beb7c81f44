/** Edit tracker: keeps where a served program stands (edit-state.ts), and reports each change of that. */
import type { EditProblem, EditState } from "./edit-state";

export class EditTracker {
  private current: EditState = { kind: "evaluating", servedSince: 0 };
  private readonly listeners = new Set<(state: EditState) => void>();

  constructor(private readonly now: () => number = Date.now) {}

  /** `servedSince` is 0 until something has been served. */
  get state(): EditState {
    return this.current;
  }

  /** @returns ends the subscription. */
  subscribe(listener: (state: EditState) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  evaluating(): void {
    this.set({ kind: "evaluating", servedSince: this.current.servedSince });
  }

  served(): void {
    this.set({ kind: "served", servedSince: this.now() });
  }

  notServed(problems: readonly EditProblem[]): void {
    this.set({ kind: "not-served", servedSince: this.current.servedSince, problems });
  }

  private set(state: EditState): void {
    this.current = state;
    for (const listener of this.listeners) listener(state);
  }
}
