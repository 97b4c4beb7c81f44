/** Save queue: gathers saved files, and has those that belong together evaluated once. */

/**
 * A change is taken up when none has followed for so long: editors save in several steps, format what
 * they have saved, and save several files one after the other.
 */
export const QUIET_MS = 120;

export class SaveQueue {
  private files = new Set<string>();
  private timer: NodeJS.Timeout | undefined;
  private release: (() => void) | undefined;
  private isBusy = false;

  /**
   * @param hold called with the first change of a batch; what it returns, when that is evaluated.
   * @param evaluate one batch at a time; what is saved meanwhile is the next batch, however much. Must not reject.
   */
  constructor(
    private readonly hold: () => () => void,
    private readonly evaluate: (files: readonly string[]) => Promise<void>,
  ) {}

  /** Takes in a changed file. */
  add(file: string): void {
    this.files.add(file);
    this.release ??= this.hold();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.timer = undefined;
      void this.next();
    }, QUIET_MS);
  }

  close(): void {
    clearTimeout(this.timer);
    this.release?.();
  }

  private async next(): Promise<void> {
    if (this.isBusy || this.files.size === 0) return;
    const [batch, release] = [[...this.files], this.release];
    this.files = new Set();
    this.release = undefined;
    this.isBusy = true;
    await this.evaluate(batch);
    this.isBusy = false;
    release?.();
    // Otherwise there is more to come.
    if (this.timer === undefined) await this.next();
  }
}
