/** Keeps answers, since the page asks for all of them every two seconds. */
import type { LogAnswer } from "../dashboard/view";

/** An answer without new lines; old lines fall out of its range meanwhile. */
const MAX_AGE_MS = 10_000;
/** Below this an answer is made anew at each new line; a dearer one waits ten times as long as it took. */
const DEAR_MS = 50;
const MAX_KEPT = 100;

interface Kept {
  readonly answer: LogAnswer;
  readonly revision: number;
  readonly at: number;
  readonly tookMs: number;
  readonly made: number;
}

export class AnswerKeeper {
  private readonly kept = new Map<string, Kept>();

  /** @param revision of what the answers are made from. */
  constructor(private readonly revision: () => number) {}

  clear(): void {
    this.kept.clear();
  }

  /** @param at the end of the range that is asked about. */
  keep(key: string, at: number, make: () => LogAnswer): LogAnswer {
    const known = this.kept.get(key);
    if (known !== undefined && this.isFresh(known, at)) return known.answer;
    const started = performance.now();
    const revision = this.revision();
    const answer = make();
    const made = performance.now();
    this.kept.delete(key);
    if (this.kept.size >= MAX_KEPT) this.kept.clear();
    this.kept.set(key, { answer, revision, at, made, tookMs: made - started });
    return answer;
  }

  private isFresh({ revision, at, tookMs, made }: Kept, asked: number): boolean {
    if (Math.abs(asked - at) > MAX_AGE_MS) return false;
    if (revision === this.revision()) return true;
    return tookMs > DEAR_MS && performance.now() - made < 10 * tookMs;
  }
}
