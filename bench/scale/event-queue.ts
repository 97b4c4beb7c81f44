/** Priority queue of what is to come: earliest first; what comes at the same time, in the order in which it was added. */

interface Entry<T> {
  readonly at: number;
  readonly order: number;
  readonly what: T;
}

export class EventQueue<T> {
  private readonly heap: Entry<T>[] = [];
  private added = 0;

  /** When the next one comes; Infinity where nothing does. */
  get nextAt(): number {
    return this.heap[0]?.at ?? Infinity;
  }

  add(at: number, what: T): void {
    this.heap.push({ at, order: this.added, what });
    this.added += 1;
    for (let child = this.heap.length - 1; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!this.swapIfEarlier(child, parent)) return;
      child = parent;
    }
  }

  /** The next one, which is then no longer in it. */
  take(): T | undefined {
    const [first] = this.heap;
    const last = this.heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (this.heap.length === 0) return first.what;
    this.heap[0] = last;
    for (let parent = 0; ;) {
      const left = 2 * parent + 1;
      const child = this.isEarlier(left + 1, left) ? left + 1 : left;
      if (!this.swapIfEarlier(child, parent)) return first.what;
      parent = child;
    }
  }

  private isEarlier(one: number, other: number): boolean {
    const [a, b] = [this.heap[one], this.heap[other]];
    if (a === undefined || b === undefined) return false;
    return a.at < b.at || (a.at === b.at && a.order < b.order);
  }

  private swapIfEarlier(child: number, parent: number): boolean {
    if (!this.isEarlier(child, parent)) return false;
    const [a, b] = [this.heap[child], this.heap[parent]];
    if (a !== undefined && b !== undefined) [this.heap[child], this.heap[parent]] = [b, a];
    return true;
  }
}
