/** The number of letters to put in, take out, replace or swap with their neighbour that makes `a` into `b`. */
function editDistance(a: string, b: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const differs = a[row - 1] === b[column - 1] ? 0 : 1;
      const swapped =
        a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
          ? (beforeLast[column - 2] ?? Infinity) + 1
          : Infinity;
      current.push(
        Math.min(
          (last[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (last[column - 1] ?? 0) + differs,
          swapped,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/**
 * The candidate that `name` was most likely meant to be, for "did you mean": the one with the
 * fewest letters changed, at most a third of the name's, whatever is large or small in it. The
 * first of equal ones; `undefined` when none is near.
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const asked = name.toLowerCase();
  let found: string | undefined;
  let bound = Math.max(1, Math.floor(asked.length / 3));
  for (const candidate of candidates) {
    const distance = editDistance(asked, candidate.toLowerCase());
    if (distance < bound || (distance === bound && found === undefined)) {
      found = candidate;
      bound = distance;
    }
  }
  return found;
}
