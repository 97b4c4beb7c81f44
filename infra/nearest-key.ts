/** The key that a wrong one was most likely meant to be, for "did you mean". */

/**
 * Letters to put in, take out, replace, or swap with the next, large or small: at most a third of the
 * key's, and one in a short key. The first of equally near ones; undefined when none is near.
 */
export function nearestKey(key: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(key.length / 3));
  const near = candidates
    .map((candidate) => ({ candidate, edits: edits(key.toLowerCase(), candidate.toLowerCase()) }))
    .filter((each) => each.edits <= limit)
    .sort((a, b) => a.edits - b.edits);
  return near[0]?.candidate;
}

/** Optimal string alignment distance, row by row. */
function edits(from: string, to: string): number {
  let older: readonly number[] = [];
  let old: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const at = (line: readonly number[], index: number): number => line[index] ?? Infinity;
      const isSame = from[row - 1] === to[column - 1];
      const isSwapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          at(old, column) + 1,
          at(current, column - 1) + 1,
          at(old, column - 1) + (isSame ? 0 : 1),
          isSwapped ? at(older, column - 2) + 1 : Infinity,
        ),
      );
    }
    older = old;
    old = current;
  }
  return old[to.length] ?? 0;
}
